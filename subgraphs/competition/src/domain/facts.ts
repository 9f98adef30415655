import type { Moment } from '@games/odf';

/**
 * What messages say, as plain data: the readers of `odf/read` make it, the appliers write it, and an earlier version of
 * a result is answered from it directly. Codes and marks are kept as sent.
 */

/** A text by ODF language (`ENG`, `FRA`, …). */
export type Texts = Readonly<Record<string, string>>;

/** A name by ODF language, short and long. */
export type Names = Readonly<Record<string, { readonly short: string; readonly long?: string }>>;

/** A place that nobody holds (yet). */
export type Placeholder = 'TBD' | 'BYE' | 'NOCOMP';

export interface ExtensionFact {
  readonly code: string;
  readonly position?: string;
  readonly value?: string;
}

/** A coded fact: an extended result, an extended info, or a fact of an entry. */
export interface ExtendedFact extends ExtensionFact {
  readonly type: string;
  readonly rank?: string;
  readonly difference?: string;
  readonly extensions?: readonly ExtensionFact[];
}

export interface MemberFact {
  readonly code: string;
  readonly name?: string;
  readonly order?: number;
  readonly bib?: string;
  readonly role?: string;
  readonly extended?: readonly ExtendedFact[];
}

export interface CompetitorFact {
  readonly placeholder: Placeholder | null;
  /** Null exactly where there is a placeholder. */
  readonly code: string | null;
  /** `A` athlete, `T` team, `G` group; null for a placeholder. */
  readonly type: string | null;
  readonly organisation: string | null;
  readonly printedName: string | null;
  readonly bib: string | null;
  /** The athletes of a team or group, in their order; empty for an athlete. */
  readonly members: readonly MemberFact[];
  /** Facts that the message gives about the competitor itself rather than about the result. */
  readonly extended: readonly ExtendedFact[];
}

export interface PoolFact {
  readonly played: number | null;
  readonly won: number | null;
  readonly tied: number | null;
  readonly lost: number | null;
  readonly scoreFor: string | null;
  readonly scoreAgainst: string | null;
  readonly scoreDifference: string | null;
}

export interface RecordFact {
  readonly type: string;
  readonly code: string | null;
  readonly equalled: boolean;
}

export interface ResultFact {
  readonly competitor: CompetitorFact;
  /** What tells the entry from others of the list in all versions. */
  readonly key: string;
  /** Place in the list by result, from 1. */
  readonly position: number;
  /** Place in the list by start, from 1. */
  readonly startPosition: number;
  readonly rank: number | null;
  readonly rankEqual: boolean;
  readonly sortOrder: number | null;
  readonly mark: string | null;
  readonly markType: string | null;
  readonly difference: string | null;
  readonly irm: string | null;
  readonly qualificationMark: string | null;
  readonly wlt: string | null;
  readonly startOrder: string | null;
  readonly startSortOrder: number | null;
  readonly bib: string | null;
  readonly pool: PoolFact | null;
  readonly extended: readonly ExtendedFact[];
  readonly records: readonly RecordFact[];
}

export interface NoteFact {
  readonly code?: string;
  readonly date?: string;
  readonly text: string;
}

export type ResultListKind = 'UNIT' | 'CURRENT' | 'PHASE' | 'POOL' | 'CUMULATIVE' | 'RANKING';

export interface ResultListFact {
  readonly kind: ResultListKind;
  readonly scopeCode: string;
  readonly eventCode: string;
  readonly disciplineCode: string;
  readonly status: string | null;
  readonly actualStart: Moment | null;
  readonly actualEnd: Moment | null;
  readonly infos: readonly ExtendedFact[];
  readonly notes: readonly NoteFact[];
  /** In the order of `position`. */
  readonly results: readonly ResultFact[];
}

export type MedalType = 'GOLD' | 'SILVER' | 'BRONZE';

export interface MedalFact {
  readonly position: number;
  readonly type: MedalType;
  readonly awarded: boolean;
  readonly unitCode: string | null;
  /** Null where the medal is stated not to be awarded. */
  readonly competitor: CompetitorFact | null;
}

export interface MedallistsFact {
  readonly eventCode: string;
  readonly disciplineCode: string;
  readonly status: string | null;
  readonly notes: readonly NoteFact[];
  readonly medals: readonly MedalFact[];
}

export interface SessionFact {
  readonly code: string;
  readonly disciplineCode: string;
  readonly venueCode: string | null;
  readonly type: string | null;
  readonly status: string | null;
  readonly medals: boolean;
  readonly start: Moment | null;
  readonly end: Moment | null;
  readonly logicalDate: string | null;
  readonly names: Names;
}

export interface ScheduleStartFact {
  readonly position: number;
  readonly startOrder: string | null;
  readonly competitor: CompetitorFact;
}

export interface UnitFact {
  readonly code: string;
  readonly disciplineCode: string;
  readonly eventCode: string;
  readonly sessionCode: string | null;
  readonly venueCode: string | null;
  readonly locationCode: string | null;
  readonly venueName: string | null;
  readonly locationName: string | null;
  readonly status: string | null;
  readonly phaseType: string | null;
  readonly medalType: 'GOLD' | 'BRONZE' | null;
  readonly unitNumber: string | null;
  readonly start: Moment | null;
  readonly end: Moment | null;
  readonly startHidden: boolean;
  readonly endHidden: boolean;
  readonly actualStart: Moment | null;
  readonly actualEnd: Moment | null;
  /** The day that the message itself gives; null as a rule. */
  readonly logicalDate: string | null;
  readonly sortOrder: number | null;
  readonly names: Names;
  readonly startTexts: Texts;
  readonly starts: readonly ScheduleStartFact[];
}

export interface ScheduleFact {
  readonly sessions: readonly SessionFact[];
  readonly units: readonly UnitFact[];
}

export interface EntryFact {
  readonly eventCode: string;
  readonly disciplineCode: string;
  readonly competitorCode: string;
  readonly competitorType: string;
  readonly organisation: string | null;
  readonly printedName: string | null;
  readonly sortOrder: number | null;
  readonly bib: string | null;
  readonly seed: string | null;
  readonly status: string | null;
  readonly substitute: boolean;
  readonly details: readonly ExtendedFact[];
  readonly members: readonly MemberFact[];
}

/** A person in one discipline. */
export interface ParticipantFact {
  readonly disciplineCode: string;
  readonly code: string;
  readonly printName: string;
  readonly organisation: string | null;
  readonly gender: string | null;
  readonly mainFunction: string | null;
  readonly current: boolean;
  readonly entries: readonly EntryFact[];
}

export interface TeamFact {
  readonly disciplineCode: string;
  readonly code: string;
  readonly name: string;
  readonly organisation: string | null;
  readonly gender: string | null;
  readonly current: boolean;
  readonly athleteCodes: readonly string[];
  readonly entries: readonly EntryFact[];
}

export interface CodeFact {
  readonly codeSet: string;
  readonly code: string;
  readonly position: number;
  readonly names: Names;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface ReportedMedalsFact {
  readonly organisation: string;
  readonly type: string;
  readonly rank: number | null;
  readonly sortRank: number | null;
  readonly gold: number;
  readonly silver: number;
  readonly bronze: number;
  readonly total: number;
}

export interface BracketPlaceFact {
  readonly place: number;
  readonly competitor: CompetitorFact;
  readonly seed: string | null;
  readonly wlt: string | null;
  readonly mark: string | null;
  readonly irm: string | null;
  readonly previous: {
    readonly unitCode: string | null;
    readonly wlt: string | null;
    readonly rank: string | null;
  } | null;
}

export interface BracketItemFact {
  readonly position: number;
  readonly bracketCode: string;
  readonly roundCode: string;
  readonly roundPosition: number;
  readonly code: string;
  readonly sortOrder: number | null;
  readonly unitCode: string | null;
  readonly result: string | null;
  readonly places: readonly BracketPlaceFact[];
}

export interface ActionFact {
  readonly position: number;
  readonly key: string;
  readonly period: string | null;
  readonly time: string | null;
  readonly action: string | null;
  readonly outcome: string | null;
  readonly scoreHome: string | null;
  readonly scoreAway: string | null;
  readonly comment: string | null;
  readonly competitors: readonly CompetitorFact[];
}
