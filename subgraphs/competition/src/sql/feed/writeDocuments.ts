import { copyJson, copyRows, sql, type Transaction } from '@games/postgres';
import type { ActionFact, BracketItemFact, CodeFact, MedallistsFact, ReportedMedalsFact } from '../../domain/facts.ts';
import { competitorValues } from '../schedule/writeSchedule.ts';

/** What one document says now, with the message that said it. */
export interface DocumentRows<Fact> {
  readonly documentId: bigint;
  readonly messageId: bigint;
  readonly documentCode: string;
  readonly subcode: string;
  readonly fact: Fact;
}

type DocumentTable = 'code_item' | 'medal' | 'medal_reported' | 'bracket_item' | 'play_action';

/** Removes what these documents said, and all that belongs to it. */
export async function deleteDocumentRows(
  tx: Transaction,
  table: DocumentTable,
  documentIds: readonly bigint[],
): Promise<void> {
  await tx.run(sql`delete from ${sql.identifier(table)} where document_id = any(${documentIds})`);
}

export async function insertCodes(
  tx: Transaction,
  documents: readonly DocumentRows<readonly CodeFact[]>[],
): Promise<void> {
  await copyRows(
    tx,
    'code_item',
    'code_set, code, document_id, message_id, position, names, attributes',
    documents.flatMap(({ documentId, messageId, fact }) =>
      fact.map((code) => [
        ...[code.codeSet, code.code, documentId, messageId, code.position],
        ...[copyJson(code.names), copyJson(code.attributes)],
      ]),
    ),
  );
}

export async function insertMedals(tx: Transaction, documents: readonly DocumentRows<MedallistsFact>[]): Promise<void> {
  const rows = documents.flatMap((document) => document.fact.medals.map((medal) => ({ ...document, medal })));
  await copyRows(
    tx,
    'medal',
    `
      document_id, message_id, position, event_code, unit_code, type, awarded, competitor_code, competitor_type,
      organisation_code, printed_name, members`,
    rows.map(({ documentId, messageId, fact, medal }) => [
      ...[documentId, messageId, medal.position, fact.eventCode, medal.unitCode, medal.type, medal.awarded],
      ...[medal.competitor?.code ?? null, medal.competitor?.type ?? null, medal.competitor?.organisation ?? null],
      ...[medal.competitor?.printedName ?? null, copyJson(medal.competitor?.members ?? [])],
    ]),
  );
  await copyRows(
    tx,
    'medal_athlete',
    'document_id, position, athlete_code',
    rows.flatMap(({ documentId, medal }) =>
      [...new Set(medal.competitor?.members.map((member) => member.code))].map((code) => [
        documentId,
        medal.position,
        code,
      ]),
    ),
  );
}

export async function insertReportedMedals(
  tx: Transaction,
  documents: readonly DocumentRows<readonly ReportedMedalsFact[]>[],
): Promise<void> {
  await copyRows(
    tx,
    'medal_reported',
    `
      document_id, message_id, discipline_code, organisation_code, type, rank, sort_rank, gold, silver, bronze,
      total`,
    documents.flatMap(({ documentId, messageId, documentCode, fact }) =>
      fact.map((line) => [
        ...[documentId, messageId, tableOf(documentCode), line.organisation, line.type, line.rank, line.sortRank],
        ...[line.gold, line.silver, line.bronze, line.total],
      ]),
    ),
  );
}

/** The discipline that a medal table is about, `---` for the whole Games (`GEN` stands for them too). */
function tableOf(documentCode: string): string {
  const discipline = documentCode.slice(0, 3);
  return discipline === 'GEN' ? '---' : discipline;
}

export async function insertBrackets(
  tx: Transaction,
  documents: readonly DocumentRows<readonly BracketItemFact[]>[],
): Promise<void> {
  const rows = documents.flatMap((document) => document.fact.map((item) => ({ ...document, item })));
  await copyRows(
    tx,
    'bracket_item',
    `
      document_id, message_id, position, event_code, bracket_code, round_code, round_position, code, sort_order,
      unit_code, result`,
    rows.map(({ documentId, messageId, documentCode, item }) => [
      ...[documentId, messageId, item.position, documentCode, item.bracketCode, item.roundCode, item.roundPosition],
      ...[item.code, item.sortOrder, item.unitCode, item.result],
    ]),
  );
  await copyRows(
    tx,
    'bracket_place',
    `
      document_id, position, place, placeholder, competitor_code, competitor_type, organisation_code,
      printed_name, members, athlete_codes, seed, wlt, mark, irm, has_previous, previous_unit_code,
      previous_wlt, previous_rank`,
    rows.flatMap(({ documentId, item }) =>
      item.places.map((place) => [
        ...[documentId, item.position, place.place, ...competitorValues(place.competitor)],
        ...[place.seed, place.wlt, place.mark, place.irm, place.previous !== null],
        ...[place.previous?.unitCode ?? null, place.previous?.wlt ?? null, place.previous?.rank ?? null],
      ]),
    ),
  );
}

export async function insertActions(
  tx: Transaction,
  documents: readonly DocumentRows<readonly ActionFact[]>[],
): Promise<void> {
  await copyRows(
    tx,
    'play_action',
    `
      document_id, message_id, position, unit_code, subcode, key, period, action_time, action, outcome,
      score_home, score_away, comment, competitors`,
    documents.flatMap(({ documentId, messageId, documentCode, subcode, fact }) =>
      fact.map((action) => [
        ...[documentId, messageId, action.position, documentCode, subcode, action.key, action.period, action.time],
        ...[action.action, action.outcome, action.scoreHome, action.scoreAway, action.comment],
        copyJson(action.competitors),
      ]),
    ),
  );
}
