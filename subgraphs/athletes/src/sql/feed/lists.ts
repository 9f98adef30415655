import { sql, type Transaction } from '@games/postgres';
import type { ListMessage } from '../../domain/feed/layers.ts';

/** Which messages make up lists: those of these types, of one subtype or about some codes where such are given. */
export interface ListFilter {
  readonly documentTypes: readonly string[];
  readonly documentSubtype?: string;
  readonly documentCodes?: readonly string[];
}

/** All messages of lists that were applied, and the given ones, which are being applied; without what they say. */
export function selectListMessages(
  tx: Transaction,
  { documentTypes, documentSubtype, documentCodes }: ListFilter,
  ids: readonly bigint[],
): Promise<readonly ListMessage[]> {
  return tx.many<ListMessage>(sql`
    select m.id, m.version, concat_ws('|', d.document_code, d.document_subcode, d.document_type, d.document_subtype, d.language)
        as "documentKey",
      to_char(m.generated_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS') as "writtenAt",
      m.invalidates, d.document_type like '%\_UPDATE' as "isUpdate", d.document_subtype = 'HISTORICAL' as "isHistoric"
    from document d join message m on m.document_id = d.id
    where d.document_type = any(${documentTypes}) and d.feed_flag = (select feed_flag from games)
      ${documentSubtype === undefined ? sql`` : sql`and d.document_subtype = ${documentSubtype}`}
      ${documentCodes === undefined ? sql`` : sql`and d.document_code = any(${documentCodes})`}
      and (m.state in ('APPLIED', 'SUPERSEDED') or m.id = any(${ids}::bigint[]))
    order by m.id`);
}
