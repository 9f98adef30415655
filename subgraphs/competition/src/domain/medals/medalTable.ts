/** Medals of an organisation, counted. */
export interface MedalCounts {
  readonly organisationCode: string;
  readonly gold: number;
  readonly silver: number;
  readonly bronze: number;
  readonly total: number;
}

export interface Standing extends MedalCounts {
  readonly rank: number;
  readonly rankEqual: boolean;
  readonly sortRank: number;
}

/**
 * Ranks organisations by gold, then silver, then bronze. The same medals give the same rank; the next rank counts all
 * before it. Organisations of one rank stand in the order of their codes.
 */
export function rankOrganisations(counts: readonly MedalCounts[]): readonly Standing[] {
  const sorted = [...counts].sort(
    (a, b) =>
      b.gold - a.gold ||
      b.silver - a.silver ||
      b.bronze - a.bronze ||
      (a.organisationCode < b.organisationCode ? -1 : 1),
  );
  const firstOfRank = new Map<string, number>();
  const sizes = new Map<string, number>();
  sorted.forEach((row, index) => {
    const medals = medalsText(row);
    if (!firstOfRank.has(medals)) firstOfRank.set(medals, index + 1);
    sizes.set(medals, (sizes.get(medals) ?? 0) + 1);
  });
  return sorted.map((row, index) => ({
    ...row,
    rank: firstOfRank.get(medalsText(row)) as number,
    rankEqual: (sizes.get(medalsText(row)) as number) > 1,
    sortRank: index + 1,
  }));
}

const medalsText = ({ gold, silver, bronze }: MedalCounts): string => `${gold} ${silver} ${bronze}`;

export type CountedKind = 'GOLD' | 'SILVER' | 'BRONZE' | 'TOTAL';

/** A number on which two tables differ. */
export interface Difference {
  readonly organisationCode: string;
  /** The letter of the events' gender; `TOT` for all events together. */
  readonly type: string;
  readonly count: CountedKind;
  readonly derived: number;
  readonly reported: number;
}

type TypedCounts = MedalCounts & { readonly type: string };

const kinds: readonly (readonly [CountedKind, (counts: MedalCounts | undefined) => number])[] = [
  ['GOLD', (counts) => counts?.gold ?? 0],
  ['SILVER', (counts) => counts?.silver ?? 0],
  ['BRONZE', (counts) => counts?.bronze ?? 0],
  ['TOTAL', (counts) => counts?.total ?? 0],
];

/**
 * Every number on which the derived and the reported table differ. An organisation that one of them lacks has no medals
 * there. Genders are compared only where the reported table tells them apart.
 */
export function reconcile(derived: readonly TypedCounts[], reported: readonly TypedCounts[]): readonly Difference[] {
  const types = new Set(reported.map(({ type }) => type));
  const keyOf = ({ type, organisationCode }: TypedCounts): string => `${type} ${organisationCode}`;
  const derivedByKey = new Map(derived.filter(({ type }) => types.has(type)).map((row) => [keyOf(row), row]));
  const reportedByKey = new Map(reported.map((row) => [keyOf(row), row]));
  const keys = [...new Set([...derivedByKey.keys(), ...reportedByKey.keys()])].sort();
  return keys.flatMap((key) => {
    const left = derivedByKey.get(key);
    const right = reportedByKey.get(key);
    const { type, organisationCode } = (left ?? right) as TypedCounts;
    return kinds.flatMap(([count, read]) =>
      read(left) === read(right) ? [] : [{ organisationCode, type, count, derived: read(left), reported: read(right) }],
    );
  });
}
