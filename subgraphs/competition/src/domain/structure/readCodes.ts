import {
  childrenOf,
  isRsc,
  type OdfElement,
  OdfRefusal,
  type RscLevel,
  rscLength,
  rscLevel,
  rscPrefix,
} from '@games/odf';
import { type Reading, text } from '@games/odf-feed';
import type { CodeFact, Names } from '../facts.ts';
import { compact } from '../feed/compact.ts';

/** Reads a code set. Its name is the header's DocumentSubtype. Throws OdfRefusal when there is none. */
export function readCodes(reading: Reading, competition: OdfElement): readonly CodeFact[] {
  const codeSet = reading.header.documentSubtype;
  if (codeSet === null) {
    throw new OdfRefusal(
      'ODF_HEADER_INVALID',
      'The header of DT_CODES lacks DocumentSubtype, the name of the code set.',
    );
  }
  const found = new Map<string, CodeFact>();
  for (const element of childrenOf(competition, 'CodeSet')) {
    const code = normalise(codeSet, text(element, 'Code'));
    if (code === null) {
      reading.report('CODE_EXPECTED', `A CodeSet of ${codeSet} has no Code, or one that does not belong there.`);
      continue;
    }
    if (found.has(code))
      reading.report('DUPLICATE_ITEM', `The code "${code}" of ${codeSet} stands more than once in the message.`);
    const { Code: _, ...attributes } = element.attributes;
    found.set(code, { codeSet, code, position: found.size + 1, names: readNames(element), attributes });
  }
  return [...found.values()];
}

function readNames(of: OdfElement): Names {
  return Object.fromEntries(
    childrenOf(of, 'Language').flatMap((element) => {
      const long = text(element, 'LongDescription');
      const short = text(element, 'Description') ?? text(element, 'ShortDescription') ?? long;
      return short === null ? [] : [[text(element, 'Language') ?? 'ENG', compact({ short, long })]];
    }),
  );
}

const levels: Readonly<Record<string, RscLevel>> = {
  DISCIPLINE: 'discipline',
  EVENT: 'event',
  PHASE: 'phase',
  UNIT: 'unit',
};

/** Disciplines are known by three letters, events, phases and units by 34 characters; others as they are. */
function normalise(codeSet: string, code: string | null): string | null {
  const level = levels[codeSet];
  if (code === null || level === undefined) return code;
  const padded = code.padEnd(rscLength, '-');
  if (!isRsc(padded) || rscLevel(padded) !== level) return null;
  return level === 'discipline' ? rscPrefix(padded, 'discipline') : padded;
}
