/** Family and given names of one region, from which plausible people are put together. */
export interface NameStock {
  readonly family: readonly string[];
  readonly men: readonly string[];
  readonly women: readonly string[];
  /** Endings that a woman's family name changes; the first that matches counts. */
  readonly feminine: readonly (readonly [ending: RegExp, replacement: string])[];
}

/** Names are written apart by blanks; `_` stands for a blank inside a name. */
export function nameStock(family: string, men: string, women: string, feminine: NameStock['feminine'] = []): NameStock {
  return { family: words(family), men: words(men), women: words(women), feminine };
}

function words(text: string): string[] {
  return text
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll('_', ' '));
}
