import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { merchandiseKinds, type World } from '@games/demonstration';
import { type Drawing, drawDiscipline, drawMerchandise, drawPortrait, drawVenue } from './drawings.ts';
import { encodePng } from './png.ts';
import { drawStoryboard } from './storyboard.ts';

/** A file in the folder of assets, as the table of stored objects knows it. */
export interface StoredObject {
  readonly key: string;
  readonly mediaType: string;
  readonly byteSize: number;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
}

/** As many faces as the demonstration has; athletes share them. */
export const portraitCount = 24;

export const objectKeys = {
  discipline: (code: string) => `illustrations/${code.toLowerCase()}.svg`,
  venue: (code: string) => `venues/${code.toLowerCase()}.svg`,
  portrait: (number: number) => `portraits/${String(number).padStart(2, '0')}.svg`,
  merchandise: (code: string) => `merchandise/${code}.svg`,
  storyboard: (discipline: string) => `storyboards/${discipline.toLowerCase()}.png`,
} as const;

/** Draws every picture of the demonstration into the folder. Returns what was written, by key. */
export async function writeFiles(world: World, folder: string): Promise<ReadonlyMap<string, StoredObject>> {
  const drawings: readonly (readonly [key: string, drawing: Drawing])[] = [
    ...world.disciplines.map(({ code, name }) => [objectKeys.discipline(code), drawDiscipline(code, name)] as const),
    ...world.venues.map(({ code, name }) => [objectKeys.venue(code), drawVenue(code, name)] as const),
    ...merchandiseKinds.map(
      ({ code, names }) => [objectKeys.merchandise(code), drawMerchandise(code, names.en)] as const,
    ),
    ...Array.from({ length: portraitCount }, (_, i) => [objectKeys.portrait(i), drawPortrait(i)] as const),
  ];
  const objects = new Map<string, StoredObject>();
  const store = async (key: string, mediaType: string, bytes: Buffer, width: number, height: number) => {
    const path = join(folder, key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    objects.set(key, { key, mediaType, byteSize: bytes.length, sha256, width, height });
  };
  for (const [key, { svg, width, height }] of drawings) {
    await store(key, 'image/svg+xml', Buffer.from(svg), width, height);
  }
  for (const { code } of world.disciplines) {
    const raster = drawStoryboard(code);
    await store(objectKeys.storyboard(code), 'image/png', encodePng(raster), raster.width, raster.height);
  }
  return objects;
}
