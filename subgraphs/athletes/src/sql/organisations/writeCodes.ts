import { sql, type Transaction } from '@games/postgres';
import type { CodeRecord, Sourced } from '../../domain/feed/records.ts';

/** Writes the table of organisations as a whole. A code that it does not describe stays only while people or teams have it. */
export async function replaceOrganisations(tx: Transaction, codes: readonly Sourced<CodeRecord>[]): Promise<void> {
  const rows = rowsOf(codes);
  await tx.run(sql`delete from organisation_name`);
  await tx.run(sql`
    update organisation set is_described = false, note = null, country = null, message_id = null where is_described`);
  await tx.run(sql`
    insert into organisation (code, is_described, note, country, message_id)
    select "code", true, "note", "country", "messageId"
    from json_to_recordset(${rows}::json) as c("code" text, "note" text, "country" text, "messageId" bigint)
    on conflict (code) do update set
      is_described = true, note = excluded.note, country = excluded.country, message_id = excluded.message_id`);
  await tx.run(sql`
    insert into organisation_name (organisation_code, language, name, long_name)
    select c."code", n."language", n."name", n."longName"
    from json_to_recordset(${rows}::json) as c("code" text, "names" json)
      cross join lateral json_to_recordset(c."names") as n("language" text, "name" text, "longName" text)`);
}

/** Forgets the codes that no table describes and nobody has any more. */
export async function deleteUnmentionedOrganisations(tx: Transaction): Promise<void> {
  await tx.run(sql`
    delete from organisation o where not is_described
      and not exists (select from participant where organisation_code = o.code)
      and not exists (select from team where organisation_code = o.code)`);
}

/** Writes the table of functions as a whole. */
export async function replaceFunctions(tx: Transaction, codes: readonly Sourced<CodeRecord>[]): Promise<void> {
  await tx.run(sql`delete from function_name`);
  await tx.run(sql`
    insert into function_name (function_code, language, name, category, message_id)
    select c."code", n."language", n."name", c."category", c."messageId"
    from json_to_recordset(${rowsOf(codes)}::json) as c("code" text, "category" text, "messageId" bigint, "names" json)
      cross join lateral json_to_recordset(c."names") as n("language" text, "name" text)`);
}

function rowsOf(codes: readonly Sourced<CodeRecord>[]): string {
  return JSON.stringify(codes.map(({ record, messageId }) => ({ ...record, messageId: String(messageId) })));
}
