import { chooseLanguage } from '@games/subgraph';

/** Texts by language; English is always there. */
export type Localised<Text> = Readonly<Record<string, Text>> & { readonly en: Text };

/** The text in the first wanted language that it exists in, otherwise in English, and which language that is. */
export function localise<Text extends object>(
  texts: Localised<Text>,
  wanted: readonly string[],
): Text & { readonly language: string } {
  const language = chooseLanguage(wanted, Object.keys(texts), 'en');
  return { ...(texts[language] ?? texts.en), language };
}
