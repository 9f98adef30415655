import { copyJson, copyRows, sql, type Transaction } from '@games/postgres';
import type { ResultChange } from '../../domain/corrections/correction.ts';
import type { NoteFact } from '../../domain/facts.ts';

export interface OfficialVersion {
  readonly id: bigint;
  readonly documentId: bigint;
  readonly version: number;
  readonly invalidates: boolean;
  readonly receivedAt: Date;
}

/** The official versions of documents, and those that withdrew them, in the order of their versions. */
export function selectOfficialVersions(
  tx: Transaction,
  documentIds: readonly bigint[],
): Promise<readonly OfficialVersion[]> {
  return tx.many(sql`
    select id, document_id as "documentId", version, invalidates, received_at as "receivedAt"
    from message
    where document_id = any(${documentIds}) and (result_status = 'OFFICIAL' or invalidates)
      and state in ('APPLIED', 'SUPERSEDED')
    order by document_id, version, invalidates, generated_at, id`);
}

export interface NewCorrection {
  readonly documentId: bigint;
  readonly from: OfficialVersion;
  readonly to: OfficialVersion;
  readonly documentType: string;
  readonly scopeCode: string;
  readonly eventCode: string;
  readonly disciplineCode: string;
  readonly notes: readonly NoteFact[];
  readonly changes: readonly ResultChange[];
}

/** Removes the corrections of these documents; they are worked out anew. */
export async function deleteCorrections(tx: Transaction, documentIds: readonly bigint[]): Promise<void> {
  await tx.run(sql`delete from correction where document_id = any(${documentIds})`);
}

export async function insertCorrections(tx: Transaction, corrections: readonly NewCorrection[]): Promise<void> {
  await copyRows(
    tx,
    'correction',
    `
      document_id, from_message_id, to_message_id, document_type, scope_code, event_code, discipline_code,
      from_version, to_version, withdrawn, notes, changes, corrected_at`,
    corrections.map((correction) => [
      ...[correction.documentId, correction.from.id, correction.to.id, correction.documentType],
      ...[correction.scopeCode, correction.eventCode, correction.disciplineCode, correction.from.version],
      ...[correction.to.version, correction.to.invalidates, copyJson(correction.notes), copyJson(correction.changes)],
      correction.to.receivedAt,
    ]),
  );
}
