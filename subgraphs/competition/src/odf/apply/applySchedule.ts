import { rscPrefix } from '@games/odf';
import type { ScheduleFact, SessionFact, UnitFact } from '../../domain/facts.ts';
import { type FoldMessage, foldFacts, type Stamp } from '../../domain/foldFacts.ts';
import { unitLogicalDate } from '../../domain/logicalDate.ts';
import { isExpectedScheduleChange } from '../../domain/scheduleStatus.ts';
import { readFloors } from '../../sql/floors.ts';
import { learnUtcOffset } from '../../sql/games.ts';
import { insertStatusChanges, type NewStatusChange } from '../../sql/statusChanges.ts';
import { ensureStructure } from '../../sql/structure.ts';
import {
  deleteSessions,
  deleteUnits,
  type HeldUnit,
  insertSessions,
  insertUnits,
  readHeldSessions,
  readHeldUnits,
  readSessionDays,
  readUnitDays,
  type SessionDay,
  type Written,
  writeUnitDays,
} from '../../sql/writeSchedule.ts';
import type { AppliedMessage, ApplyWork } from './work.ts';

type ScheduleMessage = AppliedMessage<ScheduleFact>;

/** Schedules, whole and updates: what was written last counts for each session and each unit. */
export async function applySchedule(work: ApplyWork, given: readonly ScheduleMessage[]): Promise<void> {
  const { tx } = work;
  const messages = given.filter((message) => isUseful(work, message));
  if (messages.length === 0) return;
  const resets = messages.flatMap((message) => resetOf(message) ?? []);
  const floors = await readFloors(tx, 'DT_SCHEDULE');
  const sessions = await foldSessions(work, messages, resets, floors);
  await foldUnits(work, messages, resets, floors);
  await moveUnitsWithSessions(work, sessions);
  const start = messages.flatMap(({ fact }) => fact?.units ?? []).find((unit) => unit.start !== null)?.start;
  if (start) await learnUtcOffset(tx, start.utcOffsetMinutes);
}

/** An update that withdraws itself says nothing: what stood there before it is not known from it. */
function isUseful(work: ApplyWork, { id, header, invalidates }: ScheduleMessage): boolean {
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
  { tx }: ApplyWork,
  messages: readonly ScheduleMessage[],
  resets: readonly string[],
  floors: ReadonlyMap<string, Stamp>,
): Promise<readonly Written<SessionFact>[]> {
  const codes = messages.flatMap(({ fact }) => fact?.sessions.map(({ code }) => code) ?? []);
  if (codes.length === 0 && resets.length === 0) return [];
  const { removed, written } = foldFacts<SessionFact>({
    held: await readHeldSessions(tx, codes, resets),
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
  work: ApplyWork,
  messages: readonly ScheduleMessage[],
  resets: readonly string[],
  floors: ReadonlyMap<string, Stamp>,
): Promise<void> {
  const { tx, changes } = work;
  const codes = messages.flatMap(({ fact }) => fact?.units.map(({ code }) => code) ?? []);
  if (codes.length === 0 && resets.length === 0) return;
  const held = await readHeldUnits(tx, codes, resets);
  const recorder = recordChanges(work, held);
  const { removed, written } = foldFacts<UnitFact>({
    held,
    floors,
    messages: messages.map((message) =>
      foldMessage(message, message.fact?.units.map((unit) => [unit.code, unit] as const) ?? []),
    ),
    onChange: recorder.onChange,
  });
  await ensureStructure(tx, { units: written.keys() });
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
function recordChanges(work: ApplyWork, held: ReadonlyMap<string, HeldUnit>) {
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
  return new Map((await readSessionDays(tx, codes)).map((day) => [day.code, day]));
}

const dayOf = (unit: UnitFact, days: Days): string | null =>
  unitLogicalDate(unit, unit.sessionCode === null ? null : (days.get(unit.sessionCode) ?? null));

/** A session that moved takes the days of its units along, where those follow from it. */
async function moveUnitsWithSessions(
  { tx, changes }: ApplyWork,
  sessions: readonly Written<SessionFact>[],
): Promise<void> {
  if (sessions.length === 0) return;
  const days = new Map(sessions.map(({ fact }) => [fact.code, { ...fact, startAt: fact.start?.at ?? null }]));
  const moved = (await readUnitDays(tx, [...days.keys()])).flatMap((unit) => {
    const start = unit.startAt && { at: unit.startAt, utcOffsetMinutes: unit.utcOffsetMinutes ?? 0 };
    const logicalDate = unitLogicalDate({ logicalDate: null, start }, days.get(unit.sessionCode) ?? null);
    return logicalDate === unit.logicalDate ? [] : [{ unitCode: unit.unitCode, logicalDate }];
  });
  await writeUnitDays(tx, moved);
  for (const { unitCode } of moved) changes.units.add(unitCode);
}
