import type { Row } from './ledger.ts';

/** A person of the set, put together from the rows of all files that name her. */
export interface Person {
  readonly code: string;
  readonly name: string;
  readonly gender: 'M' | 'W';
  readonly organisation: string;
  readonly nationality: string | null;
  readonly birthDate: string | null;
  readonly heightCm: number | null;
  readonly functionCode: string;
  readonly isCurrent: boolean;
  readonly disciplines: ReadonlySet<string>;
  /** Event codes. */
  readonly events: ReadonlySet<string>;
  readonly rows: readonly Row[];
}

/** A person while the files are read; the first file that knows something says it. */
export type Draft = { -readonly [Name in Exclude<keyof Person, Collected>]: Person[Name] } & {
  readonly disciplines: Set<string>;
  readonly events: Set<string>;
  readonly rows: Row[];
};
type Collected = 'disciplines' | 'events' | 'rows';

export function createDraft(
  code: string,
  known: Pick<Draft, 'name' | 'gender' | 'organisation' | 'functionCode'> & Partial<Draft>,
): Draft {
  return {
    nationality: null,
    birthDate: null,
    heightCm: null,
    isCurrent: true,
    disciplines: new Set(),
    events: new Set(),
    rows: [],
    ...known,
    code,
  };
}
