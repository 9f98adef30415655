import { type Database, Sql, type Transaction } from '@games/postgres';

/**
 * The same database with the guard taken away: `for update` is cut out of every statement, and every transaction waits a
 * moment after its first read, so that others read the same. For negative controls: what locks prevent must happen here.
 */
export function withoutLocks(database: Database): Database {
  return {
    ...database,
    transaction: (work, options) => database.transaction((tx) => work(unlocked(tx)), options),
  };
}

function unlocked(tx: Transaction): Transaction {
  let isFirst = true;
  const changed = async (statement: Sql): Promise<Sql> => {
    if (!isFirst) await new Promise((resolve) => setTimeout(resolve, 5));
    isFirst = false;
    return new Sql(
      statement.strings.map((part) => part.replace(/for update( of \w+)?/, '')),
      statement.values,
    );
  };
  return {
    ...tx,
    many: async (statement) => tx.many(await changed(statement)),
    maybeOne: async (statement) => tx.maybeOne(await changed(statement)),
    one: async (statement) => tx.one(await changed(statement)),
    run: async (statement) => tx.run(await changed(statement)),
  };
}
