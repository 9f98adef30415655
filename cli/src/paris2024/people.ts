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
export interface Draft {
  readonly code: string;
  name: string;
  gender: 'M' | 'W';
  organisation: string;
  nationality: string | null;
  birthDate: string | null;
  heightCm: number | null;
  functionCode: string;
  isCurrent: boolean;
  readonly disciplines: Set<string>;
  readonly events: Set<string>;
  readonly rows: Row[];
}

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
