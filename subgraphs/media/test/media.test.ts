import { testViewer } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fillMedia, otherUnit, unit } from './fixtures.ts';
import { broadcaster, type MediaUnderTest, otherBroadcaster, staff, startMedia } from './startMedia.ts';

let media: MediaUnderTest;

beforeAll(async () => {
  media = await startMedia();
  await fillMedia(media.database, media.folder);
});
afterAll(() => media.close());

const entity = (type: string, key: object, fields: string, viewer = testViewer(), variables = {}) =>
  media
    .ask(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { ${fields} } } }`,
      { r: [{ __typename: type, ...key }], ...variables },
      viewer,
    )
    .then(({ data, errors }) => ({ found: data?._entities?.[0], errors }));

describe('clips and whether they may be shown', () => {
  const clipsOf = async (territory: string, platform: string, at: string | null = null) => {
    const { data, errors } = await media.ask(
      `query ($territory: CountryCode!, $platform: MediaPlatform!, $at: DateTime) {
        clips(territory: $territory, platform: $platform, at: $at) {
          edges { node { id } availability { allowed reasons { code at } holders { code } availableFrom availableUntil limits { limit } } }
        }
      }`,
      { territory, platform, at },
    );
    expect(errors).toBeUndefined();
    type Edge = {
      node: { id: string };
      availability: {
        allowed: boolean;
        reasons: { code: string; at: string }[];
        availableFrom: string;
        holders: { code: string }[];
        limits: object[];
      };
    };
    return new Map((data.clips.edges as Edge[]).map(({ node, availability }) => [node.id, availability]));
  };

  test('only published clips are listed, the latest first', async () => {
    expect([...(await clipsOf('FR', 'WEB')).keys()]).toEqual(['clp_judo', 'clp_banned', 'clp_finish']);
  });

  test('the exclusive licensee may show it on the platform of its contract', async () => {
    const clip = (await clipsOf('FR', 'WEB')).get('clp_finish');
    expect(clip).toMatchObject({ allowed: true, reasons: [{ code: 'PERMITTED' }], holders: [{ code: 'canal-un' }] });
  });

  test('a prohibition of one clip leaves the others alone', async () => {
    const clips = await clipsOf('FR', 'WEB');
    expect(clips.get('clp_banned')).toMatchObject({ allowed: false, holders: [] });
    expect(clips.get('clp_banned')?.reasons[0]?.code).toBe('PROHIBITED');
  });

  test('where the licence covers another discipline only, another holder of rights may show it', async () => {
    expect((await clipsOf('FR', 'WEB')).get('clp_judo')?.holders).toEqual([{ code: 'organiser' }]);
  });

  test('an embargo says when it lifts, and has lifted then', async () => {
    const clip = (await clipsOf('DE', 'WEB')).get('clp_finish');
    expect(clip?.reasons).toEqual([{ code: 'EMBARGOED', at: '2028-07-23T04:20:00.000Z' }]);
    expect(clip?.availableFrom).toBe('2028-07-23T04:20:00.000Z');
    const later = (await clipsOf('DE', 'WEB', '2028-07-22T21:20:00-07:00')).get('clp_finish');
    expect(later).toMatchObject({ allowed: true, holders: [{ code: 'sender-zwei' }] });
  });

  test('platforms and territories without a grant say so', async () => {
    expect((await clipsOf('FR', 'SOCIAL')).get('clp_finish')?.reasons.map(({ code }) => code)).toEqual([
      'PLATFORM_NOT_COVERED',
      'PLATFORM_NOT_COVERED',
    ]);
    expect((await clipsOf('KE', 'WEB')).get('clp_finish')?.reasons[0]?.code).toBe('NO_GRANT');
  });

  test('what a set excludes is not covered, although another set of the same grant includes it', async () => {
    const clip = (await clipsOf('FR', 'WEB')).get('clp_judo');
    expect(clip?.holders.map(({ code }) => code)).not.toContain('sender-zwei');
  });

  test('quotas and grants are told to their holder and to staff, and to nobody else', async () => {
    const fields = `id availability(territory: "FR") { limits { limit measure period } reasons { grant { id holder { code } territories platforms } } }`;
    const asked = (viewer = testViewer()) => entity('Clip', { id: 'clp_finish' }, fields, viewer);
    const hidden = { limits: [], reasons: [{ grant: null }] };
    expect((await asked()).found.availability).toEqual(hidden);
    expect((await asked(otherBroadcaster)).found.availability).toEqual(hidden);
    expect((await asked(testViewer({ ...broadcaster, scopes: [] }))).found.availability.reasons).toEqual([
      { grant: null },
    ]);
    for (const viewer of [broadcaster, staff]) {
      expect((await asked(viewer)).found.availability).toEqual({
        limits: [{ limit: 360, measure: 'SECONDS', period: 'DAY' }],
        reasons: [
          { grant: { id: 'rgt_fr.main', holder: { code: 'canal-un' }, territories: ['FR'], platforms: ['WEB'] } },
        ],
      });
    }
  });

  test('frames, labels and the clock on the wall are three names of one place', async () => {
    const { found } = await entity(
      'Clip',
      { id: 'clp_finish' },
      'in { frame timecode at } out { frame timecode } durationFrames frameRate { numerator denominator dropFrame }',
    );
    expect(found).toEqual({
      in: { frame: 17_982, timecode: '19:04:59;58', at: '2028-07-23T02:04:59.999Z' },
      out: { frame: 18_582, timecode: '19:05:10;02' },
      durationFrames: 600,
      frameRate: { numerator: 60_000, denominator: 1_001, dropFrame: true },
    });
  });

  test('a clip that is not to be seen yet is not there by id either', async () => {
    for (const id of ['clp_draft', 'clp_withdrawn', 'clp_scheduled', 'clp_nothing', 'ast_final']) {
      expect((await entity('Clip', { id }, 'id')).found).toBeNull();
    }
    expect((await media.ask('{ clip(id: "clp_draft") { id } }')).data).toEqual({ clip: null });
    expect((await media.ask('{ clip(id: "ast_final") { id } }')).errors?.[0]?.extensions.code).toBe('INVALID_ID');
  });

  test('a clip that was scheduled appears by the clock of the Games', async () => {
    media.setClock('2028-07-22T20:00:00-07:00');
    expect((await entity('Clip', { id: 'clp_scheduled' }, 'id')).found).toEqual({ id: 'clp_scheduled' });
    media.setClock('2028-07-22T19:30:00-07:00');
  });

  test('the results system code narrows the list by its beginning', async () => {
    const query = 'query ($code: String) { clips(territory: "FR", code: $code) { nodes { id } } }';
    const ids = async (code: string) =>
      (await media.ask(query, { code })).data.clips.nodes.map(({ id }: { id: string }) => id);
    expect(await ids('JUD')).toEqual(['clp_judo']);
    expect(await ids(otherUnit.slice(0, 22))).toEqual(['clp_judo']);
    expect(await ids(unit)).toEqual(['clp_banned', 'clp_finish']);
    expect(await ids('%')).toEqual([]);
  });
});

describe('who may know of what', () => {
  const fields = 'id visibleFiles: renditions { name stored url } access { allowed reasons { code } }';
  const outsiders = [
    ['somebody without a key', testViewer()],
    ['a fan', testViewer({ kind: 'fan', subject: 'fan-1', scopes: ['media:assets', 'staff:media'] })],
    ['a partner of another kind', testViewer({ kind: 'partner', partner: 'canal-un', scopes: [] })],
    ['staff of another service', testViewer({ kind: 'staff', subject: 'x', scopes: ['staff:ticketing'] })],
  ] as const;

  test.each(outsiders)(
    '%s finds no recording, by id, by reference, in a list or behind a clip',
    async (_who, viewer) => {
      expect((await entity('Asset', { id: 'ast_final' }, fields, viewer)).found).toBeNull();
      const { data } = await media.ask(
        `{ asset(id: "ast_final") { id } assets(unit: "${unit}") { nodes { id } } clip(id: "clp_finish") { asset { id } }
         feed(id: "fee_world") { recording { id } endpoint access { reasons { code } } } }`,
        {},
        viewer,
      );
      expect(data).toEqual({
        asset: null,
        assets: { nodes: [] },
        clip: { asset: null },
        feed: { recording: null, endpoint: null, access: { reasons: [{ code: 'NOT_A_RIGHTS_HOLDER' }] } },
      });
    },
  );

  test.each(outsiders)('%s finds no signal for rights holders, contract or delivery', async (_who, viewer) => {
    expect((await entity('Feed', { id: 'fee_iso' }, 'id', viewer)).found).toBeNull();
    expect((await entity('RightsGrant', { id: 'rgt_fr.main' }, 'id', viewer)).found).toBeNull();
    expect((await entity('Delivery', { id: 'dlv_d1' }, 'id', viewer)).found).toBeNull();
    expect((await media.ask('{ feeds { nodes { id } } }', {}, viewer)).data.feeds.nodes).toEqual([{ id: 'fee_world' }]);
    for (const list of ['rightsGrants', 'deliveries']) {
      const { errors } = await media.ask(`{ ${list} { nodes { id } } }`, {}, viewer);
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });

  test('a rights holder gets files in the territory of its own contract, and hears why not elsewhere', async () => {
    const { found } = await entity('Asset', { id: 'ast_final' }, fields, broadcaster);
    expect(found.access).toEqual({ allowed: true, reasons: [{ code: 'PERMITTED' }] });
    expect(found.visibleFiles).toEqual([
      { name: 'hd', stored: false, url: null },
      { name: 'storyboard', stored: true, url: expect.stringContaining('/files/final/storyboard?for=canal-un%40FR') },
    ]);
    const judo = await entity('Asset', { id: 'ast_judo' }, fields, broadcaster);
    expect(judo.found.access).toEqual({ allowed: false, reasons: [{ code: 'NO_GRANT' }] });
    const embargoed = await entity('Asset', { id: 'ast_final' }, fields, otherBroadcaster);
    expect(embargoed.found.access).toEqual({ allowed: false, reasons: [{ code: 'EMBARGOED' }] });
    expect(embargoed.found.visibleFiles[1].url).toBeNull();
    const nowhere = await entity('Asset', { id: 'ast_final' }, fields, testViewer({ ...broadcaster, territory: null }));
    expect(nowhere.found.access.reasons).toEqual([{ code: 'NO_TERRITORY' }]);
  });

  test('what is internal is for staff only', async () => {
    expect((await entity('Asset', { id: 'ast_secret' }, fields, broadcaster)).found).toBeNull();
    expect((await entity('Asset', { id: 'ast_secret' }, fields, staff)).found.access.reasons).toEqual([
      { code: 'STAFF' },
    ]);
  });

  test('a broadcaster takes the signals that its grant covers, and no others', async () => {
    const query =
      '{ feeds { nodes { id state endpoint access { allowed reasons { code } } audio { role language } } } }';
    const french = (await media.ask(query, {}, broadcaster)).data.feeds.nodes;
    expect(french.map(({ id, state }: { id: string; state: string }) => [id, state])).toEqual([
      ['fee_iso', 'ENDED'],
      ['fee_world', 'LIVE'],
      ['fee_later', 'SCHEDULED'],
    ]);
    expect(french[1].endpoint).toBe('srt://signals.example:9000?streamid=world');
    const german = (await media.ask(query, {}, otherBroadcaster)).data.feeds.nodes;
    expect(german[1]).toMatchObject({ endpoint: null, access: { allowed: false, reasons: [{ code: 'EMBARGOED' }] } });
  });

  test('contracts and deliveries are listed to the one they belong to', async () => {
    const query = '{ rightsGrants { nodes { id } } deliveries { nodes { id bytesSent } } }';
    const { data } = await media.ask(query, {}, broadcaster);
    expect(data).toEqual({
      rightsGrants: { nodes: [{ id: 'rgt_fr.main' }] },
      deliveries: { nodes: [{ id: 'dlv_d1', bytesSent: '5000000000' }] },
    });
    const other = await media.ask('{ rightsGrants(holder: "sender-zwei") { nodes { id } } }', {}, broadcaster);
    expect(other.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await media.ask(query, {}, staff)).data.rightsGrants.nodes).toHaveLength(4);
    expect((await entity('Delivery', { id: 'dlv_d2' }, 'id', broadcaster)).found).toBeNull();
    expect((await entity('RightsGrant', { id: 'rgt_de.late' }, 'id', broadcaster)).found).toBeNull();
  });

  test('a caller other than the gateway is refused', async () => {
    const response = await fetch(media.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ feeds { nodes { id } } }' }),
    });
    expect(response.status).toBe(401);
  });
});

describe('what media adds to others', () => {
  test('a unit has its feeds, moments and clips, the world feed first', async () => {
    const fields = `feeds { nodes { id } } moments { nodes { id kind label position { timecode } source athlete { id } } }
      clips(territory: "FR", first: 1) { edges { node { id } availability { allowed } } pageInfo { hasNextPage } }`;
    const { found } = await entity('Unit', { code: unit }, fields, broadcaster);
    expect(found.feeds.nodes.map(({ id }: { id: string }) => id)).toEqual(['fee_world', 'fee_later', 'fee_iso']);
    expect(found.moments.nodes).toEqual([
      {
        id: 'mom_start',
        kind: 'START',
        label: 'Start',
        position: { timecode: '19:04:59;58' },
        source: 'LOGGER',
        athlete: null,
      },
      {
        id: 'mom_gold',
        kind: 'MEDAL',
        label: 'Gold',
        position: { timecode: '19:05:10;01' },
        source: 'RESULTS',
        athlete: { id: 'ath_1000001' },
      },
    ]);
    expect(found.clips).toEqual({
      edges: [{ node: { id: 'clp_banned' }, availability: { allowed: false } }],
      pageInfo: { hasNextPage: true },
    });
  });

  test('an athlete has a portrait and clips, an event its stories', async () => {
    const athlete = await entity(
      'Athlete',
      { id: 'ath_1000001' },
      'portrait { id url width height mediaType } clips(territory: "FR") { nodes { id athletes { id } } }',
    );
    expect(athlete.found.portrait).toEqual({
      id: 'ast_portrait',
      url: expect.stringMatching(/^http:.*for=public/),
      width: 4,
      height: 3,
      mediaType: 'image/svg+xml',
    });
    expect(athlete.found.clips.nodes[1]).toEqual({ id: 'clp_finish', athletes: [{ id: 'ath_1000001' }] });
    const story = await entity(
      'Event',
      { code: unit.slice(0, 22).padEnd(34, '-') },
      'stories { nodes { id title picture { id } } }',
    );
    expect(story.found.stories.nodes).toEqual([{ id: 'sty_told', title: 'Told', picture: { id: 'ast_portrait' } }]);
  });

  test('an unknown athlete has no portrait and no clips; an id that is none has no entity', async () => {
    const { found } = await entity(
      'Athlete',
      { id: 'ath_0' },
      'portrait { id } clips(territory: "FR") { nodes { id } }',
    );
    expect(found).toEqual({ portrait: null, clips: { nodes: [] } });
    expect((await entity('Athlete', { id: 'fan_1' }, 'portrait { id }')).found).toBeNull();
  });

  test('texts come in the reader’s language where they exist in it, and say which it is', async () => {
    const query = '{ clip(id: "clp_finish") { title language } story(id: "sty_told") { title language } }';
    const french = await media.ask(query, {}, testViewer(), { 'accept-language': 'fr-CA, es;q=0.5' });
    expect(french.data).toEqual({
      clip: { title: 'Extrait finish', language: 'fr' },
      story: { title: 'Told', language: 'en' },
    });
    expect((await media.ask(query, {}, testViewer(), { 'accept-language': 'sw' })).data.clip).toEqual({
      title: 'Clip finish',
      language: 'en',
    });
  });

  test('a recording grows with the clock, and is not there before it began', async () => {
    const fields = 'state durationFrames timerange startTimecode';
    media.setClock('2028-07-22T19:10:00-07:00');
    const growing = (await entity('Asset', { id: 'ast_final' }, fields, staff)).found;
    expect(growing).toEqual({
      state: 'GROWING',
      durationFrames: 35_964,
      timerange: '[1847930437:0_)',
      startTimecode: '19:00:00;00',
    });
    media.setClock('2028-07-22T18:59:59-07:00');
    expect((await entity('Asset', { id: 'ast_final' }, fields, staff)).found).toBeNull();
    media.setClock('2028-07-22T19:30:00-07:00');
    const ready = (await entity('Asset', { id: 'ast_final' }, fields, staff)).found;
    expect(ready).toMatchObject({
      state: 'READY',
      durationFrames: 71_928,
      timerange: '[1847930437:0_1847931636:998800000)',
    });
  });
});

describe('bad input', () => {
  test('pages are bounded, and cursors belong to their list', async () => {
    const codeOf = async (query: string) => (await media.ask(query)).errors?.[0]?.extensions.code;
    expect(await codeOf('{ feeds(first: 1000000) { nodes { id } } }')).toBe('PAGE_TOO_LARGE');
    const { data } = await media.ask('{ feeds(first: 1) { pageInfo { endCursor } } }');
    expect(await codeOf(`{ stories(after: "${data.feeds.pageInfo.endCursor}") { nodes { id } } }`)).toBe(
      'INVALID_CURSOR',
    );
    const forged = Buffer.from(JSON.stringify(['feeds', 'no time', 'x'])).toString('base64url');
    expect(await codeOf(`{ feeds(after: "${forged}") { nodes { id } } }`)).toBe('BAD_USER_INPUT');
    expect(await codeOf('{ feeds(unit: "\\u0000") { nodes { id } } }')).toBe('BAD_USER_INPUT');
    expect(await codeOf('{ clips(territory: "France") { nodes { id } } }')).toBe('BAD_USER_INPUT');
    expect(await codeOf('{ assets(athlete: "clp_1") { nodes { id } } }')).toBe('INVALID_ID');
  });
});
