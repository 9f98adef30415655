import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createWorld } from '@games/demonstration';
import { sql } from '@games/postgres';
import { testViewer } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeFiles } from '../seed/files/writeFiles.ts';
import { createSignals } from '../seed/recordings.ts';
import { seed } from '../seed/seed.ts';
import { createTables } from '../seed/tables.ts';
import { createWorks } from '../seed/works.ts';
import { type MediaUnderTest, startMedia } from './startMedia.ts';

const world = createWorld({ scale: 'small' });
const demoBroadcaster = testViewer({
  kind: 'partner',
  partner: 'demo-broadcaster',
  scopes: ['media:feeds', 'media:assets'],
  territory: 'FR',
});
let media: MediaUnderTest;
const heard: (readonly [number, number])[] = [];

beforeAll(async () => {
  media = await startMedia();
  media.setClock(world.now);
  await seed(media.database, world, (done, total) => heard.push([done, total]), media.folder);
});
afterAll(() => media.close());

describe('the demonstration', () => {
  test('progress goes from nothing to everything', () => {
    expect(heard[0]?.[0]).toBe(0);
    expect(heard.at(-1)?.[0]).toBe(heard.at(-1)?.[1]);
    expect(heard.every(([done], index) => index === 0 || done >= (heard[index - 1]?.[0] ?? 0))).toBe(true);
  });

  test('it is the same each time, byte for byte', async () => {
    const tables = async () => createTables(createWorld({ scale: 'small' }), await writeFiles(world, media.folder));
    const asText = (content: unknown): string =>
      JSON.stringify(content, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
    expect(asText(await tables())).toBe(asText(await tables()));
  });

  test('at full scale there are 20,000 assets', () => {
    const full = createWorld({ scale: 'full' });
    expect(createWorks(full, createSignals(full))).toHaveLength(20_000);
  });

  test('every stored object is a file of its size in the folder, an image by its first bytes', async () => {
    const objects = await media.database.many<{ key: string; bytes: bigint; type: string }>(
      sql`select key, byte_size as bytes, media_type as type from stored_object`,
    );
    expect(objects.length).toBeGreaterThan(50);
    for (const { key, bytes, type } of objects) {
      const content = await readFile(join(media.folder, key));
      expect(BigInt(content.length)).toBe(bytes);
      const begin = type === 'image/png' ? '\u0089PNG\r\n' : '<svg xmlns=';
      expect(content.toString('latin1').startsWith(begin)).toBe(true);
    }
  });

  test('no clip reaches out of its recording, and no moment lies beyond it', async () => {
    const beyond = await media.database.many(sql`
      select c.id from clip c join asset a on a.id = c.asset_id where c.out_frame > a.duration_frames
      union all select m.id from moment m join asset a on a.id = m.asset_id where m.frame >= a.duration_frames`);
    expect(beyond).toEqual([]);
  });

  test('every athlete has a portrait whose picture can be had', async () => {
    const [first, last] = [world.athletes[0], world.athletes.at(-1)];
    for (const athlete of [first, last]) {
      const { data } = await media.ask(
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Athlete { portrait { url } } } }',
        { r: [{ __typename: 'Athlete', id: `ath_${athlete?.code}` }] },
      );
      const response = await fetch(data._entities[0].portrait.url);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
    }
  });

  test('some signals are live, and the demonstration’s broadcaster may take them', async () => {
    const { data } = await media.ask(
      '{ feeds(live: true, kind: WORLD) { nodes { state endpoint access { allowed } } } }',
      {},
      demoBroadcaster,
    );
    expect(data.feeds.nodes.length).toBeGreaterThan(0);
    for (const feed of data.feeds.nodes) {
      expect(feed).toEqual({ state: 'LIVE', endpoint: expect.stringMatching(/^srt:/), access: { allowed: true } });
    }
  });

  test('decisions of every kind are met somewhere', async () => {
    const codes = new Set<string>();
    for (const territory of ['FR', 'KE', 'TV', 'IN', 'JP']) {
      for (const platform of ['WEB', 'SOCIAL', 'PUBLIC_SCREEN']) {
        const { data } = await media.ask(
          `{ clips(territory: "${territory}", platform: ${platform}, first: 100) { edges { availability { reasons { code } } } } }`,
        );
        for (const edge of data.clips.edges) for (const { code } of edge.availability.reasons) codes.add(code);
      }
    }
    const banned = await media.ask(
      '{ clips(territory: "KE", platform: SOCIAL, code: "JUD") { edges { availability { reasons { code } } } } }',
    );
    codes.add(banned.data.clips.edges[0].availability.reasons[0].code);
    expect([...codes].sort()).toEqual(
      expect.arrayContaining([
        'EMBARGOED',
        'NO_GRANT',
        'PERMITTED',
        'PLATFORM_NOT_COVERED',
        'PROHIBITED',
        'REVOKED',
        'WINDOW_CLOSED',
      ]),
    );
  });
});

describe('statements', () => {
  const units = world.units.filter(({ medal }) => medal === 'GOLD').map(({ code }) => ({ __typename: 'Unit', code }));
  const athletes = world.athletes.map(({ code }) => ({ __typename: 'Athlete', id: `ath_${code}` }));
  const entities = (fields: string) => `query ($r: [_Any!]!) { _entities(representations: $r) { ${fields} } }`;
  const clipFields =
    'edges { node { id title athletes { id } poster { url } moment { label } asset { renditions { url } } } availability { allowed holders { name } reasons { code grant { id } } } }';

  const cases: readonly (readonly [name: string, most: number, query: (first: number) => string, list: object[]])[] = [
    // Clips; their athletes, moments, posters, recordings, grants; of those: renditions, holders, the grants' entities; and
    // the grants that decide about the recordings' files.
    [
      'clips of units',
      10,
      (first) => entities(`... on Unit { clips(territory: "FR", first: ${first}) { ${clipFields} } }`),
      units,
    ],
    [
      'clips and portraits of athletes',
      11,
      (first) =>
        entities(`... on Athlete { portrait { url } clips(territory: "FR", first: ${first}) { ${clipFields} } }`),
      athletes,
    ],
    [
      'feeds of units',
      7,
      (first) =>
        entities(
          `... on Unit { feeds(first: ${first}) { nodes { endpoint access { reasons { grant { id } } holders { name } } audio { role } recording { renditions { url } } } } }`,
        ),
      units,
    ],
    [
      'moments of units',
      1,
      (first) =>
        entities(`... on Unit { moments(first: ${first}) { nodes { label position { timecode } athlete { id } } } }`),
      units,
    ],
  ];

  test.each(cases)('%s need at most %i, whatever the lengths of the lists', async (_name, most, query, list) => {
    const run = async (first: number, count: number): Promise<number> => {
      await media.countStatements();
      const { errors } = await media.ask(query(first), { r: list.slice(0, count) }, demoBroadcaster);
      expect(errors).toBeUndefined();
      return media.countStatements();
    };
    const short = await run(2, 3);
    const long = await run(50, 200);
    expect(long).toBeLessThanOrEqual(most);
    expect(short).toBeLessThanOrEqual(long);
  });
});
