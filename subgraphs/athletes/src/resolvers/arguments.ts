import { padRsc, rscLength } from '@games/odf';
import type { PersonGender } from '@games/schema/generated/athletes.ts';
import { ClientError } from '@games/service';

const searchCharactersMax = 100;
const searchWordsMax = 6;

/** A text that a client sent, as PostgreSQL takes it. Throws ClientError BAD_USER_INPUT for one that no code can be. */
export function readCode(value: string | null | undefined, name: string): string | null {
  if (value == null) return null;
  if (value.length > 100 || value.includes('\0')) throw new ClientError('BAD_USER_INPUT', `\`${name}\` is not a code.`);
  return value;
}

/** An event's code, padded to its 34 characters. */
export function readEventCode(value: string | null | undefined, name: string): string | null {
  const code = readCode(value, name);
  if (code === null) return null;
  if (code.length > rscLength) throw new ClientError('BAD_USER_INPUT', `\`${name}\` is not a code.`);
  return padRsc(code);
}

/** The words of a search, or null for an empty one. Throws ClientError BAD_USER_INPUT when it is too long. */
export function readSearch(value: string | null | undefined): string | null {
  const words = (value ?? '').split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return null;
  const search = words.join(' ');
  if (words.length > searchWordsMax || search.length > searchCharactersMax || search.includes('\0')) {
    throw new ClientError(
      'BAD_USER_INPUT',
      `A search has at most ${searchWordsMax} words and ${searchCharactersMax} characters.`,
    );
  }
  return search;
}

export function readGender(gender: PersonGender | null | undefined): 'M' | 'W' | null {
  return gender == null ? null : gender === 'MALE' ? 'M' : 'W';
}

/** Exactly one of id and code; throws ClientError BAD_USER_INPUT otherwise. */
export function exactlyOne<Value>(id: Value | null | undefined, code: Value | null | undefined): 'id' | 'code' {
  if ((id == null) === (code == null)) throw new ClientError('BAD_USER_INPUT', 'Give either `id` or `code`.');
  return id == null ? 'code' : 'id';
}
