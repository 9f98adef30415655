import { copyJson, copyRows, copyTextArray, sql, type Transaction } from '@games/postgres';
import type { EntryFact, ParticipantFact, TeamFact } from '../../domain/facts.ts';
import type { Written } from '../feed/held.ts';

/** A person in one discipline: what an update replaces. */
export const participantKey = (participant: { readonly code: string; readonly disciplineCode: string }): string =>
  `${participant.code} ${participant.disciplineCode}`;

/** Removes persons (by `participantKey`) and the entries that their messages named. */
export async function deleteParticipants(tx: Transaction, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const pairs = keys.map((key) => key.split(' '));
  const codes = pairs.map(([code]) => code);
  const disciplines = pairs.map(([, discipline]) => discipline);
  await tx.run(sql`
    delete from entry e using unnest(${codes}::text[], ${disciplines}::text[]) as k (code, discipline_code)
    where e.competitor_code = k.code and e.discipline_code = k.discipline_code and e.origin = 'PARTIC'`);
  await tx.run(sql`
    delete from participant p using unnest(${codes}::text[], ${disciplines}::text[]) as k (code, discipline_code)
    where p.code = k.code and p.discipline_code = k.discipline_code`);
}

/** Removes teams and the entries that their messages named. */
export async function deleteTeams(tx: Transaction, codes: readonly string[]): Promise<void> {
  if (codes.length === 0) return;
  await tx.run(sql`delete from entry where competitor_code = any(${codes}) and origin = 'TEAMS'`);
  await tx.run(sql`delete from team where code = any(${codes})`);
}

export async function insertParticipants(
  tx: Transaction,
  participants: readonly Written<ParticipantFact>[],
): Promise<void> {
  await copyRows(
    tx,
    'participant',
    `
      discipline_code, code, print_name, organisation_code, gender, main_function, is_current, document_id,
      message_id, version, generated_at`,
    participants.map(({ fact, stamp, messageId }) => [
      ...[fact.disciplineCode, fact.code, fact.printName, fact.organisation, fact.gender, fact.mainFunction],
      ...[fact.current, stamp.documentId, messageId, stamp.version, stamp.generatedAt],
    ]),
  );
  await insertEntries(
    tx,
    'PARTIC',
    participants.flatMap(({ fact, stamp, messageId }) =>
      fact.entries.map((entry) => ({ fact: entry, documentId: stamp.documentId, messageId })),
    ),
  );
}

export async function insertTeams(tx: Transaction, teams: readonly Written<TeamFact>[]): Promise<void> {
  await copyRows(
    tx,
    'team',
    `
      code, discipline_code, name, organisation_code, gender, is_current, document_id, message_id, version,
      generated_at`,
    teams.map(({ fact, stamp, messageId }) => [
      ...[fact.code, fact.disciplineCode, fact.name, fact.organisation, fact.gender, fact.current],
      ...[stamp.documentId, messageId, stamp.version, stamp.generatedAt],
    ]),
  );
  await copyRows(
    tx,
    'team_athlete',
    'team_code, position, athlete_code',
    teams.flatMap(({ fact }) => fact.athleteCodes.map((athlete, index) => [fact.code, index + 1, athlete])),
  );
  await insertEntries(
    tx,
    'TEAMS',
    teams.flatMap(({ fact, stamp, messageId }) =>
      fact.entries.map((entry) => ({ fact: entry, documentId: stamp.documentId, messageId })),
    ),
  );
}

export interface EntryRow {
  readonly fact: EntryFact;
  readonly documentId: bigint;
  readonly messageId: bigint;
}

/** Removes the entries that these documents named. */
export async function deleteEntries(tx: Transaction, documentIds: readonly bigint[]): Promise<void> {
  await tx.run(sql`delete from entry where document_id = any(${documentIds}) and origin = 'ENTRIES'`);
}

/** Removes what another document said about the same competitors in the same events. */
export async function deleteEntryKeys(
  tx: Transaction,
  keys: readonly { readonly eventCode: string; readonly competitorCode: string }[],
): Promise<void> {
  if (keys.length === 0) return;
  await tx.run(sql`
    delete from entry e using ${sql.rows('k', keys, { eventCode: 'text', competitorCode: 'text' })}
    where e.event_code = k.event_code and e.competitor_code = k.competitor_code and e.origin = 'ENTRIES'`);
}

/** Writes entries. `origin` says which kind of message named them; each kind has at most one entry per competitor and event. */
export async function insertEntries(
  tx: Transaction,
  origin: 'ENTRIES' | 'PARTIC' | 'TEAMS',
  entries: readonly EntryRow[],
): Promise<void> {
  await copyRows(
    tx,
    'entry',
    `
      event_code, competitor_code, origin, discipline_code, competitor_type, organisation_code, printed_name,
      sort_order, bib, seed, status, substitute, details, members, athlete_codes, document_id, message_id`,
    entries.map(({ fact, documentId, messageId }) => [
      ...[fact.eventCode, fact.competitorCode, origin, fact.disciplineCode, fact.competitorType, fact.organisation],
      ...[fact.printedName, fact.sortOrder, fact.bib, fact.seed, fact.status, fact.substitute, copyJson(fact.details)],
      ...[copyJson(fact.members), copyTextArray(fact.members.map((member) => member.code)), documentId, messageId],
    ]),
  );
}
