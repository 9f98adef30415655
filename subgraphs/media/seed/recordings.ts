import type { World } from '@games/demonstration';
import { type FrameRate, framesInMilliseconds } from '../src/domain/assets/timecode.ts';
import { at, timeOfDayMs } from './clock.ts';

/** A signal of the demonstration and, where it is recorded, its recording. */
export interface Signal {
  readonly id: string;
  readonly kind: 'WORLD' | 'CLEAN' | 'ISO' | 'BEAUTY' | 'MULTI_CLIP';
  readonly name: string;
  readonly audience: 'EVERYBODY' | 'RIGHTS_HOLDERS';
  readonly unit: string | null;
  readonly discipline: string | null;
  readonly venue: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly rate: FrameRate;
  readonly startFrame: number;
  readonly durationFrames: number;
  readonly audio: 'commentated' | 'international' | 'described';
  readonly recorded: boolean;
}

const dropFrame: FrameRate = { numerator: 60_000, denominator: 1_001, dropFrame: true };
const nonDrop: FrameRate = { numerator: 50, denominator: 1, dropFrame: false };
/** Signals come up before the start and stay for the ceremony or the interviews. */
const minutesBefore = 5;
const minutesAfter = 15;

interface Draft extends Omit<Signal, 'rate' | 'startFrame' | 'durationFrames'> {
  readonly rate?: FrameRate;
}

/** Every signal of the Games, in the order of the schedule. */
export function createSignals(world: World): readonly Signal[] {
  const drafts = [...unitSignals(world), ...multiClipSignals(world), ...beautySignals(world)];
  return drafts.map((draft) => {
    const { rate = dropFrame, startMs, endMs } = draft;
    return {
      ...draft,
      rate,
      startFrame: framesInMilliseconds(timeOfDayMs(world, startMs), rate),
      durationFrames: framesInMilliseconds(endMs - startMs, rate),
    };
  });
}

function unitSignals({ units }: World): readonly Draft[] {
  return units.flatMap((unit) => {
    const common = {
      unit: unit.code,
      discipline: unit.discipline,
      venue: unit.venue,
      startMs: at(unit.start, -minutesBefore),
      endMs: at(unit.end, minutesAfter),
      recorded: false,
    } as const;
    const world: Draft = {
      ...common,
      id: unit.code,
      kind: 'WORLD',
      name: unit.name,
      audience: 'EVERYBODY',
      audio: unit.medal === 'NONE' ? 'commentated' : 'described',
      recorded: true,
    };
    if (unit.medal === 'NONE') return [world];
    const inside = { ...common, audience: 'RIGHTS_HOLDERS', audio: 'international' } as const;
    return [
      world,
      { ...inside, id: `${unit.code}.clean`, kind: 'CLEAN', name: `${unit.name}, clean` },
      { ...inside, id: `${unit.code}.iso1`, kind: 'ISO', name: `${unit.name}, camera 1`, rate: nonDrop },
      { ...inside, id: `${unit.code}.iso2`, kind: 'ISO', name: `${unit.name}, camera 2`, rate: nonDrop },
    ];
  });
}

/** One channel for each discipline and day, from its first start until two hours after its last end. */
function multiClipSignals({ units, disciplines }: World): readonly Draft[] {
  const names = new Map(disciplines.map(({ code, name }) => [code, name]));
  const days = Map.groupBy(units, ({ discipline, logicalDate }) => `${discipline}.${logicalDate}`);
  return [...days].map(([id, ofDay]) => {
    const [first] = ofDay;
    if (!first) throw new RangeError(`no unit in ${id}`);
    return {
      id,
      kind: 'MULTI_CLIP',
      name: `${names.get(first.discipline)}, multi-clip, ${first.logicalDate}`,
      audience: 'RIGHTS_HOLDERS',
      unit: null,
      discipline: first.discipline,
      venue: first.venue,
      startMs: Math.min(...ofDay.map(({ start }) => at(start))),
      endMs: Math.max(...ofDay.map(({ end }) => at(end, 120))),
      audio: 'international',
      recorded: true,
    };
  });
}

/** The view of each venue, day and night. */
function beautySignals({ venues, games }: World): readonly Draft[] {
  return venues.map(({ code, name }) => ({
    id: `${code}.beauty`,
    kind: 'BEAUTY',
    name: `${name}, beauty camera`,
    audience: 'RIGHTS_HOLDERS',
    unit: null,
    discipline: null,
    venue: code,
    startMs: at(`${games.start}T00:00:00${games.offset}`),
    endMs: at(`${games.end}T23:59:59${games.offset}`),
    rate: nonDrop,
    audio: 'international',
    recorded: false,
  }));
}
