import { sql, type Transaction } from '@games/postgres';
import type { Stamp } from '../../domain/feed/foldFacts.ts';

/** The last whole message of each discipline that has been applied, for documents of this type. */
export async function selectFloors(tx: Transaction, documentType: string): Promise<ReadonlyMap<string, Stamp>> {
  const rows = await tx.many<{ disciplineCode: string } & Stamp>(sql`
    select distinct on (left(d.document_code, 3)) left(d.document_code, 3) as "disciplineCode",
      d.id as "documentId", m.version, to_char(m.generated_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS') as "generatedAt"
    from document d join message m on m.id = d.effective_message_id
    where d.document_type = ${documentType}
    order by left(d.document_code, 3), m.generated_at desc`);
  return new Map(rows.map(({ disciplineCode, ...stamp }) => [disciplineCode, stamp]));
}
