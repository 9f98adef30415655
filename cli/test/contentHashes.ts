import { type Database, sql } from '@games/postgres';

/** When and how often something came is noted even of what changes nothing. */
const bookkeeping = ['received_count', 'last_received_at'];

/** One hash for the rows of each table, whatever their order: equal hashes are equal contents. */
export async function contentHashes(database: Database): Promise<Readonly<Record<string, string>>> {
  const tables = await database.many<{ name: string }>(sql`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`);
  const hashes: Record<string, string> = {};
  for (const { name } of tables) {
    const row = await database.one<{ hash: string | null }>(sql`
      select md5(string_agg(row, '' order by row)) as hash
      from (select md5((to_jsonb(t) - ${bookkeeping}::text[])::text) as row from ${sql.identifier(name)} t) as rows`);
    hashes[name] = row.hash ?? 'empty';
  }
  return hashes;
}
