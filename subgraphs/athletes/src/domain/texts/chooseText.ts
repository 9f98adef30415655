import { chooseLanguage } from '@games/subgraph';

/** One of the languages of a text, and whether the reader asked for it. */
export interface ChosenText<Text> {
  readonly text: Text;
  /** True when the reader asked for languages, and none of them is there. */
  readonly isFallback: boolean;
}

/**
 * The text for a reader: the first wanted language that there is (`es-MX` accepts `es`), else English, else the first by
 * its tag. Null when there is none at all.
 */
export function chooseText<Text extends { readonly language: string }>(
  wanted: readonly string[],
  texts: readonly Text[],
): ChosenText<Text> | null {
  const available = texts.map((text) => text.language).sort();
  const fallback = available.includes('en') ? 'en' : available[0];
  if (fallback === undefined) return null;
  const found = chooseLanguage(wanted, available, '');
  const language = found === '' ? fallback : found;
  const text = texts.find((candidate) => candidate.language === language) as Text;
  return { text, isFallback: found === '' && wanted.length > 0 };
}
