/** What goes wrong in these Games besides sport: weather, and what follows from it. Times are minutes. */

export interface Postponement {
  readonly unit: string;
  /** Minutes before the planned start at which it is put off, time unknown. */
  readonly putOffBefore: number;
  /** Minutes after the planned start at which the new time is told. */
  readonly reportedAfter: number;
  /** Minutes from the planned start to the new one. */
  readonly delay: number;
  readonly reason: string;
}

const postponements: readonly Postponement[] = [
  { unit: 'ATHWLJ----------------QUAL000200--', putOffBefore: 15, reportedAfter: 60, delay: 480, reason: 'Heavy rain' },
  { unit: 'ROWM8-----------------HEAT000100--', putOffBefore: 40, reportedAfter: 30, delay: 180, reason: 'Crosswind' },
  { unit: 'SALXDINGHY2-----------OPS-000400--', putOffBefore: 20, reportedAfter: 560, delay: 1280, reason: 'No wind' },
];

const byUnit = new Map(postponements.map((postponement) => [postponement.unit, postponement]));

export const postponementOf = (unit: string): Postponement | null => byUnit.get(unit) ?? null;

/** Races that are never held; their series go on without them. */
const cancelled: ReadonlySet<string> = new Set(['SALMWINDSURF----------OPS-001000--']);

export const isCancelled = (unit: string): boolean => cancelled.has(unit);
