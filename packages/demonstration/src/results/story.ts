/** What happens in an event, from its first unit to its medals. Everything in it is known beforehand; messages tell it in time. */
import type { EntryDraft } from '../entries/entries.ts';
import type { EventPlan, PhasePlan, UnitPlan } from '../schedule/plan.ts';

/** Did not start, did not finish, disqualified, no mark. */
export type Irm = 'DNS' | 'DNF' | 'DSQ' | 'NM';

/** A part of a performance that becomes known during the unit: a split, an attempt, a set. */
export interface Piece {
  readonly type: 'PROGRESS' | 'ATTEMPT' | 'PART' | 'PERIOD';
  readonly code: string;
  readonly position: string;
  readonly value: string;
  /** When it is known: 0 at the start of the unit, 1 at its end. */
  readonly at: number;
  /** The result as it stands after this piece. */
  readonly running: string | null;
  /** Comparable as `Performance.key`. */
  readonly runningKey: number | null;
}

export interface Detail {
  readonly type: string;
  readonly code: string;
  readonly value: string;
}

export interface Performance {
  /** The smaller is the better; null without a valid result. */
  readonly key: number | null;
  readonly mark: string | null;
  readonly irm: Irm | null;
  readonly pieces: readonly Piece[];
  readonly details: readonly Detail[];
}

export interface RecordSet {
  /** World record, Games record. */
  readonly type: 'WR' | 'GR';
  readonly equalled: boolean;
}

/** One competitor in one list of results. */
export interface Line extends Performance {
  readonly entry: EntryDraft;
  /** Lane, or place in the order of starting, from 1. */
  readonly startOrder: number;
  readonly rank: number | null;
  readonly rankEqual: boolean;
  /** Place in the list, from 1. */
  readonly sortOrder: number;
  /** `Q` by place, `q` as one of the best of the others. */
  readonly qualified: 'Q' | 'q' | null;
  readonly outcome: 'W' | 'L' | 'T' | null;
  readonly records: readonly RecordSet[];
  /** Distance to the leader, as it is written. */
  readonly difference: string | null;
}

/** A decision that changes an official result: the list as it stood before and why it changed. */
export interface Correction {
  readonly before: readonly Line[];
  readonly note: string;
}

export interface UnitStory {
  readonly phase: PhasePlan;
  readonly unit: UnitPlan;
  /** In the order of the result. */
  readonly lines: readonly Line[];
  readonly markType: string;
  readonly wind: string | null;
  readonly correction: Correction | null;
}

/** A list over several units: a phase, a pool, a sum, a ranking. */
export interface ListStory {
  readonly kind: 'PHASE' | 'POOL' | 'CUMULATIVE' | 'RANKING';
  /** Event or phase code. */
  readonly code: string;
  readonly subcode: string | null;
  /** Codes of the units after which it can be told. */
  readonly after: readonly string[];
  readonly markType: string;
  readonly lines: readonly ListLine[];
}

export interface ListLine
  extends Pick<Line, 'entry' | 'rank' | 'rankEqual' | 'sortOrder' | 'mark' | 'irm' | 'qualified' | 'difference'> {
  readonly pool?: PoolRecord;
}

export interface PoolRecord {
  readonly played: number;
  readonly won: number;
  readonly tied: number;
  readonly lost: number;
  readonly scored: number;
  readonly conceded: number;
}

export interface BracketPlace {
  /** Null where nobody has to be met. */
  readonly entry: EntryDraft | null;
  readonly seed: number | null;
  /** From which unit it comes, as its winner or loser; null in the first round. */
  readonly from: { readonly unit: string; readonly outcome: 'W' | 'L' } | null;
}

export interface BracketItem {
  /** Round code, e.g. `QFNL`. */
  readonly round: string;
  readonly number: number;
  /** Null where one goes on without a match. */
  readonly unit: string | null;
  readonly places: readonly [BracketPlace, BracketPlace];
}

export interface MedalWon {
  readonly type: 'GOLD' | 'SILVER' | 'BRONZE';
  readonly entry: EntryDraft;
  /** The unit that decides it; null where a sum over several decides. */
  readonly unit: string | null;
}

export interface EventStory {
  readonly event: EventPlan;
  /** In the order of the phases. */
  readonly units: readonly UnitStory[];
  readonly lists: readonly ListStory[];
  readonly bracket: readonly BracketItem[];
  readonly medals: readonly MedalWon[];
  /** The medals as they were announced before a correction; null where none was needed. */
  readonly medalsBefore: readonly MedalWon[] | null;
}
