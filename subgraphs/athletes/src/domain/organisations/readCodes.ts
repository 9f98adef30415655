import { childrenOf, type OdfElement, requiredAttribute } from '@games/odf';
import { byKey, type Reading } from '@games/odf-feed';
import { codeOf, languageTag, textOf } from '../feed/attributes.ts';
import type { CodeRecord } from '../feed/records.ts';

/** The codes of a DT_CODES message, with their names in each language. */
export function readCodes(reading: Reading, competition: OdfElement): readonly CodeRecord[] {
  const records = childrenOf(competition, 'CodeSet').map((element): CodeRecord => {
    const code = codeOf(element, 'Code');
    const names = new Map(
      childrenOf(element, 'Language').map((named) => {
        const language = languageTag(requiredAttribute(named, 'Language'));
        const name = requiredAttribute(named, 'Description').trim();
        return [language, { language, name, longName: textOf(named, 'LongDescription') }] as const;
      }),
    );
    return {
      code,
      note: textOf(element, 'Note'),
      country: countryOf(element, code, reading),
      category: textOf(element, 'Category'),
      names: [...names.values()],
    };
  });
  return [...byKey(reading, 'CodeSet', records, ({ code }) => code).values()];
}

function countryOf(element: OdfElement, code: string, reading: Reading): string | null {
  const country = textOf(element, 'Country');
  if (country === null || /^[A-Z]{2}$/.test(country)) return country;
  reading.report(
    'CODE_EXPECTED',
    `The country "${country.slice(0, 60)}" of ${code} is not of ISO 3166-1 alpha-2; left out.`,
  );
  return null;
}
