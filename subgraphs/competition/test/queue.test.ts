import { applyWaiting, importMessages, storeMessage } from '@games/odf-feed';
import { sql } from '@games/postgres';
import { createTestDatabase, spawnService, type TestDatabase, testViewerSecret } from '@games/testing';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { competitionFeed } from '../src/feed.ts';
import { migrations } from '../src/migrations.ts';
import { apiKey, messageFile, startCompetition, units } from './competitionService.ts';
import { facts, story } from './story.ts';

describe('the queue of messages', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await createTestDatabase(...migrations);
  });
  afterEach(() => db.drop());

  test('gives the same facts whether messages come one by one, in one batch, or stored first and applied later', async () => {
    const oneByOne = await createTestDatabase(...migrations);
    const later = await createTestDatabase(...migrations);
    try {
      for (const file of story) await importMessages(competitionFeed, oneByOne.database, [{ xml: messageFile(file) }]);
      const summary = await importMessages(
        competitionFeed,
        db.database,
        story.map((file) => ({ xml: messageFile(file) })),
      );
      for (const file of story) await storeMessage(competitionFeed, later.database, messageFile(file));
      await applyWaiting(competitionFeed, later.database);
      expect(summary.outcomes).toEqual({ APPLIED: story.length - 2, SUPERSEDED: 1, OTHER_FEED: 1 });
      const expected = await facts(oneByOne);
      expect(expected.result?.length).toBeGreaterThan(5);
      expect(await facts(db)).toEqual(expected);
      expect(await facts(later)).toEqual(expected);
    } finally {
      await oneByOne.drop();
      await later.drop();
    }
  });

  test('a second import of the same messages changes nothing', async () => {
    const messages = () => story.map((file) => ({ xml: messageFile(file) }));
    await importMessages(competitionFeed, db.database, messages());
    const before = await facts(db);
    const { outcomes } = await importMessages(competitionFeed, db.database, messages());
    expect(outcomes).toEqual({ DUPLICATE: story.length });
    expect(await facts(db)).toEqual(before);
  });

  test('what was stored and not applied is applied when the service starts again', async () => {
    await storeMessage(competitionFeed, db.database, messageFile('race/v4-official'));
    const service = await spawnService(new URL('../src/main.ts', import.meta.url), {
      DATABASE_URL: db.url,
      VIEWER_SECRET: testViewerSecret,
      ODF_API_KEY: apiKey,
      PORT: '0',
    });
    try {
      const deadline = Date.now() + 60_000;
      const state = () => db.database.one<{ state: string }>(sql`select state from message`);
      while ((await state()).state === 'STORED' && Date.now() < deadline);
      expect(await state()).toEqual({ state: 'APPLIED' });
    } finally {
      await service.stop();
    }
  });

  test('a message that the database refuses is set aside as failed and does not hold up the others', async () => {
    await storeMessage(competitionFeed, db.database, messageFile('schedule/v1-whole'));
    await storeMessage(competitionFeed, db.database, messageFile('race/v4-official'));
    await storeMessage(competitionFeed, db.database, messageFile('heat/official'));
    // Stands for a fault of ours: the facts of one message can't be written.
    await db.database.run(sql`alter table result add check (mark <> '9.79')`);
    await applyWaiting(competitionFeed, db.database);
    const states = await db.database.many(sql`
      select d.document_code as code, m.state from message m join document d on d.id = m.document_id order by m.id`);
    expect(states.map((row) => (row as { state: string }).state)).toEqual(['APPLIED', 'FAILED', 'APPLIED']);
    const { count } = await db.database.one<{ count: number }>(sql`
      select count(*)::integer from result where scope_code = ${units.final}`);
    expect(count).toBe(0);
  });

  test('a bulk import goes on past a text that is refused and a message that fails', async () => {
    await db.database.run(sql`alter table result add check (mark <> '9.79')`);
    const summary = await importMessages(competitionFeed, db.database, [
      { xml: messageFile('schedule/v1-whole') },
      { xml: messageFile('hostile/entities') },
      { xml: messageFile('race/v4-official') },
      { xml: messageFile('heat/official') },
    ]);
    expect(summary.received).toBe(4);
    expect(summary.refusals).toMatchObject([{ index: 1, code: 'ODF_DOCTYPE_REFUSED' }]);
    expect(summary.outcomes).toEqual({ APPLIED: 2, FAILED: 1 });
  });

  test('two that apply at the same time apply everything once', async () => {
    for (const file of story) await storeMessage(competitionFeed, db.database, messageFile(file));
    await Promise.all([
      applyWaiting(competitionFeed, db.database),
      applyWaiting(competitionFeed, db.database),
      applyWaiting(competitionFeed, db.database),
    ]);
    const reference = await createTestDatabase(...migrations);
    try {
      await importMessages(
        competitionFeed,
        reference.database,
        story.map((file) => ({ xml: messageFile(file) })),
      );
      expect(await facts(db)).toEqual(await facts(reference));
      const changes = sql`select unit_code, machine, from_status, to_status from status_change order by id`;
      expect(await db.database.many(changes)).toEqual(await reference.database.many(changes));
    } finally {
      await reference.drop();
    }
  });

  test('senders of the same document at the same time neither block each other nor lose a version', async () => {
    const files = ['race/v1-start-list', 'race/v2-live', 'race/v3-unofficial', 'race/v4-official', 'race/v5-protested'];
    const signs = ['control/keep-alive', 'control/keep-alive-again', 'control/local-on'];
    await Promise.all(
      [...files, ...signs, ...files].map((file) =>
        importMessages(competitionFeed, db.database, [{ xml: messageFile(file) }]),
      ),
    );
    const { count } = await db.database.one<{ count: number }>(sql`
      select count(*)::integer from message where state in ('APPLIED', 'SUPERSEDED')`);
    expect(count).toBe(8);
    expect(await db.database.one(sql`select version, status from result_list`)).toEqual({
      version: 5,
      status: 'PROTESTED',
    });
  });

  test('a sender goes on delivering while its earlier messages are being applied', async () => {
    for (const file of ['control/keep-alive', 'race/v4-official'])
      await storeMessage(competitionFeed, db.database, messageFile(file));
    const later = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const holding = db.database.transaction(async (tx) => {
      await tx.run(sql`lock table result in exclusive mode`);
      locked.resolve();
      await later.promise;
    });
    await locked.promise;
    const applying = applyWaiting(competitionFeed, db.database);
    try {
      const heldUp = () =>
        db.database.many(sql`select pid, xact_start from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`);
      let before = await heldUp();
      while (before.length === 0) before = await heldUp();
      const { state } = await storeMessage(competitionFeed, db.database, messageFile('control/keep-alive-again'));
      // It has not waited for the applying, nor for its giving up.
      expect(await heldUp()).toEqual(before);
      expect(state).toBe('STORED');
    } finally {
      later.resolve();
      await Promise.all([holding, applying]);
    }
  });
});

test('a deployment that shows the test feed applies test messages and keeps production apart', async () => {
  const service = await startCompetition({ shownFeed: 'T' });
  try {
    const { database } = service.test;
    const options = { shownFeed: 'T' } as const;
    await importMessages(competitionFeed, database, [{ xml: messageFile('race/v9-test-feed') }], options);
    const { outcomes } = await importMessages(
      competitionFeed,
      database,
      [{ xml: messageFile('race/v4-official') }],
      options,
    );
    expect(outcomes).toEqual({ OTHER_FEED: 1 });
    const { unit } = await service.ask(`{ unit(code: "${units.final}") { result { version } } }`);
    expect(unit.result.version).toBe(9);
  } finally {
    await service.close();
  }
});
