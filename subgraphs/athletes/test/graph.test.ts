import { gzipSync } from 'node:zlib';
import { element, padRsc } from '@games/odf';
import { importMessages } from '@games/odf-feed';
import { sql } from '@games/postgres';
import { readConfig } from '@games/service';
import { type Subgraph, startSubgraph } from '@games/subgraph';
import { createTestDatabase, postGraphql, type TestDatabase, testViewerSecret } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { athletes } from '../src/createAthletes.ts';
import { athletesFeed } from '../src/feed.ts';
import { migrations } from '../src/migrations.ts';
import { code, message, participant, team } from './messages.ts';

let home: TestDatabase;
let service: Subgraph;

const codes = (subtype: string, ...children: ReturnType<typeof code>[]) =>
  message({ documentType: 'DT_CODES', documentSubtype: subtype, documentCode: padRsc('') }, children);

const biography = (language: string, text: string) =>
  message({ documentType: 'DT_BIO_PAR', documentCode: '1', language }, [
    element('Participant', { Code: '1', Portrait: 'ast_portrait1' }, [
      element('Biography', { Topic: 'GENERAL' }, [], text),
      element('Biography', { Topic: 'HERO' }, [], 'Her sister'),
    ]),
  ]);

beforeAll(async () => {
  home = await createTestDatabase(...migrations);
  const summary = await importMessages(athletesFeed, home.database, [
    codes(
      'ORGANISATION',
      code('KEN', { ENG: 'Kenya', FRA: 'Kenya' }, { Note: 'P', Country: 'KE' }),
      code('GER', { ENG: 'Germany', GER: 'Deutschland', FRA: 'Allemagne' }, { Note: 'P', Country: 'DE' }),
      code('URS', { ENG: 'Soviet Union' }, { Note: 'H' }),
    ),
    codes('FUNCTION', code('AA01', { ENG: 'Athlete', FRA: 'Athlète' }, { Category: 'A' })),
    message({}, [
      participant(
        '1',
        {
          GivenName: 'Zoë',
          FamilyName: 'Müller-Ångström',
          Organisation: 'GER',
          Nationality: 'SUI',
          BirthDate: '2001-02-03',
          Height: '181',
          PrintName: 'MÜLLER-ÅNGSTRÖM Zoë',
        },
        ['ATHW100M', 'ATHW4X100M'],
      ),
      participant('2', { GivenName: 'Usain', FamilyName: 'Bolt', Gender: 'M' }, ['ATHM100M']),
      participant('3', { GivenName: 'Usaina', FamilyName: 'Boltova' }),
      participant('4', { GivenName: null, FamilyName: 'Shigekix', Gender: 'M' }),
      participant('5', { GivenName: 'Marcus', FamilyName: "D'Almeida", Gender: 'M' }),
      participant('6', {
        GivenName: 'Je Deok',
        FamilyName: 'Kim',
        Gender: 'M',
        LocalFamilyName: '김',
        LocalGivenName: '제덕',
      }),
      participant('9000001', { GivenName: 'Carla', FamilyName: 'Coach', MainFunctionId: 'HCOACH' }),
    ]),
    message({ documentCode: padRsc('SWM') }, [
      participant('2', { GivenName: 'Usain', FamilyName: 'Bolt', Gender: 'M' }, ['SWMM50MFR'], 'SWM'),
    ]),
    message({ documentSubtype: 'HISTORICAL', at: '11:00' }, [
      participant('A1', {
        Parent: '1',
        Current: 'false',
        FamilyName: 'Müller',
        Organisation: 'URS',
        MainFunctionId: null,
        Status: null,
      }),
    ]),
    message({ documentType: 'DT_PARTIC_TEAMS' }, [
      team('ATHM4X100M-KEN01', ['2', '404']),
      team('ATHM4X100M-KEN02', ['5'], { Number: 2, Name: 'Kenya 2', ShortName: 'KEN 2' }),
    ]),
    biography('ENG', 'Runs fast.'),
    biography('FRA', 'Court vite.'),
  ]);
  expect([...summary.refusals, ...summary.unapplied]).toEqual([]);
  const given = { databaseUrl: home.url, viewerSecret: testViewerSecret, odfApiKey: 'key of the feed', port: 0 };
  service = await startSubgraph(athletes, readConfig(athletes.config, {}, given));
});
afterAll(async () => {
  await service.close();
  await home.drop();
});

const ask = (query: string, variables: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  postGraphql(service, query, variables, undefined, headers);

const find = async (search: string, rest = '') => {
  const { data, errors } = await ask(
    `query ($search: String) { athletes(search: $search ${rest}) { nodes { name } } }`,
    { search },
  );
  expect(errors).toBeUndefined();
  return data.athletes.nodes.map((node: { name: string }) => node.name);
};

describe('an athlete', () => {
  test('tells who she is, for whom she competes and in what', async () => {
    const { data } = await ask(`{ athlete(id: "ath_1") {
      id code name names { given family print printInitial tv tvInitial tvFamily } gender nationality birthDate heightCm status isCurrent
      function { code name category } organisation { id code name country participation }
      disciplines { discipline { code } federationId } registeredEvents { event { code } bib }
    } }`);
    expect(data.athlete).toEqual({
      id: 'ath_1',
      code: '1',
      name: 'Zoë MÜLLER-ÅNGSTRÖM',
      names: {
        given: 'Zoë',
        family: 'Müller-Ångström',
        print: 'MÜLLER-ÅNGSTRÖM Zoë',
        printInitial: 'MÜLLER-ÅNGSTRÖM Z',
        tv: 'Zoë MÜLLER-ÅNGSTRÖM',
        tvInitial: 'Z. MÜLLER-ÅNGSTRÖM',
        tvFamily: 'MÜLLER-ÅNGSTRÖM',
      },
      gender: 'FEMALE',
      nationality: 'SUI',
      birthDate: '2001-02-03',
      heightCm: 181,
      status: 'ACTIVE',
      isCurrent: true,
      function: { code: 'AA01', name: 'Athlete', category: 'A' },
      organisation: { id: 'org_GER', code: 'GER', name: 'Germany', country: 'DE', participation: 'PARTICIPATES' },
      disciplines: [{ discipline: { code: 'ATH' }, federationId: 'F1' }],
      registeredEvents: [
        { event: { code: padRsc('ATHW100M') }, bib: '45' },
        { event: { code: padRsc('ATHW4X100M') }, bib: '45' },
      ],
    });
  });

  test('of two disciplines is on both lists', async () => {
    const { data } = await ask(
      '{ athlete(code: "2") { disciplines { discipline { code } } registeredEvents { event { code } } } }',
    );
    expect(data.athlete.disciplines.map((entry: { discipline: { code: string } }) => entry.discipline.code)).toEqual([
      'ATH',
      'SWM',
    ]);
    expect(data.athlete.registeredEvents).toHaveLength(2);
  });

  test('of former Games leads to her present identity', async () => {
    const { data } = await ask('{ athlete(code: "A1") { isCurrent function { code } currentIdentity { id } } }');
    expect(data.athlete).toEqual({ isCurrent: false, function: null, currentIdentity: { id: 'ath_1' } });
  });

  test('who is not there, or is an official, is null', async () => {
    const { data, errors } = await ask(
      '{ a: athlete(code: "404") { id } b: athlete(code: "9000001") { id } c: athlete(id: "ath_") { id } }',
    );
    expect(data).toEqual({ a: null, b: null, c: null });
    expect(errors?.[0]?.extensions.code).toBe('INVALID_ID');
  });

  test('is asked for by exactly one of id and code, and by codes that can be codes', async () => {
    for (const args of ['', '(id: "ath_1", code: "1")', '(code: "\\u0000")', '(id: "tea_1")']) {
      const { errors } = await ask(`{ athlete${args} { id } }`);
      expect(errors?.[0]?.extensions.code).toMatch(/^(BAD_USER_INPUT|INVALID_ID)$/);
    }
  });
});

describe('the search', () => {
  test('forgives accents, case, apostrophes and hyphens', async () => {
    expect(await find('zoe muller')).toEqual(['Zoë MÜLLER-ÅNGSTRÖM']);
    expect(await find('ANGSTROM')).toEqual(['Zoë MÜLLER-ÅNGSTRÖM']);
    expect(await find('muller-angstrom')).toEqual(['Zoë MÜLLER-ÅNGSTRÖM']);
    expect(await find('dalmeida')).toEqual(["Marcus D'ALMEIDA"]);
    expect(await find('D’Almeida')).toEqual(["Marcus D'ALMEIDA"]);
    for (const form of ['김 제덕', '김제덕', 'kim jedeok', 'je-deok kim'])
      expect(await find(form)).toEqual(['Je Deok KIM']);
  });

  test('forgives the order of names', async () => {
    expect((await find('bolt usain'))[0]).toBe('Usain BOLT');
    expect((await find('usain bolt'))[0]).toBe('Usain BOLT');
  });

  test('forgives small typos', async () => {
    expect((await find('usian bolt'))[0]).toBe('Usain BOLT');
    expect((await find('usain bold'))[0]).toBe('Usain BOLT');
    expect((await find('shigekics'))[0]).toBe('Shigekix'.toUpperCase());
    expect(await find('d almaida')).toEqual([]);
    expect(await find('marcus dalmaida')).toEqual(["Marcus D'ALMEIDA"]);
  });

  test('finds beginnings of names, after those that match in full', async () => {
    expect(await find('bolt')).toEqual(['Usain BOLT', 'Usaina BOLTOVA']);
    expect(await find('shi')).toEqual(['SHIGEKIX']);
  });

  test('wants every word to match, and shows no typos beside a perfect match', async () => {
    expect(await find('usain müller')).toEqual([]);
    expect(await find('zzzz')).toEqual([]);
    expect(await find('!!!')).toEqual([]);
  });

  test('can be narrowed, and an empty one lists all by name', async () => {
    expect(await find('bolt', ', gender: FEMALE')).toEqual(['Usaina BOLTOVA']);
    expect(await find('bolt', ', discipline: "SWM"')).toEqual(['Usain BOLT']);
    expect(await find('bolt', ', organisation: "GER"')).toEqual([]);
    expect(await find('  ')).toHaveLength(6);
    expect(await find('', ', current: false')).toEqual(['Anna MÜLLER']);
    expect(await find('', ', current: null')).toHaveLength(7);
  });

  test('is bounded, and no text breaks it', async () => {
    for (const search of ['a '.repeat(7), 'x'.repeat(101), 'a\0b']) {
      const { errors } = await ask('query ($search: String) { athletes(search: $search) { nodes { id } } }', {
        search,
      });
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
    for (const search of ["'; drop table participant; --", '%_\\', '"', '(', '*', '💥', 'a', '\u202eolleh'])
      await find(search);
  });

  test('finds officials apart from athletes', async () => {
    expect(await find('carla coach')).toEqual([]);
    const { data } = await ask(
      '{ officials(search: "coach carla") { nodes { code function { code name } teams { code } disciplines { code } } } }',
    );
    expect(data.officials.nodes).toEqual([
      {
        code: '9000001',
        function: { code: 'HCOACH', name: 'HCOACH' },
        teams: [{ code: 'ATHM4X100M-KEN01' }, { code: 'ATHM4X100M-KEN02' }],
        disciplines: [{ code: 'ATH' }],
      },
    ]);
  });
});

describe('lists', () => {
  test('go on after a cursor, forwards and backwards, with and without a search', async () => {
    for (const args of ['', 'search: "bolt", ']) {
      const all = await ask(`{ athletes(${args}first: 50) { edges { cursor node { id } } } }`);
      const ids = all.data.athletes.edges.map((edge: { node: { id: string } }) => edge.node.id);
      const walked: string[] = [];
      for (let after: string | null = null; ; ) {
        const { data } = await ask(
          `query ($after: String) { athletes(${args}first: 1, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
          { after },
        );
        walked.push(...data.athletes.nodes.map((node: { id: string }) => node.id));
        if (!data.athletes.pageInfo.hasNextPage) break;
        after = data.athletes.pageInfo.endCursor;
      }
      expect(walked).toEqual(ids);
      const { data } = await ask(
        `query ($before: String) { athletes(${args}last: 1, before: $before) { nodes { id } } }`,
        { before: all.data.athletes.edges.at(-1).cursor },
      );
      expect(data.athletes.nodes[0].id).toBe(ids.at(-2));
    }
  });

  test('refuse the cursor of another list or search, and pages beyond their bounds', async () => {
    const { data } = await ask('{ athletes(search: "bolt", first: 1) { pageInfo { endCursor } } }');
    const cursor = data.athletes.pageInfo.endCursor;
    const codeOf = async (query: string) => (await ask(query, {})).errors?.[0]?.extensions.code;
    expect(await codeOf(`{ athletes(search: "other", after: "${cursor}") { nodes { id } } }`)).toBe('INVALID_CURSOR');
    expect(await codeOf(`{ athletes(after: "${cursor}") { nodes { id } } }`)).toBe('INVALID_CURSOR');
    expect(await codeOf(`{ organisations(after: "${cursor}") { nodes { id } } }`)).toBe('INVALID_CURSOR');
    expect(await codeOf('{ athletes(after: "nonsense") { nodes { id } } }')).toBe('INVALID_CURSOR');
    expect(await codeOf('{ athletes(first: 1000000) { nodes { id } } }')).toBe('PAGE_TOO_LARGE');
  });
});

describe('an organisation', () => {
  test('has its name in the language of the reader, and a stated fallback', async () => {
    const name = async (language: string | null) => {
      const { data } = await ask(
        '{ organisation(code: "GER") { name } }',
        {},
        language === null ? {} : { 'accept-language': language },
      );
      return data.organisation.name;
    };
    expect(await name(null)).toBe('Germany');
    expect(await name('de-AT,en;q=0.5')).toBe('Deutschland');
    expect(await name('ja,fr;q=0.9')).toBe('Allemagne');
    expect(await name('ja')).toBe('Germany');
  });

  test('has athletes and teams, page by page', async () => {
    const { data } = await ask(`{ organisation(code: "KEN") {
      athleteCount athletes(first: 2) { nodes { code } pageInfo { hasNextPage } } teams { nodes { code names { full short tv } } } men: athletes(gender: MALE, discipline: "SWM") { nodes { code } } } }`);
    expect(data.organisation).toEqual({
      athleteCount: 5,
      athletes: { nodes: [{ code: '2' }, { code: '3' }], pageInfo: { hasNextPage: true } },
      men: { nodes: [{ code: '2' }] },
      teams: {
        nodes: [
          { code: 'ATHM4X100M-KEN01', names: { full: 'Kenya', short: 'Kenya', tv: 'Kenya' } },
          { code: 'ATHM4X100M-KEN02', names: { full: 'Kenya 2', short: 'KEN 2', tv: 'Kenya 2' } },
        ],
      },
    });
  });

  test('is listed with others, by its part in the Games', async () => {
    const { data } = await ask(
      '{ organisations { nodes { code } } historic: organisations(participation: HISTORIC) { nodes { code } } unknown: organisations(participation: UNKNOWN) { nodes { code } } missing: organisation(code: "XXX") { id } }',
    );
    expect(data.organisations.nodes.map((node: { code: string }) => node.code)).toEqual(['GER', 'KEN', 'URS']);
    expect(data.historic.nodes).toEqual([{ code: 'URS' }]);
    expect(data.unknown.nodes).toEqual([]);
    expect(data.missing).toBeNull();
  });
});

describe('a team', () => {
  test('has members in their order with bibs, and officials; an unknown member is only a code', async () => {
    const { data } = await ask(`{ team(code: "ATHM4X100M-KEN01") {
      id gender number isCurrent organisation { code } discipline { code } registeredEvent { code }
      members { code order bib athlete { id teams { id } } } officials { code order function { code } official { name } }
    } teams(event: "ATHM4X100M-") { nodes { id } } }`);
    expect(data.team).toEqual({
      id: 'tea_ATHM4X100M-KEN01',
      gender: 'MEN',
      number: 1,
      isCurrent: true,
      organisation: { code: 'KEN' },
      discipline: { code: 'ATH' },
      registeredEvent: { code: padRsc('ATHM4X100M-') },
      members: [
        { code: '2', order: 1, bib: 'A1', athlete: { id: 'ath_2', teams: [{ id: 'tea_ATHM4X100M-KEN01' }] } },
        { code: '404', order: 2, bib: 'A2', athlete: null },
      ],
      officials: [{ code: '9000001', order: 1, function: { code: 'COACH' }, official: { name: 'Carla COACH' } }],
    });
    expect(data.teams.nodes).toHaveLength(2);
  });
});

describe('a biography', () => {
  test('is told in the wanted language, and says so when it is another one', async () => {
    const tell = async (argument: string, header?: string) => {
      const { data } = await ask(
        `{ athlete(code: "1") { biography${argument} { language isFallback text availableLanguages facts { topic text } portrait { id } } } }`,
        {},
        header ? { 'accept-language': header } : {},
      );
      return data.athlete.biography;
    };
    expect(await tell('', 'fr-CA')).toEqual({
      language: 'fr',
      isFallback: false,
      text: 'Court vite.',
      availableLanguages: ['en', 'fr'],
      facts: [{ topic: 'HERO', text: 'Her sister' }],
      portrait: { id: 'ast_portrait1' },
    });
    expect(await tell('(language: "en")', 'fr')).toMatchObject({ language: 'en', isFallback: false });
    expect(await tell('', 'ja')).toMatchObject({ language: 'en', isFallback: true });
    expect(await tell('')).toMatchObject({ language: 'en', isFallback: false });
    const { data } = await ask('{ athlete(code: "2") { biography { text } } }');
    expect(data.athlete.biography).toBeNull();
  });
});

describe('references from other services', () => {
  const entities = async (...representations: object[]) => {
    const { data, errors } = await ask(
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ... on Athlete { name } ... on Team { name } ... on Organisation { name } } }',
      { representations },
    );
    expect(errors).toBeUndefined();
    return data._entities;
  };

  test('resolve by key, in order; unknown ones to null', async () => {
    expect(
      await entities(
        { __typename: 'Athlete', id: 'ath_2' },
        { __typename: 'Athlete', id: 'ath_404' },
        { __typename: 'Athlete', id: 'ath_9000001' },
        { __typename: 'Athlete', id: 'nonsense' },
        { __typename: 'Team', id: 'tea_ATHM4X100M-KEN02' },
        { __typename: 'Team', id: 'tea_x' },
        { __typename: 'Organisation', code: 'KEN' },
        { __typename: 'Organisation', code: 'X\0X' },
      ),
    ).toEqual([
      { __typename: 'Athlete', name: 'Usain BOLT' },
      null,
      null,
      null,
      { __typename: 'Team', name: 'Kenya 2' },
      null,
      { __typename: 'Organisation', name: 'Kenya' },
      null,
    ]);
  });
});

test('whatever the lengths of the lists, each kind of thing at each level is read by one statement', async () => {
  const count = async () => {
    const rows = await home.database.many<{ calls: bigint }>(sql`
      select sum(calls)::bigint as calls from pg_stat_statements s join pg_database d on d.oid = s.dbid
      where d.datname = current_database() and query ilike 'select%' and query not ilike '%pg_stat_statements%'`);
    return Number(rows[0]?.calls ?? 0);
  };
  const query = `{ athletes(first: $N) { nodes { organisation { name athletes(first: 3) { nodes { name } } teams { nodes { code } } athleteCount }
    function { name category } disciplines { discipline { code } } registeredEvents { bib } biography { text }
    teams { organisation { name } members { athlete { name } } officials { official { function { name } } } } } } }`;
  await home.database.run(sql`create extension if not exists pg_stat_statements`);
  const statementsOnce = async (size: number) => {
    const before = await count();
    expect((await ask(query.replace('$N', String(size)))).errors).toBeUndefined();
    return (await count()) - before;
  };
  // The least of three: the service reads on its own account too, for its feed and its outbox.
  const statementsFor = async (size: number) => {
    const counts = [await statementsOnce(size), await statementsOnce(size), await statementsOnce(size)];
    return Math.min(...counts);
  };
  const few = await statementsFor(2);
  const many = await statementsFor(6);
  expect(many).toBeGreaterThan(5);
  expect(many).toBeLessThanOrEqual(few + 2);
  // athletes; organisations, functions, participations, events, biographies, teams; athletes, teams and counts of
  // organisations, members, officials; their people; their functions.
  expect(many).toBeLessThanOrEqual(16);
});

describe('the ingest endpoint', () => {
  const send = (xml: string | Uint8Array, headers: Record<string, string> = { 'x-api-key': 'key of the feed' }) =>
    fetch(service.url.replace('/graphql', '/odf'), { method: 'POST', body: Buffer.from(xml), headers });

  test('takes a message, plain or gzip, and a name that it corrects shows soon after', async () => {
    const update = message({ documentType: 'DT_PARTIC_UPDATE', at: '13:00' }, [
      participant('3', { GivenName: 'Usana', FamilyName: 'Boltova' }),
    ]);
    const sent = await send(gzipSync(update.xml), { 'x-api-key': 'key of the feed', 'content-encoding': 'gzip' });
    expect(sent.status).toBe(200);
    expect(await sent.json()).toMatchObject({ outcome: 'STORED' });
    expect(await (await send(update.xml)).json()).toMatchObject({ outcome: 'DUPLICATE' });
    for (;;) {
      const { data } = await ask('{ athlete(code: "3") { names { given } } }');
      if (data.athlete.names.given === 'Usana') break;
    }
    expect((await find('usana'))[0]).toBe('Usana BOLTOVA');
  });

  test('refuses strangers, monsters and other Games with a code', async () => {
    const codeOf = async (response: Promise<Response>) =>
      ((await (await response).json()) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code;
    const good = message({ documentCode: padRsc('JUD') }, []).xml;
    expect(await codeOf(send(good, {}))).toBe('UNAUTHENTICATED');
    expect(await codeOf(send(good, { 'x-api-key': 'wrong' }))).toBe('UNAUTHENTICATED');
    expect(await codeOf(send('<!DOCTYPE a [<!ENTITY b "c">]><OdfBody/>'))).toBe('ODF_DOCTYPE_REFUSED');
    expect(await codeOf(send('not xml'))).toBe('ODF_MALFORMED');
    expect(
      await codeOf(
        send(gzipSync(Buffer.alloc(50_000_000, 32)), { 'x-api-key': 'key of the feed', 'content-encoding': 'gzip' }),
      ),
    ).toBe('PAYLOAD_TOO_LARGE');
    expect(await codeOf(send(message({ competitionCode: 'OTHER', documentCode: padRsc('JUD') }, []).xml))).toBe(
      'ODF_OTHER_COMPETITION',
    );
  });
});

test('nobody but the gateway is answered', async () => {
  const response = await fetch(service.url, {
    method: 'POST',
    body: JSON.stringify({ query: '{ athletes { nodes { id } } }' }),
  });
  expect(response.status).toBe(401);
});
