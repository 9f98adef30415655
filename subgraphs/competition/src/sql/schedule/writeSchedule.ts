import { type CopyValue, copyJson, copyRows, copyTextArray, sql, type Transaction } from '@games/postgres';
import type { CompetitorFact, SessionFact, UnitFact } from '../../domain/facts.ts';
import type { Written } from '../feed/held.ts';

export async function deleteUnits(tx: Transaction, codes: readonly string[]): Promise<void> {
  if (codes.length > 0) await tx.run(sql`delete from unit_schedule where unit_code = any(${codes})`);
}

export async function deleteSessions(tx: Transaction, codes: readonly string[]): Promise<void> {
  if (codes.length > 0) await tx.run(sql`delete from competition_session where code = any(${codes})`);
}

export async function insertSessions(tx: Transaction, sessions: readonly Written<SessionFact>[]): Promise<void> {
  await copyRows(tx, 'competition_session', sessionColumns, sessions.map(sessionRow));
}

const sessionColumns = `
  code, discipline_code, venue_code, session_type, status, medals, start_at, end_at, utc_offset_minutes,
  logical_date, names, document_id, message_id, version, generated_at`;

const sessionRow = ({ fact, stamp, messageId }: Written<SessionFact>): readonly CopyValue[] => [
  fact.code,
  fact.disciplineCode,
  fact.venueCode,
  fact.type,
  fact.status,
  fact.medals,
  fact.start?.at ?? null,
  fact.end?.at ?? null,
  (fact.start ?? fact.end)?.utcOffsetMinutes ?? null,
  fact.logicalDate,
  copyJson(fact.names),
  stamp.documentId,
  messageId,
  stamp.version,
  stamp.generatedAt,
];

/** Writes units with the competition day that was decided for each. They have no rows. */
export async function insertUnits(
  tx: Transaction,
  units: readonly (Written<UnitFact> & { readonly logicalDate: string | null })[],
): Promise<void> {
  await copyRows(tx, 'unit_schedule', unitColumns, units.map(unitRow));
  await copyRows(tx, 'schedule_start', startColumns, units.flatMap(startRows));
}

const unitColumns = `
  unit_code, discipline_code, event_code, session_code, venue_code, location_code, status, phase_type,
  medal_type, unit_number, start_at, end_at, start_hidden, end_hidden, actual_start_at, actual_end_at,
  utc_offset_minutes, logical_date, logical_date_given, sort_order, names, start_texts, venue_name,
  location_name, document_id, message_id, version, generated_at`;

const unitRow = ({
  fact,
  stamp,
  messageId,
  logicalDate,
}: Written<UnitFact> & { readonly logicalDate: string | null }): readonly CopyValue[] => [
  fact.code,
  fact.disciplineCode,
  fact.eventCode,
  fact.sessionCode,
  fact.venueCode,
  fact.locationCode,
  fact.status,
  fact.phaseType,
  fact.medalType,
  fact.unitNumber,
  fact.start?.at ?? null,
  fact.end?.at ?? null,
  fact.startHidden,
  fact.endHidden,
  fact.actualStart?.at ?? null,
  fact.actualEnd?.at ?? null,
  (fact.start ?? fact.actualStart ?? fact.end)?.utcOffsetMinutes ?? null,
  logicalDate,
  fact.logicalDate !== null,
  fact.sortOrder,
  copyJson(fact.names),
  copyJson(fact.startTexts),
  fact.venueName,
  fact.locationName,
  stamp.documentId,
  messageId,
  stamp.version,
  stamp.generatedAt,
];

const startColumns = `
  unit_code, position, start_order, placeholder, competitor_code, competitor_type, organisation_code,
  printed_name, members, athlete_codes`;

const startRows = ({ fact }: Written<UnitFact>): readonly (readonly CopyValue[])[] =>
  fact.starts.map(({ position, startOrder, competitor }) => [
    fact.code,
    position,
    startOrder,
    ...competitorValues(competitor),
  ]);

/** placeholder, competitor_code, competitor_type, organisation_code, printed_name, members, athlete_codes. */
export const competitorValues = (competitor: CompetitorFact): readonly CopyValue[] => [
  competitor.placeholder,
  competitor.code,
  competitor.type,
  competitor.organisation,
  competitor.printedName,
  copyJson(competitor.members),
  copyTextArray(competitor.members.map((member) => member.code)),
];

export interface SessionDay {
  readonly code: string;
  readonly logicalDate: string | null;
  readonly startAt: Date | null;
}

/** The days of sessions. */
export function selectSessionDays(tx: Transaction, codes: readonly string[]): Promise<readonly SessionDay[]> {
  return tx.many(sql`
    select code, logical_date as "logicalDate", start_at as "startAt"
    from competition_session where code = any(${codes})`);
}

export interface UnitDay {
  readonly unitCode: string;
  readonly sessionCode: string;
  readonly startAt: Date | null;
  readonly utcOffsetMinutes: number | null;
  readonly logicalDate: string | null;
}

/** Units of sessions whose day follows from the session. */
export function selectUnitDays(tx: Transaction, sessionCodes: readonly string[]): Promise<readonly UnitDay[]> {
  return tx.many(sql`
    select unit_code as "unitCode", session_code as "sessionCode", start_at as "startAt",
      utc_offset_minutes as "utcOffsetMinutes", logical_date as "logicalDate"
    from unit_schedule where session_code = any(${sessionCodes}) and not logical_date_given`);
}

export async function updateUnitDays(
  tx: Transaction,
  days: readonly { readonly unitCode: string; readonly logicalDate: string | null }[],
): Promise<void> {
  if (days.length === 0) return;
  await tx.run(sql`
    update unit_schedule u set logical_date = d.logical_date
    from ${sql.rows('d', days, { unitCode: 'text', logicalDate: 'date' })}
    where u.unit_code = d.unit_code`);
}
