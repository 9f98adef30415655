import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { documentKey, messageIdentity, parseHeader } from '@games/odf';
import { importMessages } from '@games/odf-feed';
import { migrate, sql } from '@games/postgres';
import { createTestDatabase, type TestDatabase } from '@games/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { athletesFeed } from '../src/feed.ts';
import { migrations } from '../src/migrations.ts';
import { message, type NamedMessage, participant } from './messages.ts';

let folder: string;
let home: TestDatabase;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'games-athletes-'));
  for (const name of ['0001_feed.sql', '0002_people.sql']) {
    cpSync(new URL(`../migrations/${name}`, import.meta.url), join(folder, name));
  }
  home = await createTestDatabase(pathToFileURL(`${folder}/`));
});
afterAll(async () => {
  await home?.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Archives a message as the service did before it shared the tables of the feed. */
async function archive({ xml }: NamedMessage, list: string, state: string, remarks: readonly string[] = []) {
  const header = parseHeader(xml);
  await home.database.run(sql`
    insert into odf_message (identity, document_key, document_code, document_type, document_subtype, language, version,
      source, feed_flag, written_at, logical_date, is_invalidation, list, state, remarks, body_sha256, raw)
    values (${messageIdentity(header)}, ${documentKey(header)}, ${header.documentCode}, ${header.documentType},
      ${header.documentSubtype}, ${header.language}, ${header.version}, ${header.source}, ${header.feedFlag},
      ${`${header.date} 12:00`}, ${header.logicalDate}, false, ${list}, ${state}, ${remarks},
      ${createHash('sha256').update(xml).digest()}, ${xml})`);
}

test('a database with an archive of its own moves into the tables of the feed, and what waited is applied', async () => {
  const first = message({}, [participant('1', { FamilyName: 'Old' })]);
  const second = message({ version: 2, at: '13:00' }, [participant('1'), participant('2')]);
  const update = message({ documentType: 'DT_PARTIC_UPDATE', at: '14:00' }, [participant('2', { FamilyName: 'New' })]);
  await home.database.run(sql`insert into games (competition_code) values ('XT2030')`);
  await archive(first, 'PARTIC ATH', 'superseded');
  await archive(second, 'PARTIC ATH', 'applied', ['A height that is none; left out.']);
  await archive(update, 'PARTIC ATH', 'pending');
  await archive(message({ version: 7, feedFlag: 'T' }, [participant('1')]), 'PARTIC ATH', 'test');
  await archive(message({ version: 8 }, [participant('1', { Gender: 'Q' })]), 'PARTIC ATH', 'refused', ['No gender.']);
  await home.database.run(sql`insert into organisation (code, is_described) values ('KEN', false)`);
  await home.database.run(sql`
    insert into participant (code, parent_code, is_current, is_athlete, family_name, gender, organisation_code, message_id)
    select '1', '1', true, true, 'Bell', 'W', 'KEN', id from odf_message where state = 'applied'`);

  await migrate(home.database, migrations);

  expect(
    await home.database.many(sql`
      select d.document_type as type, d.feed_flag as feed, m.version, m.state,
        (select string_agg(detail, ' ') from message_issue where message_id = m.id) as issues
      from message m join document d on d.id = m.document_id order by m.id`),
  ).toEqual([
    { type: 'DT_PARTIC', feed: 'P', version: 1, state: 'SUPERSEDED', issues: null },
    { type: 'DT_PARTIC', feed: 'P', version: 2, state: 'APPLIED', issues: 'A height that is none; left out.' },
    { type: 'DT_PARTIC_UPDATE', feed: 'P', version: 1, state: 'STORED', issues: null },
    { type: 'DT_PARTIC', feed: 'T', version: 7, state: 'OTHER_FEED', issues: null },
    { type: 'DT_PARTIC', feed: 'P', version: 8, state: 'FAILED', issues: 'No gender.' },
  ]);
  expect(
    await home.database.one(sql`
      select m.version from participant p join message m on m.id = p.message_id where p.code = '1'`),
  ).toEqual({ version: 2 });
  const people = sql`select code, family_name as name from participant order by code`;
  const again = await importMessages(athletesFeed, home.database, [second, update]);
  expect(again.outcomes).toEqual({ DUPLICATE: 2 });
  expect(await home.database.many(people)).toEqual([
    { code: '1', name: 'Bell' },
    { code: '2', name: 'New' },
  ]);
  const late = await importMessages(athletesFeed, home.database, [message({ version: 1, at: '11:00' }, [])]);
  expect(late.outcomes).toEqual({ CONFLICTING: 1 });
  await importMessages(athletesFeed, home.database, [message({ version: 3, at: '15:00' }, [participant('1')])]);
  expect(await home.database.many(people)).toEqual([{ code: '1', name: 'Bell' }]);
});
