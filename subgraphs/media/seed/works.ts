import { type Athlete, merchandiseKinds, type World } from '@games/demonstration';
import { at } from './clock.ts';
import { objectKeys, portraitCount } from './files/writeFiles.ts';
import type { Signal } from './recordings.ts';

/** An asset of the demonstration; `picture` is the key of the stored object that shows it, if one does. */
export interface Work {
  readonly id: string;
  readonly kind: 'RECORDING' | 'PHOTO' | 'PORTRAIT' | 'VENUE_PICTURE' | 'ILLUSTRATION' | 'PRODUCT_PICTURE';
  readonly visibility: 'PUBLIC' | 'LICENSED';
  readonly titles: { readonly en: string; readonly fr?: string; readonly es?: string };
  readonly unit?: string;
  readonly athlete?: string;
  readonly venue?: string;
  readonly discipline?: string;
  readonly createdMs: number;
  readonly recording?: Signal;
  readonly picture?: string;
}

const assetsAtFullScale = 20_000;
const photosAtSmallScale = 400;

/** Ids of assets that others refer to. */
export const workIds = {
  illustration: (discipline: string) => `illustration-${discipline}`,
  portrait: (athlete: string) => `portrait-${athlete}`,
  merchandise: (kind: string) => `merchandise-${kind}`,
  recording: ({ id }: Signal) => `rec-${id}`,
} as const;

/** Every asset of the Games: 20,000 at full scale, filled up with photographs. */
export function createWorks(world: World, signals: readonly Signal[]): readonly Work[] {
  const works = [...stillWorks(world), ...recordingWorks(signals)];
  const photos = world.scale === 'full' ? assetsAtFullScale - works.length : photosAtSmallScale;
  return [...works, ...photoWorks(world, photos)];
}

function stillWorks(world: World): readonly Work[] {
  const opening = at(`${world.games.start}T00:00:00${world.games.offset}`, -60 * 24 * 30);
  const common = { visibility: 'PUBLIC', createdMs: opening } as const;
  return [
    ...world.disciplines.map(({ code, names }): Work => {
      const titles = { en: names.en ?? code, fr: names.fr ?? code, es: names.es ?? code };
      const id = workIds.illustration(code);
      return { ...common, id, kind: 'ILLUSTRATION', titles, discipline: code, picture: objectKeys.discipline(code) };
    }),
    ...world.venues.map(({ code, name }): Work => {
      const id = `venue-${code}`;
      return {
        ...common,
        id,
        kind: 'VENUE_PICTURE',
        titles: { en: name },
        venue: code,
        picture: objectKeys.venue(code),
      };
    }),
    ...merchandiseKinds.map(({ code, names }): Work => {
      const id = workIds.merchandise(code);
      return { ...common, id, kind: 'PRODUCT_PICTURE', titles: names, picture: objectKeys.merchandise(code) };
    }),
    ...world.athletes.map((athlete, index): Work => {
      const picture = objectKeys.portrait((index * 7) % portraitCount);
      const id = workIds.portrait(athlete.code);
      return { ...common, id, kind: 'PORTRAIT', titles: portraitTitles(athlete), athlete: athlete.code, picture };
    }),
  ];
}

function portraitTitles({ givenName, familyName }: Athlete): Work['titles'] {
  const name = `${givenName} ${familyName}`;
  return { en: `Portrait of ${name}`, fr: `Portrait de ${name}`, es: `Retrato de ${name}` };
}

function recordingWorks(signals: readonly Signal[]): readonly Work[] {
  return signals
    .filter(({ recorded }) => recorded)
    .map((signal) => ({
      id: workIds.recording(signal),
      kind: 'RECORDING',
      visibility: 'LICENSED',
      titles: { en: signal.name },
      ...(signal.unit === null ? {} : { unit: signal.unit }),
      ...(signal.discipline === null ? {} : { discipline: signal.discipline }),
      venue: signal.venue,
      createdMs: signal.startMs,
      recording: signal,
    }));
}

function photoWorks({ units, random }: World, count: number): readonly Work[] {
  const stream = random('media.photos');
  const finals = units.filter(({ medal }) => medal !== 'NONE');
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const unit = stream.chance(0.4) ? stream.pick(finals) : stream.pick(units);
    const span = at(unit.end) - at(unit.start);
    return {
      id: `photo-${String(index + 1).padStart(6, '0')}`,
      kind: 'PHOTO',
      visibility: 'LICENSED',
      titles: { en: unit.name },
      unit: unit.code,
      discipline: unit.discipline,
      venue: unit.venue,
      createdMs: at(unit.start) + Math.floor(stream.next() * span),
    };
  });
}
