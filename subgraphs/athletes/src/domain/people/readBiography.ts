import { childrenOf, type OdfElement, OdfRefusal, requiredAttribute } from '@games/odf';
import type { Reading } from '@games/odf-feed';
import { codeOf, languageTag, textOf } from '../feed/attributes.ts';
import type { BiographyRecord } from '../feed/records.ts';

const textCharactersMax = 20_000;
const factsMax = 50;

/**
 * The biography of a DT_BIO_PAR message: one person (the document code) in one language (of the header, English where
 * it names none). `<Biography Topic="GENERAL">` is the text; each other topic is a fact beside it.
 * Throws OdfRefusal when the person is another than the header's or the text is beyond its bounds.
 */
export function readBiography({ header }: Reading, competition: OdfElement): readonly BiographyRecord[] {
  const people = childrenOf(competition, 'Participant');
  const person = people[0];
  if (person === undefined || people.length > 1 || codeOf(person, 'Code') !== header.documentCode) {
    throw new OdfRefusal(
      'ODF_MALFORMED',
      'A biography describes exactly the participant that its document code names.',
    );
  }
  const parts = childrenOf(person, 'Biography').map((part) => {
    if (part.text.length > textCharactersMax) {
      throw new OdfRefusal('ODF_TOO_LARGE', `A part of a biography has at most ${textCharactersMax} characters.`);
    }
    return { topic: requiredAttribute(part, 'Topic'), text: part.text.trim() };
  });
  const facts = parts.filter((part) => part.topic !== 'GENERAL' && part.text !== '');
  if (facts.length > factsMax) throw new OdfRefusal('ODF_TOO_LARGE', `A biography has at most ${factsMax} facts.`);
  return [
    {
      participantCode: header.documentCode,
      language: languageTag(header.language ?? 'ENG'),
      text: parts.find((part) => part.topic === 'GENERAL')?.text || null,
      facts,
      portraitAssetId: portraitOf(person),
    },
  ];
}

function portraitOf(person: OdfElement): string | null {
  const id = textOf(person, 'Portrait');
  if (id !== null && !/^ast_[\x21-\x7e]{1,200}$/.test(id)) {
    throw new OdfRefusal('ODF_MALFORMED', 'A portrait is named by the id of a media asset (ast_…).');
  }
  return id;
}
