import { element, type OdfElement } from '@games/odf';
import type { EntryDraft } from '../entries/entries.ts';
import type { Happening } from '../results/happening.ts';
import { isoOfMs } from '../schedule/clock.ts';
import type { CompetitionSession, Unit, World } from '../world.ts';
import type { Competitors } from './competitor.ts';

/** What the schedule says of a unit at a moment. */
export interface UnitState {
  readonly status: string;
  /** Null while a new time is not known. */
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly actualStartMs?: number;
  readonly actualEndMs?: number;
  /** Words in place of a time. */
  readonly startText?: string;
  /** The competition day, where it is no longer the session's. */
  readonly logicalDate?: string;
}

const medalCodes = { NONE: '0', GOLD: '1', BRONZE: '3' } as const;

/** Who is known to meet before there is a start list, by unit. */
export type Pairings = ReadonlyMap<string, readonly EntryDraft[]>;

/** The body of DT_SCHEDULE: the sessions and units of a discipline, as planned. */
export function scheduleBody(
  world: World,
  discipline: string,
  pairings: Pairings,
  atMs: number,
  competitors: Competitors,
): OdfElement {
  const sessions = world.competitionSessions.filter((session) => session.discipline === discipline);
  const units = world.units.filter((unit) => unit.discipline === discipline);
  const order = new Map(sessions.flatMap((session) => session.units.map((code, i) => [code, i + 1] as const)));
  return element('Competition', {}, [
    ...sessions.map(sessionElement),
    ...units.map((unit) => {
      const state = { status: 'SCHEDULED', startMs: Date.parse(unit.start), endMs: Date.parse(unit.end) };
      return unitElement(
        unit,
        state,
        order.get(unit.code) ?? 1,
        startList(pairings.get(unit.code) ?? [], atMs, competitors),
      );
    }),
  ]);
}

function sessionElement(session: CompetitionSession): OdfElement {
  return element(
    'Session',
    {
      SessionCode: session.code,
      StartDate: session.start,
      EndDate: session.end,
      Venue: session.venue,
      SessionType: session.part,
      Medal: session.medals > 0,
    },
    [element('SessionName', { Language: 'ENG', Value: session.name })],
  );
}

function startList(entries: readonly EntryDraft[], atMs: number, competitors: Competitors): OdfElement[] {
  if (entries.length === 0) return [];
  return [
    element(
      'StartList',
      {},
      entries.map((entry, i) =>
        element('Start', { StartOrder: i + 1, SortOrder: i + 1 }, [competitors.write(entry, atMs)]),
      ),
    ),
  ];
}

/** The body of DT_SCHEDULE_UPDATE about one unit. */
export function scheduleUpdateBody(
  { unit }: Happening,
  state: UnitState,
  order: number,
  pairing: readonly EntryDraft[],
  atMs: number,
  competitors: Competitors,
): OdfElement {
  return element('Competition', {}, [unitElement(unit, state, order, startList(pairing, atMs, competitors), 'U')]);
}

function unitElement(
  unit: Unit,
  state: UnitState,
  order: number,
  startList: readonly OdfElement[],
  modification?: 'U',
): OdfElement {
  return element(
    'Unit',
    {
      Code: unit.code,
      PhaseType: '3',
      UnitNum: isMatch(unit) ? Number(unit.code.slice(26, 32)) / 100 : null,
      ScheduleStatus: state.status,
      StartDate: timeOf(state.startMs),
      EndDate: timeOf(state.endMs),
      HideStartDate: unit.hideStart,
      ActualStartDate: timeOf(state.actualStartMs ?? null),
      ActualEndDate: timeOf(state.actualEndMs ?? null),
      Order: order,
      Medal: medalCodes[unit.medal],
      Venue: unit.venue,
      Location: unit.location,
      SessionCode: unit.session,
      LogicalDate: state.logicalDate,
      ModificationIndicator: modification,
    },
    [
      element('ItemName', { Language: 'ENG', Value: unit.name }),
      ...(state.startText === undefined ? [] : [element('StartText', { Language: 'ENG', Value: state.startText })]),
      ...(unit.hideStart ? [element('StartText', { Language: 'ENG', Value: 'Followed by' })] : []),
      ...startList,
    ],
  );
}

const timeOf = (ms: number | null): string | null => (ms === null ? null : isoOfMs(ms));

const isMatch = (unit: Unit): boolean => unit.shortName.includes('match');
