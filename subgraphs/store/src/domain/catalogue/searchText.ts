/** How titles and what people type are brought to the same form: lower case, no accents, words of letters and digits. */

const wordsMax = 8;

export function searchWords(text: string): readonly string[] {
  return (
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** What is kept of a product for search: the words of all its texts. */
export function searchTextOf(texts: readonly string[]): string {
  return [...new Set(texts.flatMap(searchWords))].join(' ');
}

/** A tsquery in which every word is the beginning of one; null when the text holds no word. At most 8 words count. */
export function prefixQuery(text: string): string | null {
  const words = searchWords(text.slice(0, 200)).slice(0, wordsMax);
  return words.length === 0 ? null : words.map((word) => `${word}:*`).join(' & ');
}
