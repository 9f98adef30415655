import { element, padRsc } from '@games/odf';
import { applyWaiting, importMessages, storeMessage } from '@games/odf-feed';
import { sql } from '@games/postgres';
import { createTestDatabase, type TestDatabase } from '@games/testing';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { athletesFeed } from '../src/feed.ts';
import { migrations } from '../src/migrations.ts';
import { code, message, type NamedMessage, participant, team } from './messages.ts';

let home: TestDatabase;
beforeEach(async () => {
  home = await createTestDatabase(...migrations);
});
afterEach(() => home.drop());

const give = (...messages: NamedMessage[]) => importMessages(athletesFeed, home.database, messages);

async function people(): Promise<Record<string, string>> {
  const rows = await home.database.many<{ code: string; name: string }>(sql`
    select code, concat_ws(' ', given_name, family_name) as name from participant order by code`);
  return Object.fromEntries(rows.map((row) => [row.code, row.name]));
}

/** Everything that follows from the messages, as one text: equal texts are equal databases. */
async function everything(): Promise<string> {
  const tables = [
    'participation',
    'registered_event',
    'participant',
    'team',
    'team_member',
    'team_official',
    'organisation',
    'organisation_name',
    'function_name',
    'biography',
  ];
  const parts = await Promise.all(
    tables.map(async (table) => {
      const { content } = await home.database.one<{ content: string | null }>(sql`
        select string_agg((to_jsonb(t) - 'message_id')::text, chr(10) order by (to_jsonb(t) - 'message_id')::text) as content
        from ${sql.identifier(table)} t`);
      return `${table}\n${content ?? ''}`;
    }),
  );
  return parts.join('\n\n');
}

describe('a list of participants', () => {
  test('resets its discipline: who is not on the next version leaves it', async () => {
    await give(message({}, [participant('1'), participant('2', { GivenName: 'Berta' })]));
    await give(
      message({ version: 2, at: '13:00' }, [
        participant('2', { GivenName: 'Berta' }),
        participant('3', { GivenName: 'Cora' }),
      ]),
    );
    expect(await people()).toEqual({ 2: 'Berta Bell', 3: 'Cora Bell' });
  });

  test('deletes an attribute by leaving it out', async () => {
    await give(
      message({}, [participant('1', { BirthDate: '2001-02-03', Height: '180', TVName: 'A BELL' }, ['ATHW100M'])]),
    );
    await give(message({ version: 2, at: '13:00' }, [participant('1', {})]));
    const row = await home.database.one(sql`select birth_date, height_cm, tv_name from participant`);
    expect(row).toEqual({ birth_date: null, height_cm: null, tv_name: null });
    expect(await home.database.many(sql`select from registered_event`)).toEqual([]);
  });

  test('of an older version that comes late changes nothing and is kept', async () => {
    await give(message({ version: 3, at: '13:00' }, [participant('1', { GivenName: 'Late' })]));
    const summary = await give(
      message({ version: 2, at: '12:00' }, [participant('1', { GivenName: 'Early' }), participant('2')]),
    );
    expect(summary.outcomes).toEqual({ SUPERSEDED: 1 });
    expect(await people()).toEqual({ 1: 'Late Bell' });
    expect(await home.database.many(sql`select from message`)).toHaveLength(2);
  });

  test('without content withdraws what its document said before', async () => {
    await give(message({}, [participant('1')]));
    await give(message({ version: 2, at: '13:00' }, null));
    expect(await people()).toEqual({});
    await give(message({ version: 3, at: '14:00' }, [participant('1')]));
    expect(await people()).toEqual({ 1: 'Anna Bell' });
  });

  test('of the test feed is kept and never applied', async () => {
    const summary = await give(message({ feedFlag: 'T' }, [participant('1')]));
    expect(summary.outcomes).toEqual({ OTHER_FEED: 1 });
    expect(await people()).toEqual({});
  });

  test('of former Games lies beside the current list and is not reset by it', async () => {
    await give(
      message({ documentSubtype: 'HISTORICAL', at: '10:00' }, [
        participant('A77', { Parent: '1', Current: 'false', FamilyName: 'Maiden' }),
      ]),
      message({ at: '11:00' }, [participant('1')]),
    );
    await give(message({ version: 2, at: '12:00' }, [participant('1'), participant('2')]));
    expect(Object.keys(await people())).toEqual(['1', '2', 'A77']);
    const row = await home.database.one(sql`select parent_code, is_current from participant where code = 'A77'`);
    expect(row).toEqual({ parent_code: '1', is_current: false });
  });
});

describe('an update', () => {
  test('corrects a name and leaves everybody else alone', async () => {
    await give(message({}, [participant('1', { FamilyName: 'Bel' }), participant('2')]));
    await give(message({ documentType: 'DT_PARTIC_UPDATE', at: '13:00' }, [participant('1', { FamilyName: 'Bell' })]));
    expect(await people()).toEqual({ 1: 'Anna Bell', 2: 'Anna Bell' });
    const words = await home.database.many(sql`select word from name_word order by 1`);
    expect(words).toEqual([{ word: 'anna' }, { word: 'bell' }]);
  });

  test('does not supersede an update of an older version that names somebody else, whichever comes first', async () => {
    await give(message({}, [participant('1'), participant('2')]));
    const update = (version: number, at: string, ...children: Parameters<typeof participant>[]) =>
      message(
        { documentType: 'DT_PARTIC_UPDATE', version, at },
        children.map((child) => participant(...child)),
      );
    await give(update(2, '13:02', ['1', { GivenName: 'Second' }]));
    await give(update(1, '13:01', ['1', { GivenName: 'First' }], ['2', { GivenName: 'Other' }]));
    expect(await people()).toEqual({ 1: 'Second Bell', 2: 'Other Bell' });
  });

  test('is void when it was written before the list that stands', async () => {
    await give(message({ version: 2, at: '14:00' }, [participant('1')]));
    const summary = await give(
      message({ documentType: 'DT_PARTIC_UPDATE', at: '13:00' }, [participant('1', { GivenName: 'Old' })]),
    );
    expect(summary.outcomes).toEqual({ SUPERSEDED: 1 });
    expect(await people()).toEqual({ 1: 'Anna Bell' });
  });

  test('written after the list that stands survives the late arrival of that list', async () => {
    await give(message({ documentType: 'DT_PARTIC_UPDATE', at: '13:00' }, [participant('1', { GivenName: 'New' })]));
    await give(message({ at: '12:00' }, [participant('1', { GivenName: 'Old' }), participant('2')]));
    expect(await people()).toEqual({ 1: 'New Bell', 2: 'Anna Bell' });
  });

  test('that is withdrawn restores what was said before it', async () => {
    await give(message({}, [participant('1')]));
    const update = { documentType: 'DT_PARTIC_UPDATE', at: '13:00' };
    await give(message(update, [participant('1', { GivenName: 'Wrong' })]));
    expect(await people()).toEqual({ 1: 'Wrong Bell' });
    await give(message(update, null));
    expect(await people()).toEqual({ 1: 'Anna Bell' });
  });

  test('can take a person off the list', async () => {
    await give(message({}, [participant('1'), participant('2')]));
    await give(
      message({ documentType: 'DT_PARTIC_UPDATE', at: '13:00' }, [participant('1', { ModificationIndicator: 'D' })]),
    );
    expect(Object.keys(await people())).toEqual(['2']);
  });
});

test('a person of two disciplines stays when one list drops her, described by the latest message', async () => {
  await give(
    message({ at: '10:00' }, [participant('1', { GivenName: 'Old' }, ['ATHW100M'])]),
    message({ documentCode: padRsc('SWM'), at: '11:00' }, [
      participant('1', { GivenName: 'New' }, ['SWMW50MFR'], 'SWM'),
    ]),
  );
  expect(await people()).toEqual({ 1: 'New Bell' });
  await give(message({ documentCode: padRsc('SWM'), version: 2, at: '12:00' }, [participant('9', {}, [], 'SWM')]));
  expect(await people()).toEqual({ 1: 'Old Bell', 9: 'Anna Bell' });
});

test('the same messages in any order lead to the same people', async () => {
  const all = [
    message({ at: '10:00' }, [participant('1'), participant('2'), participant('3')]),
    message({ version: 2, at: '11:00' }, [participant('1'), participant('2', { GivenName: 'Bea' })]),
    message({ documentType: 'DT_PARTIC_UPDATE', version: 1, at: '10:30' }, [participant('3', { GivenName: 'Void' })]),
    message({ documentType: 'DT_PARTIC_UPDATE', version: 2, at: '11:10' }, [participant('1', { GivenName: 'One' })]),
    message({ documentType: 'DT_PARTIC_UPDATE', version: 3, at: '11:20' }, [participant('4')]),
    message({ documentType: 'DT_PARTIC_UPDATE', version: 2, at: '11:30' }, null),
    message({ documentType: 'DT_PARTIC_TEAMS', at: '11:00' }, [team('ATHM4X100M--KEN01', ['1', '2'])]),
    message({ documentType: 'DT_CODES', documentSubtype: 'ORGANISATION', documentCode: padRsc('') }, [
      code('KEN', { ENG: 'Kenya', FRA: 'Kenya' }),
    ]),
  ];
  await give(...all);
  const expected = await everything();
  expect(await people()).toEqual({ 1: 'Anna Bell', 2: 'Bea Bell', 4: 'Anna Bell' });
  for (const seed of [3, 5, 7]) {
    await home.drop();
    home = await createTestDatabase(...migrations);
    const shuffled = all.map((_, index) => all[(index * seed + 1) % all.length] as NamedMessage);
    for (const one of shuffled) await give(one);
    expect(await everything()).toBe(expected);
  }
});

test('the same messages again are duplicates and change nothing, not even the provenance', async () => {
  const all = [
    message({}, [participant('1')]),
    message({ documentType: 'DT_PARTIC_TEAMS' }, [team('ATHM4X100M--KEN01', ['1'])]),
  ];
  await give(...all);
  const before = await home.database.many(sql`select xmin, * from participant`);
  expect((await give(...all)).outcomes).toEqual({ DUPLICATE: 2 });
  expect(await home.database.many(sql`select xmin, * from participant`)).toEqual(before);
});

test('two messages of one identity that say different things: the second is kept and not applied', async () => {
  await give(message({}, [participant('1')]));
  const summary = await give(message({}, [participant('2')]));
  expect(summary.outcomes).toEqual({ CONFLICTING: 1 });
  expect(Object.keys(await people())).toEqual(['1']);
});

test('a message of another Games is refused', async () => {
  await give(message({}, [participant('1')]));
  const summary = await give(message({ competitionCode: 'YY2031', documentCode: padRsc('SWM') }, []));
  expect(summary.refusals).toMatchObject([{ index: 0, code: 'ODF_OTHER_COMPETITION' }]);
});

test('a message that can not be understood is kept with the reason, and its corrected form is welcome', async () => {
  const broken = message({}, [participant('1', { Gender: 'Q' })]);
  const summary = await give(broken);
  expect(summary).toMatchObject({ outcomes: { FAILED: 1 }, unapplied: [{ index: 0, outcome: 'FAILED' }] });
  expect(summary.issues).toEqual([
    {
      index: 0,
      code: 'ODF_MALFORMED',
      detail: '<Participant Code="1"> has Gender="Q", which is none of M, W.',
    },
  ]);
  expect((await give(broken)).outcomes).toEqual({ DUPLICATE: 1 });
  expect(await home.database.many(sql`select state from message`)).toEqual([{ state: 'FAILED' }]);
  expect(await give(message({}, [participant('1')]))).toMatchObject({ outcomes: { APPLIED: 1 }, refusals: [] });
  expect(await people()).toEqual({ 1: 'Anna Bell' });
});

test('an optional attribute that makes no sense is left out and reported', async () => {
  const summary = await give(
    message({}, [participant('1', { BirthDate: '2001-02-31', Height: 'tall' }, ['ATHW100M'])]),
  );
  expect(summary.issues).toEqual([
    {
      index: 0,
      code: 'TIME_EXPECTED',
      detail: '<Participant Code="1">: BirthDate="2001-02-31" is not a date; left out.',
    },
    {
      index: 0,
      code: 'NUMBER_EXPECTED',
      detail: '<Participant Code="1">: Height="tall" is not a whole number from 50 to 280; left out.',
    },
  ]);
  expect(await people()).toEqual({ 1: 'Anna Bell' });
});

test('messages of other services are kept and not used, hostile ones are refused', async () => {
  const summary = await give(
    message({ documentType: 'DT_RESULT', documentCode: 'ATHM100M--------------FNL-000100--' }, []),
    { name: 'entities', xml: '<!DOCTYPE a [<!ENTITY b "c">]><OdfBody/>' },
    message({ documentCode: padRsc('ATHM100M') }, []),
  );
  expect(summary.outcomes).toEqual({ NOT_USED: 1, FAILED: 1 });
  expect(summary.refusals).toMatchObject([{ index: 1, code: 'ODF_DOCTYPE_REFUSED' }]);
  expect(summary.issues).toMatchObject([{ index: 2, code: 'ODF_CODE_INVALID' }]);
  expect(await home.database.many(sql`select from participation`)).toEqual([]);
});

test('what was stored before a crash is applied afterwards', async () => {
  await storeMessage(athletesFeed, home.database, message({}, [participant('1')]).xml);
  expect(await people()).toEqual({});
  await applyWaiting(athletesFeed, home.database);
  expect(await people()).toEqual({ 1: 'Anna Bell' });
});

test('two processes that apply at the same time do not stand in each other’s way', async () => {
  const lists = ['ATH', 'SWM', 'JUD', 'ROW'].map((discipline) =>
    message({ documentCode: padRsc(discipline) }, [
      participant('1', {}, [], discipline),
      participant(discipline, {}, [], discipline),
    ]),
  );
  for (const { xml } of lists) await storeMessage(athletesFeed, home.database, xml);
  await Promise.all([1, 2, 3].map(() => applyWaiting(athletesFeed, home.database)));
  expect(Object.keys(await people())).toEqual(['1', 'ATH', 'JUD', 'ROW', 'SWM']);
  expect(await home.database.many(sql`select from participation where participant_code = '1'`)).toHaveLength(4);
});

describe('teams', () => {
  test('have members in their order, known or not, and leave with a D', async () => {
    await give(
      message({}, [participant('1')]),
      message({ documentType: 'DT_PARTIC_TEAMS' }, [
        team('ATHM4X100M--KEN01', ['1', '404']),
        team('ATHM4X100M--FRA01', [], { Organisation: 'FRA' }),
      ]),
    );
    const members = await home.database.many(
      sql`select participant_code, sort_order, bib from team_member order by position`,
    );
    expect(members).toEqual([
      { participant_code: '1', sort_order: 1, bib: 'A1' },
      { participant_code: '404', sort_order: 2, bib: 'A2' },
    ]);
    const gone = element('Team', { Code: 'ATHM4X100M--FRA01', ModificationIndicator: 'D' });
    await give(message({ documentType: 'DT_PARTIC_TEAMS_UPDATE', at: '13:00' }, [gone]));
    expect(await home.database.many(sql`select code from team`)).toEqual([{ code: 'ATHM4X100M--KEN01' }]);
    expect(await home.database.many(sql`select code from organisation`)).toEqual([{ code: 'KEN' }]);
  });
});

describe('code tables', () => {
  const codes = (version: number, ...children: ReturnType<typeof code>[]) =>
    message({ documentType: 'DT_CODES', documentSubtype: 'ORGANISATION', documentCode: padRsc(''), version }, children);

  test('name organisations in each language; a code that leaves the table stays while people have it', async () => {
    await give(
      message({}, [participant('1')]),
      codes(
        1,
        code('KEN', { ENG: 'Kenya', GER: 'Kenia' }, { Note: 'P', Country: 'KE' }),
        code('XYZ', { ENG: 'Nowhere' }),
      ),
    );
    expect(
      await home.database.many(
        sql`select language, name from organisation_name where organisation_code = 'KEN' order by 1`,
      ),
    ).toEqual([
      { language: 'de', name: 'Kenia' },
      { language: 'en', name: 'Kenya' },
    ]);
    await give(codes(2, code('FRA', { ENG: 'France' })));
    await give(
      message(
        { documentType: 'DT_CODES', documentSubtype: 'ORGANISATION', documentCode: padRsc(''), language: 'FRA' },
        [code('FRA', { FRA: 'France (la)' })],
      ),
    );
    expect(await home.database.many(sql`select language from organisation_name order by 1`)).toEqual([
      { language: 'en' },
      { language: 'fr' },
    ]);
    expect(await home.database.many(sql`select code, is_described from organisation order by 1`)).toEqual([
      { code: 'FRA', is_described: true },
      { code: 'KEN', is_described: false },
    ]);
  });
});

describe('biographies', () => {
  const biography = (language: string | null, version: number, text: string | null) =>
    message(
      { documentType: 'DT_BIO_PAR', documentCode: '1', language, version },
      text === null
        ? null
        : [
            element('Participant', { Code: '1', Portrait: 'ast_p1' }, [
              element('Biography', { Topic: 'GENERAL' }, [], text),
              element('Biography', { Topic: 'HERO' }, [], 'Her sister'),
            ]),
          ],
    );

  test('are replaced and withdrawn language by language', async () => {
    await give(biography('ENG', 1, 'Runs.'), biography('FRA', 1, 'Court.'), biography('ENG', 2, 'Runs fast.'));
    const texts = () => home.database.many(sql`select language, text from biography order by 1`);
    expect(await texts()).toEqual([
      { language: 'en', text: 'Runs fast.' },
      { language: 'fr', text: 'Court.' },
    ]);
    await give(biography('ENG', 3, null));
    expect(await texts()).toEqual([{ language: 'fr', text: 'Court.' }]);
  });
});
