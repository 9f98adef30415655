/** What a phase of sale names, beside its own times. */
export interface NamedByPhase {
  readonly countries: readonly string[] | null;
  readonly categories: readonly string[] | null;
  readonly packSessionsMin: number;
}

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** Codes that are user-assigned or name no country; XK (Kosovo) is in use. */
const notCountries = /^(AA|Q[M-Z]|X[A-JL-Z]|ZZ|EU|EZ|UN)$/;

/** Whether a text is the code of a country (ISO 3166-1 alpha-2). */
const isCountry = (code: string): boolean =>
  /^[A-Z]{2}$/.test(code) && !notCountries.test(code) && regions.of(code) !== undefined;

/**
 * What a phase names that is not there, in words for its author, or null: a category that none of its sessions has, a country
 * without such a code, or packs of more sessions than are on sale.
 */
export function phaseFault(
  { countries, categories, packSessionsMin }: NamedByPhase,
  sessions: { readonly count: number; readonly categories: ReadonlySet<string> },
): string | null {
  if (countries?.length === 0) return 'A list of countries names one at least.';
  const country = countries?.find((code) => !isCountry(code));
  if (country !== undefined) return `${country} is not the code of a country (ISO 3166-1, two capital letters).`;
  if (categories?.length === 0) return 'A list of categories names one at least.';
  const category = categories?.find((code) => !sessions.categories.has(code));
  if (category !== undefined) return `None of the sessions of this phase has a category ${category}.`;
  if (packSessionsMin > Math.max(1, sessions.count)) {
    return `A pack of ${packSessionsMin} sessions cannot be had from ${sessions.count}.`;
  }
  return null;
}
