import type { EntryDraft } from '../entries/entries.ts';
import type { Happening } from '../results/happening.ts';
import type { Line, UnitStory } from '../results/story.ts';
import { isoOfMs, logicalDateOf } from '../schedule/clock.ts';
import type { Competitors } from './competitor.ts';
import { currentBody, tellsTheMoment } from './current.ts';
import { tellsGoals } from './goals.ts';
import { disciplineCode, ms, type PlannedMessage, venueSource } from './message.ts';
import { playByPlayBody } from './playByPlay.ts';
import { resultBody } from './result.ts';
import { scheduleUpdateBody, type UnitState } from './schedule.ts';

/** When things are said of a unit, from its start or its end. */
const startListBefore = ms.ofMinutes(44 * 60);
const startListAfterKnown = ms.ofSeconds(90);
const readyBefore = ms.ofMinutes(10);
const unofficialAfter = ms.ofSeconds(20);
const officialAfter = ms.ofMinutes(4);
const protestAfter = ms.ofMinutes(12);
const correctedAfter = ms.ofMinutes(40);
const tickLeast = ms.ofSeconds(30);
const ticksMost = 12;

/** A unit whose every message is kept when the Games are told in short: to have histories to look at. */
const reportedInFull: ReadonlySet<string> = new Set([
  'ATHM100M--------------FNL-000100--',
  'ATHW100M--------------FNL-000100--',
  'SWIM400MFR------------FNL-000100--',
  'SWIW100MFL------------FNL-000100--',
]);

export interface UnitContext {
  readonly happening: Happening;
  /** Null for a unit that is never held. */
  readonly story: UnitStory | null;
  /** When it is known who competes. */
  readonly knownMs: number;
  /** Place in the session, from 1. */
  readonly order: number;
  /** Who meets, where the draw said it before there was a start list. */
  readonly pairing: readonly EntryDraft[];
  readonly competitors: Competitors;
}

/** When the first official result is there, and when the last word is said. */
export const firstOfficialMs = ({ endMs }: Happening): number => endMs + officialAfter;
export const finalOfficialMs = (happening: Happening, story: UnitStory): number =>
  happening.endMs + (story.correction === null ? officialAfter : correctedAfter);

/** All that is said of one unit: its states in the schedule and its results. */
export function planUnit(context: UnitContext): PlannedMessage[] {
  const { story } = context;
  const schedule = planSchedule(context);
  if (story === null) return schedule;
  return [...schedule, ...planResults(context, story), ...planActions(context, story), ...planCurrent(context, story)];
}

function planSchedule({ happening, order, pairing, competitors }: UnitContext): PlannedMessage[] {
  const { unit, plannedStartMs, plannedEndMs, startMs, endMs, postponement } = happening;
  const update = (atMs: number, state: UnitState, inShort: PlannedMessage['inShort'] = 'ALWAYS'): PlannedMessage => ({
    atMs,
    documentType: 'DT_SCHEDULE_UPDATE',
    documentCode: disciplineCode(unit.discipline),
    source: venueSource(unit.venue, unit.discipline),
    logicalDate: unit.logicalDate,
    inShort,
    body: () => scheduleUpdateBody(happening, state, order, pairing, atMs, competitors),
  });
  if (happening.isCancelled) {
    const state = { status: 'CANCELLED', startMs: plannedStartMs, endMs: plannedEndMs, startText: 'Cancelled' };
    return [update(plannedStartMs - ms.ofMinutes(30), state)];
  }
  const times = postponement === null ? { startMs: plannedStartMs, endMs: plannedEndMs } : { startMs: startMs, endMs };
  const day = postponement === null ? {} : { logicalDate: logicalDateOf(startMs) };
  const running = { status: 'RUNNING', ...times, ...day, actualStartMs: startMs };
  const usual = [
    update(startMs - readyBefore, { status: 'GETTING_READY', ...times, ...day }, 'NEVER'),
    update(startMs, running),
    update(endMs, { ...running, status: 'FINISHED', actualEndMs: endMs }),
  ];
  if (postponement === null) return usual;
  const { putOffBefore, reportedAfter, reason } = postponement;
  return [
    update(plannedStartMs - ms.ofMinutes(putOffBefore), {
      status: 'POSTPONED',
      startMs: null,
      endMs: null,
      startText: `Postponed: ${reason.toLowerCase()}`,
    }),
    update(plannedStartMs + ms.ofMinutes(reportedAfter), { status: 'RESCHEDULED', ...times, ...day }),
    ...usual,
  ];
}

function planResults(context: UnitContext, story: UnitStory): PlannedMessage[] {
  const { happening, competitors } = context;
  const { unit, startMs, endMs, plannedStartMs, postponement } = happening;
  const before = story.correction?.before ?? story.lines;
  const inFull = reportedInFull.has(unit.code);
  const result = (
    atMs: number,
    resultStatus: string,
    inShort: PlannedMessage['inShort'],
    view: { readonly lines: readonly Line[]; readonly progress: number | null; readonly note?: string },
  ): PlannedMessage => ({
    atMs,
    documentType: 'DT_RESULT',
    documentCode: unit.code,
    resultStatus,
    source: venueSource(unit.venue, unit.discipline),
    logicalDate: logicalDateOf(startMs),
    inShort: inFull ? 'ALWAYS' : inShort,
    body: () =>
      resultBody(
        {
          story,
          lines: view.lines,
          progress: view.progress,
          atMs,
          actualStart: atMs < startMs ? null : isoOfMs(startMs),
          actualEnd: atMs < endMs ? null : isoOfMs(endMs),
          note: view.note ?? null,
        },
        competitors,
      ),
  });
  const startList = (atMs: number): PlannedMessage =>
    result(atMs, 'START_LIST', 'ALWAYS', { lines: before, progress: 0 });
  const usualStartList = startListMs(context, startMs);
  const ended = [
    ...ticks(startMs, endMs).map(({ atMs, progress }) =>
      result(atMs, progress === 0.5 ? 'INTERMEDIATE' : 'LIVE', 'LAST', { lines: before, progress }),
    ),
    result(endMs + unofficialAfter, 'UNOFFICIAL', 'LAST', { lines: before, progress: null }),
    result(endMs + officialAfter, 'OFFICIAL', 'ALWAYS', { lines: before, progress: null }),
    ...(story.correction === null
      ? []
      : [
          result(endMs + protestAfter, 'PROTESTED', 'ALWAYS', { lines: before, progress: null }),
          result(endMs + correctedAfter, 'OFFICIAL', 'ALWAYS', {
            lines: story.lines,
            progress: null,
            note: story.correction.note,
          }),
        ]),
  ];
  if (postponement === null) return [startList(usualStartList), ...ended];
  const putOffMs = plannedStartMs - ms.ofMinutes(postponement.putOffBefore);
  const first = Math.min(startListMs(context, plannedStartMs), putOffMs - ms.ofMinutes(5));
  return [
    startList(first),
    // The start list is withdrawn with the race: the header alone.
    { ...startList(putOffMs + ms.ofSeconds(30)), body: () => null },
    startList(plannedStartMs + ms.ofMinutes(postponement.reportedAfter) + ms.ofSeconds(30)),
    ...ended,
  ];
}

/** As soon as it is known who competes, but not days before. */
function startListMs({ knownMs }: UnitContext, startMs: number): number {
  const known = Math.max(knownMs + startListAfterKnown, startMs - startListBefore);
  return Math.min(known, startMs - ms.ofMinutes(1));
}

/** Moments at which a running unit is reported: at its start, then evenly, one of them at half-time. */
function ticks(startMs: number, endMs: number): { readonly atMs: number; readonly progress: number }[] {
  const length = endMs - startMs;
  const even = Math.floor(Math.min(ticksMost, length / tickLeast) / 2) * 2;
  const count = Math.max(2, even);
  return Array.from({ length: count }, (_, i) => {
    const progress = i / count;
    return { atMs: startMs + ms.ofSeconds(3) + Math.round(progress * length), progress: i === 0 ? 0.001 : progress };
  });
}

function planActions({ happening, competitors }: UnitContext, story: UnitStory): PlannedMessage[] {
  if (!tellsGoals(story)) return [];
  const { unit, startMs, endMs } = happening;
  return [...ticks(startMs, endMs), { atMs: endMs, progress: 1 }].map(({ atMs, progress }) => ({
    atMs: atMs + ms.ofSeconds(2),
    documentType: 'DT_PLAY_BY_PLAY',
    documentCode: unit.code,
    source: venueSource(unit.venue, unit.discipline),
    logicalDate: unit.logicalDate,
    inShort: 'LAST',
    body: () => playByPlayBody(story, progress, competitors),
  }));
}

function planCurrent({ happening, competitors }: UnitContext, story: UnitStory): PlannedMessage[] {
  if (!tellsTheMoment(story)) return [];
  const { unit, startMs, endMs } = happening;
  const current = (atMs: number, inShort: 'LAST' | 'NEVER', body: PlannedMessage['body']): PlannedMessage => ({
    atMs,
    documentType: 'DT_CURRENT',
    documentCode: unit.code,
    resultStatus: 'LIVE',
    source: venueSource(unit.venue, unit.discipline),
    logicalDate: logicalDateOf(startMs),
    inShort,
    body,
  });
  return [
    ...ticks(startMs, endMs).map(({ atMs, progress }) =>
      current(atMs + ms.ofSeconds(1), 'LAST', () => currentBody(story, progress, atMs, competitors)),
    ),
    // When it is over nothing happens any more: the header alone.
    current(endMs + ms.ofSeconds(1), 'NEVER', () => null),
  ];
}
