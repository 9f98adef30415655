import type { Names, Texts } from '../facts.ts';

/** ODF's languages (ISO 639-2 in capitals) by BCP 47. */
const odfLanguages: Readonly<Record<string, string>> = {
  ARA: 'ar',
  CHI: 'zh',
  ZHO: 'zh',
  CZE: 'cs',
  CES: 'cs',
  DAN: 'da',
  DUT: 'nl',
  NLD: 'nl',
  ENG: 'en',
  FIN: 'fi',
  FRA: 'fr',
  FRE: 'fr',
  GER: 'de',
  DEU: 'de',
  GRE: 'el',
  ELL: 'el',
  HEB: 'he',
  HIN: 'hi',
  HUN: 'hu',
  IND: 'id',
  ITA: 'it',
  JPN: 'ja',
  KOR: 'ko',
  MAY: 'ms',
  MSA: 'ms',
  NOR: 'no',
  PER: 'fa',
  FAS: 'fa',
  POL: 'pl',
  POR: 'pt',
  RUM: 'ro',
  RON: 'ro',
  RUS: 'ru',
  SPA: 'es',
  ESP: 'es',
  SWE: 'sv',
  SWA: 'sw',
  THA: 'th',
  TUR: 'tr',
  UKR: 'uk',
  VIE: 'vi',
};

const tagOf = (language: string): string => odfLanguages[language.toUpperCase()] ?? language.toLowerCase();

/** The text in the first wanted language that it has (`es-MX` accepts `es`), else English, else any; null for none. */
export function chooseText(texts: Texts, wanted: readonly string[]): string | null {
  const languages = Object.keys(texts);
  if (languages.length === 0) return null;
  const find = (tag: string): string | undefined => languages.find((language) => tagOf(language) === tag);
  for (const tag of wanted) {
    const lower = tag.toLowerCase();
    const found = find(lower) ?? find(lower.split('-')[0] as string);
    if (found !== undefined) return texts[found] as string;
  }
  return texts[find('en') ?? (languages[0] as string)] as string;
}

/** As `chooseText`, for names: the long form where there is one. */
export function chooseName(names: Names, wanted: readonly string[]): string | null {
  return chooseText(
    Object.fromEntries(Object.entries(names).map(([language, name]) => [language, name.long ?? name.short])),
    wanted,
  );
}
