import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrations as athletesMigrations } from '@games/athletes';
import { migrations as competitionMigrations } from '@games/competition';
import { padRsc } from '@games/odf';
import { dropDatabase, sql, withDatabaseName } from '@games/postgres';
import { createTestDatabase, type TestDatabase, testServerUrl } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { convertDataSet, importParis2024, type Paris2024Summary } from '../src/paris2024/importParis2024.ts';
import { createLedger } from '../src/paris2024/ledger.ts';
import { contentHashes } from './contentHashes.ts';

/** A set of our own making in the form of the public one, with each of its quirks and some more, all people invented. */
const fixture = fileURLToPath(new URL('fixtures/paris2024/', import.meta.url));

let athletes: TestDatabase;
let competition: TestDatabase;
let scratch: string;
let summary: Paris2024Summary;

const run = (folder: string, rest: { revision?: number; reportFile?: string } = {}) =>
  importParis2024({ folder, athletes: athletes.database, competition: competition.database, ...rest });

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'paris2024-'));
  [athletes, competition] = await Promise.all([
    createTestDatabase(...athletesMigrations),
    createTestDatabase(...competitionMigrations),
  ]);
  summary = await run(fixture, { reportFile: join(scratch, 'report.ndjson') });
});
afterAll(async () => {
  await Promise.all([athletes.drop(), competition.drop()]);
  rmSync(scratch, { recursive: true });
});

describe('every row has exactly one fate', () => {
  test('and the counts of each file add up', () => {
    for (const { rows, applied, duplicates, refused } of [...summary.files, summary.totals]) {
      expect(applied + duplicates + refused).toBe(rows);
    }
    expect(summary.totals).toEqual({ rows: 95, applied: 64, duplicates: 1, refused: 30 });
    expect(summary.unusedFiles).toEqual([
      { file: 'torch_route.csv', reason: 'the torch relay is not part of the competition' },
    ]);
  });

  test('and what is refused, or used in part, is reported with file, line and reason', () => {
    const said = summary.notes.map(({ file, line, kind, reason }) => `${file}:${line} ${kind}: ${reason}`);
    expect(said).toMatchSnapshot();
    const report = readFileSync(join(scratch, 'report.ndjson'), 'utf8').trim().split('\n');
    expect(report.map((line) => JSON.parse(line))).toEqual(summary.notes);
  });

  test('and both services took every message', () => {
    for (const { received, outcomes } of [summary.competition, summary.athletes]) {
      expect(outcomes).toEqual({ APPLIED: received });
    }
  });
});

describe('people', () => {
  const person = (code: string) =>
    athletes.database.maybeOne(sql`
      select family_name, given_name, gender, organisation_code, nationality, birth_date, height_cm, function_code, is_current, is_athlete
      from participant where code = ${code}`);

  test('are put together from all files by code, with unknown values left unknown', async () => {
    expect(await person('100001')).toEqual({
      family_name: "D'ALMEIDA",
      given_name: 'Marcus',
      gender: 'M',
      organisation_code: 'AAA',
      nationality: 'BBB',
      birth_date: '1998-01-30',
      height_cm: 181,
      function_code: 'AA01',
      is_current: true,
      is_athlete: true,
    });
    expect(await person('100002')).toMatchObject({
      family_name: 'McDONALD',
      function_code: 'AA02',
      birth_date: null,
      height_cm: 170,
    });
    expect(await person('100011')).toMatchObject({ family_name: 'ONLY', given_name: 'Here', birth_date: '2001-05-06' });
    expect(await person('100004')).toMatchObject({ birth_date: '2000-12-24', height_cm: null });
  });

  test('of one name are two people', async () => {
    const rows = await athletes.database.many(
      sql`select code from participant where family_name = 'ELSAYED' order by 1`,
    );
    expect(rows).toEqual([{ code: '100004' }, { code: '100005' }]);
  });

  test('whom a file contradicts, or no organisation or gender is known of, are not made up', async () => {
    expect(await person('100003')).toMatchObject({ family_name: 'le COZ', gender: 'W', organisation_code: 'BBB' });
    for (const code of ['100006', '100008', '100009', '100404']) expect(await person(code)).toBeNull();
  });

  test('of former Games come from the teams that name them, where the gender is known', async () => {
    expect(await person('A900001')).toMatchObject({
      family_name: 'LEGEND',
      given_name: 'Lars',
      gender: 'M',
      organisation_code: 'OLD',
      is_current: false,
    });
    expect(await person('A900003')).toBeNull();
    const members = await athletes.database.many(
      sql`select participant_code from team_member where team_code = 'T000180168081'`,
    );
    expect(members).toEqual([{ participant_code: 'A900003' }]);
  });

  test('who are officials have a function by name, and federations as organisations', async () => {
    expect(await person('300001')).toMatchObject({
      organisation_code: 'FIX',
      function_code: 'J_REFEREE',
      birth_date: '1964-11-17',
      is_athlete: false,
    });
    const names = await athletes.database.many(
      sql`select name from function_name where function_code in ('J_REFEREE', 'C_HEAD_COACH') order by 1`,
    );
    expect(names).toEqual([{ name: 'Head Coach' }, { name: 'Referee' }]);
    const disciplines = await athletes.database.many(
      sql`select discipline_code from participation where participant_code = '300001' order by 1`,
    );
    expect(disciplines).toEqual([{ discipline_code: 'ATH' }, { discipline_code: 'BDM' }]);
  });

  test('are registered for the events of their own disciplines, and for those of teams with the team', async () => {
    const events = await athletes.database.many(sql`
      select event_code from registered_event where participant_code = '100001'
      union all select t.event_code from team_member m join team t on t.code = m.team_code where m.participant_code = '100001'`);
    expect(events).toEqual([
      { event_code: 'ATHM100M--------------------------' },
      { event_code: 'ATHX4X100M------------------------' },
    ]);
  });
});

describe('the schedule', () => {
  const unit = (code: string) =>
    competition.database.one<Record<string, unknown>>(sql`
      select to_char(start_at at time zone 'UTC', 'MM-DD HH24:MI') as start, start_hidden as hidden, logical_date as day, medal_type as medal, status, venue_code as venue
      from unit_schedule where unit_code = ${code}`);

  test('says the competition day as the row does, not as the offset would', async () => {
    expect(await unit('BDMWSINGLES-----------FNL-000200--')).toEqual({
      start: '08-03 22:24',
      hidden: false,
      day: '2024-08-03',
      medal: 'BRONZE',
      status: 'FINISHED',
      venue: 'FAR',
    });
  });

  test('gives units the time of their phase as a placeholder, unless the results prove whose it is', async () => {
    expect(await unit('ATHM100M--------------RND1000100--')).toMatchObject({ start: '08-02 08:00', hidden: true });
    expect(await unit('ATHM100M--------------RND1000200--')).toMatchObject({ start: '08-02 08:00', hidden: true });
    expect(await unit('CTRMSPRINT------------SFNL000100--')).toMatchObject({ start: '08-05 08:00', hidden: false });
    expect(await unit('CTRMSPRINT------------SFNL000200--')).toMatchObject({ start: '08-05 09:00', hidden: false });
  });
});

describe('results', () => {
  test('keep ties, marks without a rank, won and lost, and texts as they are', async () => {
    const rows = await competition.database.many(sql`
      select competitor_code, rank, rank_equal, mark, irm, qualification_mark, wlt, difference, start_order, bib
      from result where scope_code in ('ATHM100M--------------FNL-000100--', 'BDMWSINGLES-----------FNL-000200--') order by scope_code, position`);
    expect(rows).toEqual([
      {
        competitor_code: '100001',
        rank: 1,
        rank_equal: true,
        mark: '9.81',
        irm: null,
        qualification_mark: null,
        wlt: null,
        difference: null,
        start_order: '4',
        bib: '101',
      },
      {
        competitor_code: '100004',
        rank: 1,
        rank_equal: true,
        mark: '9.81',
        irm: null,
        qualification_mark: null,
        wlt: null,
        difference: '+0.00',
        start_order: '5',
        bib: '102',
      },
      {
        competitor_code: '100002',
        rank: null,
        rank_equal: false,
        mark: null,
        irm: 'DQ',
        qualification_mark: null,
        wlt: null,
        difference: null,
        start_order: '6',
        bib: '103',
      },
      {
        competitor_code: '100003',
        rank: null,
        rank_equal: false,
        mark: '2',
        irm: null,
        qualification_mark: null,
        wlt: 'W',
        difference: null,
        start_order: null,
        bib: null,
      },
      {
        competitor_code: '100007',
        rank: null,
        rank_equal: false,
        mark: '0',
        irm: 'W/O',
        qualification_mark: null,
        wlt: 'L',
        difference: null,
        start_order: null,
        bib: null,
      },
    ]);
  });

  test('of a unit, a phase and a whole event are told apart', async () => {
    const rows = await competition.database.many(
      sql`select kind, scope_code from result_list where event_code like 'CTRMSPRINT%' order by 2 desc`,
    );
    expect(rows).toEqual([
      { kind: 'UNIT', scope_code: 'CTRMSPRINT------------SFNL000200--' },
      { kind: 'UNIT', scope_code: 'CTRMSPRINT------------SFNL000100--' },
      { kind: 'PHASE', scope_code: 'CTRMSPRINT------------SFNL--------' },
      { kind: 'CUMULATIVE', scope_code: 'CTRMSPRINT------------------------' },
    ]);
  });
});

describe('medals', () => {
  test('are those of the rows with a code; two golds stay two', async () => {
    const rows = await competition.database.many(
      sql`select type, competitor_code, organisation_code, unit_code from medal order by event_code, position`,
    );
    expect(rows).toEqual([
      {
        type: 'GOLD',
        competitor_code: '100001',
        organisation_code: 'AAA',
        unit_code: 'ATHM100M--------------FNL-000100--',
      },
      {
        type: 'GOLD',
        competitor_code: '100004',
        organisation_code: 'AAA',
        unit_code: 'ATHM100M--------------FNL-000100--',
      },
      { type: 'GOLD', competitor_code: 'ATHX4X100M--AAA01', organisation_code: 'AAA', unit_code: null },
      {
        type: 'BRONZE',
        competitor_code: '100003',
        organisation_code: 'BBB',
        unit_code: 'BDMWSINGLES-----------FNL-000200--',
      },
    ]);
  });

  test('of a team are won by its medallists, not by its reserves', async () => {
    const rows = await competition.database.many(sql`
      select athlete_code from medal_athlete join medal using (document_id, position) where competitor_code = 'ATHX4X100M--AAA01'`);
    expect(rows).toEqual([{ athlete_code: '100001' }]);
  });

  test('are compared with the totals of the set, and no difference is patched', () => {
    expect(summary.medals).toEqual({
      rows: 7,
      applied: 4,
      total: 4,
      differences: [
        { organisation: 'AAA', rows: 4, applied: 3, total: 3 },
        { organisation: 'BBB', rows: 3, applied: 1, total: 1 },
      ],
    });
  });
});

test('a second run changes nothing', async () => {
  const before = await Promise.all([contentHashes(athletes.database), contentHashes(competition.database)]);
  const again = await run(fixture);
  for (const { received, outcomes } of [again.competition, again.athletes]) {
    expect(outcomes).toEqual({ DUPLICATE: received });
  }
  expect(await Promise.all([contentHashes(athletes.database), contentHashes(competition.database)])).toEqual(before);
});

test('a changed set is refused by its rows until its revision is raised, and replaces what was there then', async () => {
  const changed = join(scratch, 'changed');
  cpSync(fixture, changed, { recursive: true });
  const file = join(changed, 'taniki/athletes.csv');
  writeFileSync(file, readFileSync(file, 'utf8').replace('1998-01-30', '1998-01-31'));
  const born = () => athletes.database.one(sql`select birth_date from participant where code = '100001'`);

  const refused = await run(changed);
  expect(
    refused.notes.some(
      ({ kind, reason }) => kind === 'refused' && /athletes service refused DT_PARTIC ATH/.test(reason),
    ),
  ).toBe(true);
  expect(await born()).toEqual({ birth_date: '1998-01-30' });

  const second = await run(changed, { revision: 2 });
  expect(second.totals).toEqual(summary.totals);
  expect(await born()).toEqual({ birth_date: '1998-01-31' });
});

describe('a fault that nothing depends on does not refuse the row', () => {
  const changed = (name: string, ...changes: [file: string, from: string, to: string][]) => {
    const folder = join(scratch, name);
    cpSync(fixture, folder, { recursive: true });
    for (const [file, from, to] of changes) {
      const text = readFileSync(join(folder, file), 'utf8');
      expect(text).toContain(from);
      writeFileSync(join(folder, file), text.replace(from, to));
    }
    return convertDataSet(folder, 1, createLedger());
  };
  const find = ({ messages }: ReturnType<typeof convertDataSet>, type: string, code: string) =>
    messages.find(({ header }) => header.documentType === type && header.documentCode === code);

  test('such as the mark around a name of a team’s athlete', () => {
    const set = changed('apostrophe', ['teams.csv', `""D'ALMEIDA Marcus""`, `'D'ALMEIDA Marcus'`]);
    expect(find(set, 'DT_PARTIC_TEAMS', padRsc('ATH'))?.xml).toContain('ATHX4X100M--AAA01');
  });

  test('and a result of a running unit is not official', () => {
    const final = 'ATHM100M--------------FNL-000100--';
    const status = 'FINISHED,Athletics,ATH,Men';
    const set = changed('running', ['schedules.csv', status, status.replace('FINISHED', 'RUNNING')]);
    expect(find(set, 'DT_RESULT', final)?.header.resultStatus).toBe('LIVE');
    expect(find(changed('finished'), 'DT_RESULT', final)?.header.resultStatus).toBe('OFFICIAL');
  });

  test('and an event that only the schedule names is known', () => {
    const text = readFileSync(join(fixture, 'schedules.csv'), 'utf8');
    const line = text.split('\n')[1] as string;
    const own = line.replaceAll("Men's 100m", "Men's Hop");
    const set = changed('hop', ['schedules.csv', line, `${line}\n${own}`]);
    expect(find(set, 'DT_SCHEDULE', padRsc('ATH'))?.xml).toContain('ATHMHOP---------------FNL-000100--');
  });
});

describe('a folder that is not the set is refused with a sentence', () => {
  const broken = (change: (folder: string) => void) => {
    const folder = mkdtempSync(join(scratch, 'broken-'));
    cpSync(fixture, folder, { recursive: true });
    change(folder);
    return expect(run(folder)).rejects;
  };

  test('when a file is missing, lacks a column or is not a CSV', async () => {
    await broken((folder) => rmSync(join(folder, 'teams.csv'))).toThrow(
      'The folder holds no teams.csv: it is not the Paris 2024 data set.',
    );
    await broken((folder) => rmSync(join(folder, 'results'), { recursive: true })).toThrow(
      'The folder holds no results',
    );
    await broken((folder) => writeFileSync(join(folder, 'medals.csv'), 'medal_type,medal_code\n')).toThrow(
      'medals.csv lacks the column medal_date',
    );
    await broken((folder) =>
      writeFileSync(join(folder, 'nocs.csv'), 'code,country,country_long,note\nAAA,"never closed,x,P\n'),
    ).toThrow('nocs.csv is not a CSV');
  });

  test('and all that is missing is told at once, with what the import needs', async () => {
    await broken((folder) => {
      rmSync(join(folder, 'teams.csv'));
      rmSync(join(folder, 'taniki/athletes.csv'));
      writeFileSync(join(folder, 'medals.csv'), 'medal_type,medal_code\n');
      writeFileSync(join(folder, 'venues.csv'), Buffer.from('venue,date_start,date_end,tag\nSt\xe9,,,\n', 'latin1'));
    }).toThrow(
      /no taniki\/athletes\.csv.*no teams\.csv.*venues\.csv is not in UTF-8.*medals\.csv lacks the column.*The import needs:.*teams\.csv: code, current/s,
    );
  });

  test('and a database of other Games takes nothing', async () => {
    const other = await createTestDatabase(...competitionMigrations);
    const empty = await createTestDatabase(...athletesMigrations);
    await other.database.run(sql`insert into games (code) values ('XG2028')`);
    await expect(
      importParis2024({ folder: fixture, athletes: empty.database, competition: other.database }),
    ).rejects.toThrow(/XG2028/);
    await Promise.all([other.drop(), empty.drop()]);
  });
});

describe('games import paris2024', () => {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const games = `test_${randomBytes(4).toString('hex')}`;
  const command = (...args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const all = [main, 'import', 'paris2024', ...args, '--games', games, '--database', testServerUrl()];
      const env = { ...process.env, GAMES_STATE: scratch };
      const child = execFile(process.execPath, all, { env }, (_error, out, err) => {
        resolve({ code: child.exitCode ?? -1, out, err });
      });
    });
  afterAll(async () => {
    for (const service of ['athletes', 'competition']) {
      await dropDatabase(withDatabaseName(testServerUrl(), `${games}_${service}`));
    }
  });

  test('makes the databases, tells in words what it did, and where the report is', async () => {
    expect((await command(fixture)).code).toBe(3);
    const { code, out } = await command(fixture, '--max-refused', '50');
    expect(code).toBe(0);
    expect(out).toMatch(/^all +95 +64 +1 +30$/m);
    expect(out).toMatch(
      /^Refused: medals\.csv, line 5: The bronze medal of Mariska TUNJUNG \(BBB\) has no medal code\.$/m,
    );
    expect(out).toMatch(/^ {2}BBB: 3 rows, 1 applied, 1 by the totals\.$/m);
    const report = readFileSync(join(scratch, `${games}-report.ndjson`), 'utf8')
      .trim()
      .split('\n');
    expect(report).toHaveLength(summary.notes.length);
  });

  test('prints JSON for scripts, and tells by its exit code that rows were refused where asked', async () => {
    const { code, out } = await command(fixture, '--json', '--strict');
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      totals: { refused: 30 },
      competition: { outcomes: { DUPLICATE: summary.competition.received } },
    });
  });

  test('ends with what is missing and exit code 1 when the folder is not the set', async () => {
    const { code, err } = await command(scratch);
    expect(code).toBe(1);
    expect(err).toContain(
      'The folder holds no nocs.csv: it is not the Paris 2024 data set.\nThe folder holds no events.csv',
    );
  });
});
