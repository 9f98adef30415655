import { childrenOf, type OdfElement, OdfRefusal, requiredAttribute } from '@games/odf';
import { codeOf, languageTag, textOf } from './attributes.ts';
import type { CodeStatement, Remarks } from './statements.ts';

/** The codes of a DT_CODES message, with their names in each language. Throws OdfRefusal when a code is named twice. */
export function readCodes(competition: OdfElement, remarks: Remarks): readonly CodeStatement[] {
  const seen = new Set<string>();
  return childrenOf(competition, 'CodeSet').map((element) => {
    const code = codeOf(element, 'Code');
    if (seen.has(code)) throw new OdfRefusal('ODF_MALFORMED', `The code ${code} is named twice.`);
    seen.add(code);
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
      country: countryOf(element, code, remarks),
      category: textOf(element, 'Category'),
      names: [...names.values()],
    };
  });
}

function countryOf(element: OdfElement, code: string, remarks: Remarks): string | null {
  const country = textOf(element, 'Country');
  if (country === null || /^[A-Z]{2}$/.test(country)) return country;
  remarks.push(`The country "${country.slice(0, 60)}" of ${code} is not of ISO 3166-1 alpha-2; left out.`);
  return null;
}
