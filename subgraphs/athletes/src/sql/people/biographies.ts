import { sql, type Transaction } from '@games/postgres';
import type { BiographyRecord, Sourced } from '../../domain/feed/records.ts';

/** Writes the biographies of the people as a whole: a language that is not given leaves. */
export async function replaceBiographies(
  tx: Transaction,
  participantCodes: readonly string[],
  biographies: readonly Sourced<BiographyRecord>[],
): Promise<void> {
  await tx.run(sql`delete from biography where participant_code = any(${participantCodes}::text[])`);
  const rows = biographies.map(({ record, messageId }) => ({ ...record, messageId: String(messageId) }));
  await tx.run(sql`
    insert into biography (participant_code, language, text, facts, portrait_asset_id, message_id)
    select "participantCode", "language", "text", "facts", "portraitAssetId", "messageId"
    from json_to_recordset(${JSON.stringify(rows)}::json) as b(
      "participantCode" text, "language" text, "text" text, "facts" jsonb, "portraitAssetId" text, "messageId" bigint)`);
}
