import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from '@games/postgres';
import type { Viewer } from '@games/service';
import { testViewer } from '@games/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { fillMedia, picture } from './fixtures.ts';
import { broadcaster, type MediaUnderTest, staff, startMedia } from './startMedia.ts';

let media: MediaUnderTest;

beforeAll(async () => {
  media = await startMedia();
  await fillMedia(media.database, media.folder);
});
afterAll(() => media.close());
beforeEach(async () => {
  await media.database.run(sql`update asset set withdrawn_at = null`);
  await media.database.run(sql`update rights_grant set revoked_at = null`);
});

async function addressOf(asset: string, viewer: Viewer): Promise<string> {
  const { data } = await media.ask(`{ asset(id: "ast_${asset}") { renditions { url } } }`, {}, viewer);
  return data.asset.renditions.map(({ url }: { url: string | null }) => url).find((url: string | null) => url !== null);
}

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;

describe('addresses of files', () => {
  test('a public picture is given to everybody, may be kept, and carries nothing that runs', async () => {
    const { data } = await media.ask('{ asset(id: "ast_portrait") { picture { url } } }');
    const response = await fetch(data.asset.picture.url);
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(picture);
    expect(response.headers.get('content-type')).toBe('image/svg+xml');
    expect(response.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const again = await fetch(data.asset.picture.url, {
      headers: { 'if-none-match': response.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    const head = await fetch(data.asset.picture.url, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(picture.length)]);
  });

  test('a licensed file is given to who holds the address, and kept by nobody in between', async () => {
    const response = await fetch(await addressOf('final', broadcaster));
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
  });

  test('an address that was altered in any part is refused', async () => {
    const address = await addressOf('final', broadcaster);
    const altered = [
      address.replace('/final/', '/secret/'),
      address.replace('/final/', '/photo/').replace('storyboard', 'original'),
      address.replace('canal-un', 'sender-zwei'),
      address.replace(/for=[^&]*/, 'for=public'),
      address.replace(/for=[^&]*/, 'for=staff'),
      address.replace(/expires=\d+/, (text) => `expires=${Number(text.slice(8)) + 1}`),
      address.replace(/signature=.{5}/, 'signature=AAAAA'),
      address.replace(/&signature=.*/, ''),
      address.replace('/final/', '/..%2f..%2fetc/'),
      new URL('/files/final/storyboard', address).href,
      new URL('/files/%', address).href,
    ];
    for (const url of altered) expect([url, await statusOf(url)]).toEqual([url, 403]);
  });

  test('an address lives for minutes', async () => {
    const address = new URL(await addressOf('final', broadcaster));
    const secondsLeft = Number(address.searchParams.get('expires')) - Date.now() / 1_000;
    expect(secondsLeft).toBeGreaterThan(200);
    expect(secondsLeft).toBeLessThan(301);
  });

  test('what is asked for within the same minute has the same address', async () => {
    const [first, second] = await Promise.all([addressOf('final', staff), addressOf('final', staff)]);
    expect(first).toBe(second);
  });
});

describe('addresses that outlive the right', () => {
  test('a grant that is revoked ends the use of addresses at once', async () => {
    const address = await addressOf('final', broadcaster);
    expect(await statusOf(address)).toBe(200);
    await media.database.run(
      sql`update rights_grant set revoked_at = '2028-07-22T19:29:00-07:00' where id = 'fr.main'`,
    );
    const refused = await fetch(address);
    expect(refused.status).toBe(403);
    expect(((await refused.json()) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code).toBe(
      'FORBIDDEN',
    );
  });

  test('an asset that is withdrawn is given to nobody, staff and caches included', async () => {
    const addresses = [await addressOf('final', broadcaster), await addressOf('final', staff)];
    const { data } = await media.ask('{ asset(id: "ast_portrait") { picture { url } } }');
    await media.database.run(sql`update asset set withdrawn_at = '2028-07-22T19:29:00-07:00'`);
    for (const url of [...addresses, data.asset.picture.url]) expect(await statusOf(url)).toBe(403);
    const { found } = await media
      .ask(
        '{ asset(id: "ast_final") { state renditions { url } access { allowed reasons { code } } } clip(id: "clp_finish") { id } }',
        {},
        broadcaster,
      )
      .then(({ data: found }) => ({ found }));
    expect(found.asset).toMatchObject({
      state: 'WITHDRAWN',
      access: { allowed: false, reasons: [{ code: 'NOT_PUBLISHED' }] },
    });
    expect(found.asset.renditions.every(({ url }: { url: string | null }) => url === null)).toBe(true);
    expect(found.clip).toBeNull();
    expect((await media.ask('{ asset(id: "ast_portrait") { id } }', {}, testViewer())).data.asset).toBeNull();
  });

  test('a file that was altered on disk is not given out, and the answer says nothing of the disk', async () => {
    const address = await addressOf('final', staff);
    await writeFile(join(media.folder, 'pictures/a.svg'), 'something else');
    const response = await fetch(address);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/pictures|folder|tmp/);
    expect(response.headers.get('cache-control')).toBeNull();
    await writeFile(join(media.folder, 'pictures/a.svg'), picture);
  });
});
