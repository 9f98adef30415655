import { openDatabase, sql } from '@games/postgres';

/** A statement that a service ran, and how often. */
export interface StatementCount {
  readonly database: string;
  readonly text: string;
  readonly calls: number;
}

/** Counts the SQL statements that all services of a server run, as the server itself sees them (pg_stat_statements). */
export interface StatementCounter {
  /** The statements that run while `work` does, without those of housekeeping. */
  during(work: () => Promise<unknown>): Promise<readonly StatementCount[]>;
  close(): Promise<void>;
}

/** What services do on their own clock, not for a query: transactions, listening, the outbox, stored messages. */
const housekeeping =
  /^\s*(begin|commit|rollback|set |listen|discard|show |deallocate)|pg_stat_statements|outbox|pg_notify/i;

/** Opens a counter on the server of a URL. */
export async function countStatements(serverUrl: string): Promise<StatementCounter> {
  const database = openDatabase({ url: serverUrl, poolSize: 1 });
  await database.run(sql`create extension if not exists pg_stat_statements`);
  return {
    during: async (work) => {
      await database.run(sql`select pg_stat_statements_reset()`);
      await work();
      const rows = await database.many<{ database: string; text: string; calls: bigint }>(sql`
        select d.datname as database, s.query as text, sum(s.calls)::bigint as calls
        from pg_stat_statements s join pg_database d on d.oid = s.dbid
        where d.datname like 'games\_%' group by 1, 2 order by 1, 2`);
      return rows
        .filter(({ text }) => !housekeeping.test(text))
        .map(({ database: name, text, calls }) => ({ database: name, text, calls: Number(calls) }));
    },
    close: () => database.close(),
  };
}
