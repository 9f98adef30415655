import {
  CardinalityError,
  CheckViolation,
  openDatabase,
  PoolQueryInTransaction,
  type Sql,
  sql,
  UniqueViolation,
} from '@games/postgres';
import { ClientError } from '@games/service';
import { createTestDatabase, type TestDatabase } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

let store: TestDatabase;

beforeAll(async () => {
  store = await createTestDatabase();
  await store.database.run(sql`create table seat (id int primary key, taken int not null check (taken <= 1))`);
  await store.database.run(sql`insert into seat select n, 0 from generate_series(1, 3) n`);
});
afterAll(() => store.drop());

describe('the sql tag', () => {
  test('makes every value a parameter, also inside parts', () => {
    const part = sql`id = ${1}`;
    const whole = sql`select * from seat where ${part} and taken = ${0}`;
    expect(whole.text).toBe('select * from seat where id = $1 and taken = $2');
    expect(whole.values).toEqual([1, 0]);
  });

  test('never lets a value become SQL', async () => {
    const hostile = "0'; drop table seat; --";
    const { echo } = await store.database.one<{ echo: string }>(sql`select ${hostile}::text as echo`);
    expect(echo).toBe(hostile);
    expect(await store.database.many(sql`select id from seat`)).toHaveLength(3);
  });

  test('joins parts and quotes identifiers', () => {
    const order = sql.join([sql.identifier('a"b'), sql.identifier('c')]);
    expect(sql`select ${order} where ${1}`.text).toBe('select "a""b", "c" where $1');
  });
});

describe('cardinality', () => {
  test('one row is demanded by `one`', async () => {
    await expect(store.database.one(sql`select id from seat where id = 99`)).rejects.toThrow(CardinalityError);
    await expect(store.database.one(sql`select id from seat`)).rejects.toThrow(CardinalityError);
    await expect(store.database.maybeOne(sql`select id from seat where id = 99`)).resolves.toBeNull();
  });
});

describe('errors', () => {
  test('carry the name of the violated constraint', async () => {
    const twice = store.database.run(sql`insert into seat values (1, 0)`);
    await expect(twice).rejects.toBeInstanceOf(UniqueViolation);
    await expect(twice).rejects.toHaveProperty('constraint', 'seat_pkey');
    await expect(store.database.run(sql`update seat set taken = 2 where id = 1`)).rejects.toBeInstanceOf(
      CheckViolation,
    );
  });
});

describe('a transaction', () => {
  test('that throws leaves nothing behind', async () => {
    const failing = store.database.transaction(async (tx) => {
      await tx.run(sql`insert into seat values (50, 0)`);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await store.database.many(sql`select id from seat where id = 50`)).toEqual([]);
  });

  test('is run again when the database asks for it, and both of two rivals succeed', async () => {
    await store.database.run(sql`create table tally (total int not null)`);
    await store.database.run(sql`insert into tally values (0)`);
    let attempts = 0;
    // Both have read before either writes, so that one of them must be told to try again.
    const bothHaveRead = Promise.withResolvers<void>();
    const add = () =>
      store.database.transaction(
        async (tx) => {
          const { total } = await tx.one<{ total: number }>(sql`select total from tally`);
          if (++attempts === 2) bothHaveRead.resolve();
          await bothHaveRead.promise;
          await tx.run(sql`update tally set total = ${total + 1}`);
        },
        { isolation: 'serializable', attemptsMax: 20 },
      );
    await Promise.all([add(), add()]);
    expect(await store.database.one(sql`select total from tally`)).toEqual({ total: 2 });
    expect(attempts).toBeGreaterThan(2);
  });

  test('whose connection is lost between two statements fails, and the next one works', async () => {
    const other = openDatabase({ url: store.url, poolSize: 1 });
    try {
      const lost = other.transaction(async (tx) => {
        const { pid } = await tx.one<{ pid: number }>(sql`select pg_backend_pid() as pid`);
        await store.database.run(sql`select pg_terminate_backend(${pid}, 5000)`);
        // Until this answer is here the loss has been noticed, while no statement was under way.
        await store.database.run(sql`select 1`);
        return tx.one(sql`select 1 as one`);
      });
      await expect(lost).rejects.toThrow();
      expect(await other.one(sql`select 1 as one`)).toEqual({ one: 1 });
    } finally {
      await other.close();
    }
  });

  test('cannot be used after its end', async () => {
    let leaked: { run(statement: Sql): Promise<number> } | undefined;
    await store.database.transaction(async (tx) => {
      leaked = tx;
    });
    await expect(leaked?.run(sql`select 1`)).rejects.toThrow('has ended');
  });
});

describe('the pool inside a transaction', () => {
  const insideATransaction = (work: () => Promise<unknown>) =>
    store.database.transaction(async (tx) => {
      await tx.run(sql`update seat set taken = 0 where id = 3`);
      return work();
    });

  test('is refused, with both statements named, and the transaction changes nothing', async () => {
    const bypass = store.database.transaction(async (tx) => {
      await tx.run(sql`update seat set taken = 1 where id = 3`);
      await store.database.many(sql`select taken from seat where id = 3`);
    });
    await expect(bypass).rejects.toBeInstanceOf(PoolQueryInTransaction);
    await expect(bypass).rejects.toMatchObject({
      code: 'POOL_QUERY_IN_TRANSACTION',
      message: expect.stringMatching(/"select taken from seat where id = 3".*"update seat set taken = 1 where id = 3"/),
    });
    expect(await store.database.one(sql`select taken from seat where id = 3`)).toEqual({ taken: 0 });
  });

  test('is refused to transactions and to COPY too', async () => {
    const nested = insideATransaction(() => store.database.transaction((tx) => tx.run(sql`select 1`)));
    await expect(nested).rejects.toBeInstanceOf(PoolQueryInTransaction);
    const copy = insideATransaction(() => store.database.copyFrom('copy seat from stdin', []));
    await expect(copy).rejects.toBeInstanceOf(PoolQueryInTransaction);
  });

  test('answers what is asked beside a transaction, and what a transaction started once it has ended', async () => {
    const ended = Promise.withResolvers<void>();
    let later: Promise<unknown> | undefined;
    await store.database.transaction(async () => {
      later = ended.promise.then(() => store.database.one(sql`select 1 as one`));
    });
    ended.resolve();
    expect(await later).toEqual({ one: 1 });
  });
});

describe('a server that became a replica', () => {
  /** A pool of three connections that take no writes, while new ones do: so a demoted server looks after a failover. */
  const demoted = async () => {
    const { name } = await store.database.one<{ name: string }>(sql`select current_database() as name`);
    const setReadOnly = (value: 'on' | 'off') =>
      store.database.run(
        sql`alter database ${sql.identifier(name)} set default_transaction_read_only = ${sql.identifier(value)}`,
      );
    await setReadOnly('on');
    const pool = openDatabase({ url: store.url, poolSize: 3 });
    await Promise.all([1, 2, 3].map(() => pool.run(sql`select 1`)));
    await setReadOnly('off');
    return pool;
  };

  test('loses all its connections at the first write that it refuses', async () => {
    const pool = await demoted();
    try {
      const write = () => pool.run(sql`update seat set taken = 0 where id = 2`);
      await expect(write()).rejects.toHaveProperty('sqlState', '25006');
      expect(await Promise.all([1, 2, 3, 4, 5, 6].map(write))).toEqual([1, 1, 1, 1, 1, 1]);
    } finally {
      await pool.close();
    }
  });

  test('is not noticed by a transaction, which is tried again on another connection', async () => {
    const pool = await demoted();
    try {
      expect(await pool.transaction((tx) => tx.run(sql`update seat set taken = 0 where id = 2`))).toBe(1);
    } finally {
      await pool.close();
    }
  });

  test('keeps its connections when a fault of the request ends a transaction', async () => {
    const pool = openDatabase({ url: store.url, poolSize: 1 });
    const pid = () => pool.one<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    try {
      const before = await pid();
      const refused = pool.transaction(async () => {
        throw new ClientError('CONFLICT', 'The seat is taken.');
      });
      await expect(refused).rejects.toThrow('The seat is taken.');
      expect(await pid()).toEqual(before);
    } finally {
      await pool.close();
    }
  });
});

describe('types', () => {
  test('int8 is a bigint, numeric and date are strings, timestamptz is a Date', async () => {
    const row = await store.database.one(
      sql`select 9007199254740993::int8 as n, 1.10::numeric as d, '2028-07-22'::date as day, to_timestamp(0) as t`,
    );
    expect(row).toEqual({ n: 9007199254740993n, d: '1.10', day: '2028-07-22', t: new Date(0) });
  });
});
