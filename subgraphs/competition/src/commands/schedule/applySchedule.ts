import { rscPrefix } from '@games/odf';
import { type ApplyWork, type ReadMessage, updateUtcOffset } from '@games/odf-feed';
import type { ScheduleFact, SessionFact, UnitFact } from '../../domain/facts.ts';
import { type FoldMessage, foldFacts, type Stamp } from '../../domain/feed/foldFacts.ts';
import { unitLogicalDate } from '../../domain/schedule/logicalDate.ts';
import { isExpectedScheduleChange } from '../../domain/schedule/scheduleStatus.ts';
import type { Changes } from '../../live/changes.ts';
import { selectFloors } from '../../sql/feed/floors.ts';
import { insertStatusChanges, type NewStatusChange } from '../../sql/schedule/statusChanges.ts';
import {
  deleteSessions,
  deleteUnits,
  type HeldUnit,
  insertSessions,
  insertUnits,
  type SessionDay,
  selectHeldSessions,
  selectHeldUnits,
  selectSessionDays,
  selectUnitDays,
  updateUnitDays,
  type Written,
} from '../../sql/schedule/writeSchedule.ts';
import { insertStructure } from '../../sql/structure/insertStructure.ts';

type ScheduleMessage = ReadMessage<ScheduleFact>;

/** Schedules, whole and updates: what was written last counts for each session and each unit. */
export async function applySchedule(work: ApplyWork<Changes>, given: readonly ScheduleMessage[]): Promise<void> {
  const { tx } = work;
  const messages = given.filter((message) => isUseful(work, message));
  if (messages.length === 0) return;
  const resets = messages.flatMap((message) => resetOf(message) ?? []);
  const floors = await selectFloors(tx, 'DT_SCHEDULE');
  const sessions = await foldSessions(work, messages, resets, floors);
  await foldUnits(work, messages, resets, floors);
  await moveUnitsWithSessions(work, sessions);
  const start = messages.flatMap(({ fact }) => fact?.units ?? []).find((unit) => unit.start !== null)?.start;
  if (start) await updateUtcOffset(tx, start.utcOffsetMinutes);
}

/** An update that withdraws itself says nothing: what stood there before it is not known from it. */
function isUseful(work: ApplyWork<Changes>, { id, header, invalidates }: ScheduleMessage): boolean {
  if (!invalidates || header.documentType === 'DT_SCHEDULE') return true;
  work.report(id, 'INVALIDATION_WITHOUT_EFFECT', 'An update names what it changes; without a body it changes nothing.');
  return false;
}

const resetOf = ({ header }: ScheduleMessage): string | null =>
  header.documentType === 'DT_SCHEDULE' ? rscPrefix(header.documentCode, 'discipline') : null;

const foldMessage = <Fact>(
  message: ScheduleMessage,
  facts: readonly (readonly [string, Fact])[],
): FoldMessage<Fact> & { readonly id: bigint } => ({
  id: message.id,
  stamp: message,
  resets: resetOf(message),
  facts: new Map(facts),
});

async function foldSessions(
  { tx }: ApplyWork<Changes>,
  messages: readonly ScheduleMessage[],
  resets: readonly string[],
  floors: ReadonlyMap<string, Stamp>,
): Promise<readonly Written<SessionFact>[]> {
  const codes = messages.flatMap(({ fact }) => fact?.sessions.map(({ code }) => code) ?? []);
  if (codes.length === 0 && resets.length === 0) return [];
  const { removed, written } = foldFacts<SessionFact>({
    held: await selectHeldSessions(tx, codes, resets),
    floors,
    messages: messages.map((message) =>
      foldMessage(message, message.fact?.sessions.map((session) => [session.code, session] as const) ?? []),
    ),
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
  const held = await selectHeldUnits(tx, codes, resets);
  const recorder = recordChanges(work, held);
  const { removed, written } = foldFacts<UnitFact>({
    held,
    floors,
    messages: messages.map((message) =>
      foldMessage(message, message.fact?.units.map((unit) => [unit.code, unit] as const) ?? []),
    ),
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
function recordChanges(work: ApplyWork<Changes>, held: ReadonlyMap<string, HeldUnit>) {
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
