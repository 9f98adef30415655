import type { Athlete, Event, Unit, UnitCast, World } from '@games/demonstration';
import { framesInMilliseconds } from '../src/domain/assets/timecode.ts';
import { at } from './clock.ts';
import type { Moment } from './moments.ts';
import type { Signal } from './recordings.ts';
import { workIds } from './works.ts';

export interface Clip {
  readonly id: string;
  readonly kind: 'HIGHLIGHTS' | 'MOMENT' | 'INTERVIEW' | 'CEREMONY';
  readonly titles: { readonly en: string; readonly fr?: string; readonly es?: string };
  readonly recording: Signal;
  readonly inFrame: number;
  readonly outFrame: number;
  readonly code: string;
  readonly unit: string | null;
  readonly moment: string | null;
  readonly poster: string;
  readonly ms: number;
  readonly publishedMs: number;
  readonly athletes: readonly string[];
}

const minuteMs = 60_000;
/** Athletes of less prominence are interviewed too, but nobody cuts it. */
const interviewProminence = 0.2;
/** A clip names fifty athletes at most. */
const athletesOnClip = 50;

/** The athletes of each event, the most prominent first. */
export function entrantsByEvent({ athletes }: World): ReadonlyMap<string, readonly Athlete[]> {
  const entrants = new Map<string, Athlete[]>();
  for (const athlete of [...athletes].sort((a, b) => b.prominence - a.prominence)) {
    for (const event of athlete.events) {
      const known = entrants.get(event);
      if (known) known.push(athlete);
      else entrants.set(event, [athlete]);
    }
  }
  return entrants;
}

/** What was cut: highlights of every unit, finishes, ceremonies, records, reactions, interviews. */
export function createClips(
  world: World,
  recordings: ReadonlyMap<string, Signal>,
  moments: readonly Moment[],
  casts: ReadonlyMap<string, UnitCast>,
): readonly Clip[] {
  const momentsOfUnit = Map.groupBy(moments, ({ unit }) => unit);
  const ofUnits = world.units.flatMap((unit) => {
    const recording = recordings.get(unit.code);
    return recording ? unitClips(unit, recording, momentsOfUnit.get(unit.code) ?? [], casts.get(unit.code)) : [];
  });
  return [...ofUnits, ...interviewClips(world, recordings)];
}

function unitClips(
  unit: Unit,
  recording: Signal,
  moments: readonly Moment[],
  cast: UnitCast | undefined,
): readonly Clip[] {
  const cut = (key: string, kind: Clip['kind'], title: string, fromMs: number, seconds: number): Clip => ({
    id: `${unit.code}.${key}`,
    kind,
    titles: { en: title },
    recording,
    inFrame: framesInMilliseconds(fromMs - recording.startMs, recording.rate),
    outFrame: framesInMilliseconds(fromMs - recording.startMs + seconds * 1_000, recording.rate),
    code: unit.code,
    unit: unit.code,
    moment: null,
    poster: workIds.illustration(unit.discipline),
    ms: fromMs,
    publishedMs: fromMs + seconds * 1_000 + 10 * minuteMs,
    athletes: [],
  });
  const length = Math.min(150, (at(unit.end) - at(unit.start)) / 1_000);
  const highlights = cut('highlights', 'HIGHLIGHTS', `Highlights: ${unit.name}`, at(unit.end) - length * 1_000, length);
  const ofAthletes = moments
    .filter(({ kind, athlete }) => athlete !== null && kind !== 'MEDAL')
    .map((moment): Clip => {
      const clip = cut(moment.id.slice(unit.code.length + 1), 'MOMENT', moment.labels.en, moment.ms - 4_000, 14);
      return { ...clip, titles: moment.labels, moment: moment.id, athletes: [moment.athlete ?? ''] };
    });
  const all = [{ ...highlights, athletes: (cast?.athletes ?? []).slice(0, athletesOnClip) }, ...ofAthletes];
  if (unit.medal === 'NONE') return all;
  const finish = cut('finish', 'MOMENT', `The finish: ${unit.name}`, at(unit.end) - 20_000, 25);
  const winners = (cast?.athletes ?? []).slice(0, 3);
  const withFinish = [...all, { ...finish, moment: `${unit.code}.finish`, athletes: winners }];
  if (unit.medal !== 'GOLD') return withFinish;
  const onPodium = [...new Set((cast?.medals ?? []).flatMap(({ athletes }) => athletes))].slice(0, athletesOnClip);
  const ceremony = cut('ceremony', 'CEREMONY', `Victory ceremony: ${unit.name}`, at(unit.end, 8), 240);
  return [...withFinish, { ...ceremony, athletes: onPodium }];
}

/** Interviews of the first day of an event, cut from the discipline's multi-clip channel of that day. */
function interviewClips(world: World, recordings: ReadonlyMap<string, Signal>): readonly Clip[] {
  const firstUnits = new Map<string, Unit>();
  for (const unit of world.units) {
    const known = firstUnits.get(unit.event);
    if (!known || unit.start < known.start) firstUnits.set(unit.event, unit);
  }
  const entrants = entrantsByEvent(world);
  return world.events.flatMap((event) => {
    const unit = firstUnits.get(event.code);
    const recording = unit && recordings.get(`${unit.discipline}.${unit.logicalDate}`);
    if (!unit || !recording) return [];
    const seen = (entrants.get(event.code) ?? []).filter(
      ({ prominence, events }) => prominence >= interviewProminence && events[0] === event.code,
    );
    return seen.map((athlete, index) => interviewClip(athlete, event, unit, recording, index));
  });
}

function interviewClip(athlete: Athlete, event: Event, unit: Unit, recording: Signal, index: number): Clip {
  // Two minutes each, one after the other in the time from the unit's end until the channel goes off the air.
  const slots = Math.max(1, Math.floor((recording.endMs - at(unit.end)) / (2 * minuteMs)) - 1);
  const fromMs = at(unit.end) + (index % slots) * 2 * minuteMs + Math.floor(index / slots) * 7_000;
  const seconds = 60 + (index % 5) * 10;
  const name = `${athlete.givenName} ${athlete.familyName}`;
  return {
    id: `interview-${athlete.code}`,
    kind: 'INTERVIEW',
    titles: { en: `Interview with ${name}`, fr: `Entretien avec ${name}`, es: `Entrevista con ${name}` },
    recording,
    inFrame: framesInMilliseconds(fromMs - recording.startMs, recording.rate),
    outFrame: framesInMilliseconds(fromMs - recording.startMs + seconds * 1_000, recording.rate),
    code: event.code,
    unit: null,
    moment: null,
    poster: workIds.portrait(athlete.code),
    ms: fromMs,
    publishedMs: fromMs + 30 * minuteMs,
    athletes: [athlete.code],
  };
}
