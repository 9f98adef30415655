const languagesMax = 10;

/** The languages of an Accept-Language header, most wanted first; empty where there is none. */
export function readLanguages(header: string | undefined): readonly string[] {
  if (!header) return [];
  return header
    .slice(0, 500)
    .split(',')
    .slice(0, languagesMax)
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('q='));
      return { tag: tag.trim(), quality: quality ? Number(quality.slice(2)) : 1 };
    })
    .filter(({ tag, quality }) => quality > 0 && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(tag))
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}

/** The first wanted language that is available (`es-MX` accepts `es`), or the fallback. */
export function chooseLanguage(wanted: readonly string[], available: readonly string[], fallback: string): string {
  for (const tag of wanted) {
    const lower = tag.toLowerCase();
    const found =
      available.find((language) => language.toLowerCase() === lower) ??
      available.find((language) => language.toLowerCase() === lower.split('-')[0]);
    if (found) return found;
  }
  return fallback;
}

/** Texts of one thing by language; English is always there, being the fallback. */
export type Localised<Text> = Readonly<Record<string, Text>> & { readonly en: Text };

/** The text in the first wanted language that it exists in, otherwise in English, and which language that is. */
export function localise<Text extends object>(
  texts: Localised<Text>,
  wanted: readonly string[],
): Text & { readonly language: string } {
  const language = chooseLanguage(wanted, Object.keys(texts), 'en');
  return { ...(texts[language] ?? texts.en), language };
}
