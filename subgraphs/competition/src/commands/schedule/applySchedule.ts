import { type ApplyWork, type ReadMessage, updateUtcOffset } from '@games/odf-feed';
import type { ScheduleFact, SessionFact, UnitFact } from '../../domain/facts.ts';
import { foldFacts, type Stamp } from '../../domain/feed/foldFacts.ts';
import { unitLogicalDate } from '../../domain/schedule/logicalDate.ts';
import { isExpectedScheduleChange } from '../../domain/schedule/scheduleStatus.ts';
import type { Changes } from '../../live/changes.ts';
import { selectFloors } from '../../sql/feed/floors.ts';
import { type HeldRow, selectHeld, type Written } from '../../sql/feed/held.ts';
import { insertStatusChanges, type NewStatusChange } from '../../sql/schedule/statusChanges.ts';
import {
  deleteSessions,
  deleteUnits,
  insertSessions,
  insertUnits,
  type SessionDay,
  selectSessionDays,
  selectUnitDays,
  updateUnitDays,
} from '../../sql/schedule/writeSchedule.ts';
import { insertStructure } from '../../sql/structure/insertStructure.ts';
import { foldMessage, resetsOf, usefulMessages } from '../feed/foldLists.ts';

type ScheduleMessage = ReadMessage<ScheduleFact>;

const codeOf = ({ code }: { readonly code: string }): string => code;

/** Schedules, whole and updates: what was written last counts for each session and each unit. */
export async function applySchedule(work: ApplyWork<Changes>, given: readonly ScheduleMessage[]): Promise<void> {
  const { tx } = work;
  const messages = usefulMessages(work, given, 'DT_SCHEDULE');
  if (messages.length === 0) return;
  const resets = resetsOf(messages, 'DT_SCHEDULE');
  const floors = await selectFloors(tx, 'DT_SCHEDULE');
  const sessions = await foldSessions(work, messages, resets, floors);
  await foldUnits(work, messages, resets, floors);
  await moveUnitsWithSessions(work, sessions);
  const start = messages.flatMap(({ fact }) => fact?.units ?? []).find((unit) => unit.start !== null)?.start;
  if (start) await updateUtcOffset(tx, start.utcOffsetMinutes);
}

async function foldSessions(
  { tx }: ApplyWork<Changes>,
  messages: readonly ScheduleMessage[],
  resets: readonly string[],
  floors: ReadonlyMap<string, Stamp>,
): Promise<readonly Written<SessionFact>[]> {
  const codes = messages.flatMap(({ fact }) => fact?.sessions.map(({ code }) => code) ?? []);
  if (codes.length === 0 && resets.length === 0) return [];
  const { removed, written } = foldFacts<SessionFact>({
    held: await selectHeld(tx, 'competition_session', codes, resets),
    floors,
    messages: messages.map((message) => foldMessage(message, 'DT_SCHEDULE', message.fact?.sessions ?? [], codeOf)),
  });
  await deleteSessions(tx, [...removed, ...written.keys()]);
  await insertSessions(tx, [...written.values()]);
  return [...written.values()];
}

async function foldUnits(
  work: ApplyWork<Changes>,
  messages: readonly ScheduleMessage[],
  resets: readonly string[],
  floors: ReadonlyMap<string, Stamp>,
): Promise<void> {
  const { tx, changes } = work;
  const codes = messages.flatMap(({ fact }) => fact?.units.map(({ code }) => code) ?? []);
  if (codes.length === 0 && resets.length === 0) return;
  const held = await selectHeld(tx, 'unit_schedule', codes, resets);
  const recorder = recordChanges(work, held);
  const { removed, written } = foldFacts<UnitFact>({
    held,
    floors,
    messages: messages.map((message) => foldMessage(message, 'DT_SCHEDULE', message.fact?.units ?? [], codeOf)),
    onChange: recorder.onChange,
  });
  await insertStructure(tx, { units: written.keys() });
  await deleteUnits(tx, [...removed, ...written.keys()]);
  const days = await daysOf(tx, [...written.values()]);
  await insertUnits(
    tx,
    [...written.values()].map((unit) => ({ ...unit, logicalDate: dayOf(unit.fact, days) })),
  );
  await insertStatusChanges(tx, recorder.found);
  for (const code of [...removed, ...written.keys()]) changes.units.add(code);
}

/** Writes down every change of a unit's state, also those that were overtaken within the batch. */
function recordChanges(work: ApplyWork<Changes>, held: ReadonlyMap<string, HeldRow>) {
  const current = new Map([...held].map(([code, unit]) => [code, unit.status]));
  const found: NewStatusChange[] = [];
  const onChange = (unitCode: string, fact: UnitFact | null, messageId: bigint): void => {
    const from = current.get(unitCode) ?? null;
    const to = fact?.status ?? null;
    if (from === to) return;
    current.set(unitCode, to);
    const expected = isExpectedScheduleChange(from, to);
    found.push({ unitCode, machine: 'SCHEDULE', from, to, expected, messageId });
    if (!expected) {
      const change = `from ${from ?? 'nothing'} to ${to ?? 'nothing'}`;
      work.report(messageId, 'UNEXPECTED_STATUS_CHANGE', `${unitCode} went ${change}.`);
    }
  };
  return { found, onChange };
}

type Days = ReadonlyMap<string, SessionDay>;

async function daysOf(tx: ApplyWork['tx'], units: readonly Written<UnitFact>[]): Promise<Days> {
  const codes = [...new Set(units.flatMap(({ fact }) => fact.sessionCode ?? []))];
  if (codes.length === 0) return new Map();
  return new Map((await selectSessionDays(tx, codes)).map((day) => [day.code, day]));
}

const dayOf = (unit: UnitFact, days: Days): string | null =>
  unitLogicalDate(unit, unit.sessionCode === null ? null : (days.get(unit.sessionCode) ?? null));

/** A session that moved takes the days of its units along, where those follow from it. */
async function moveUnitsWithSessions(
  { tx, changes }: ApplyWork<Changes>,
  sessions: readonly Written<SessionFact>[],
): Promise<void> {
  if (sessions.length === 0) return;
  const days = new Map(sessions.map(({ fact }) => [fact.code, { ...fact, startAt: fact.start?.at ?? null }]));
  const moved = (await selectUnitDays(tx, [...days.keys()])).flatMap((unit) => {
    const start = unit.startAt && { at: unit.startAt, utcOffsetMinutes: unit.utcOffsetMinutes ?? 0 };
    const logicalDate = unitLogicalDate({ logicalDate: null, start }, days.get(unit.sessionCode) ?? null);
    return logicalDate === unit.logicalDate ? [] : [{ unitCode: unit.unitCode, logicalDate }];
  });
  await updateUnitDays(tx, moved);
  for (const { unitCode } of moved) changes.units.add(unitCode);
}
