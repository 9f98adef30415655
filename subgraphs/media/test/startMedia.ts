import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServedForTests, serveForTests } from '@games/subgraph/testing';
import { testViewer } from '@games/testing';
import { media } from '../src/createMedia.ts';

/** A media service on a database and a folder of its own. */
export interface MediaUnderTest extends ServedForTests {
  readonly folder: string;
}

export async function startMedia(): Promise<MediaUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'media-'));
  const service = await serveForTests(media, { filesFolder: folder, linkSecret: 'a secret for addresses of files' });
  return {
    ...service,
    folder,
    close: async () => {
      await service.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const staff = testViewer({ kind: 'staff', subject: 'editor', scopes: ['staff:media'] });
export const broadcaster = testViewer({
  kind: 'partner',
  partner: 'canal-un',
  scopes: ['media:feeds', 'media:assets'],
  territory: 'FR',
});
export const otherBroadcaster = testViewer({ ...broadcaster, partner: 'sender-zwei', territory: 'DE' });
