import { ClientError } from '@games/service';

/** A text that somebody typed, without blanks around it. Throws ClientError BAD_USER_INPUT when it is too short or too long. */
export function trimmedText(text: string, name: string, lengthMin: number, lengthMax: number): string {
  const trimmed = text.trim();
  if (trimmed.length >= lengthMin && trimmed.length <= lengthMax) return trimmed;
  throw new ClientError('BAD_USER_INPUT', `${name} must have ${lengthMin} to ${lengthMax} characters.`);
}
