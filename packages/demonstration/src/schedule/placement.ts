import type { DayPart, Slot } from '../sports/format.ts';
import { type Minutes, minutesAt } from './clock.ts';
import type { EventPlan, PhasePlan, UnitPlan } from './plan.ts';

/** A unit with its time and place. */
export interface PlacedUnit {
  readonly event: EventPlan;
  readonly phase: PhasePlan;
  readonly unit: UnitPlan;
  readonly slot: Slot;
  readonly venue: string;
  /** Place in the venue, from 0. */
  readonly place: number;
  readonly start: Minutes;
  readonly end: Minutes;
  /** First of its place in its part of the day. */
  readonly opensPlace: boolean;
}

interface Waiting {
  readonly event: EventPlan;
  readonly phase: PhasePlan;
  readonly unit: UnitPlan;
  readonly slot: Slot;
}

interface Ground {
  readonly venue: string;
  readonly place: number;
}

const partOrder: Readonly<Record<DayPart, number>> = { m: 0, a: 1, e: 2 };
/** Minutes between two rounds of an event on the same day. */
const rest = 15;
/** Part of a unit's time that is needed to clear the place for the next. */
const clearing = 0.15;

/**
 * Gives every unit a time and a place: slot by slot, in each the early rounds first;
 * a unit takes the place that is free first, not before its event's round before is over.
 */
export function placeUnits(events: readonly EventPlan[]): PlacedUnit[] {
  const waiting = events.flatMap(unitsWithSlots).sort(bySlotAndRound);
  const freeAt = new Map<string, Minutes>();
  const roundEnds = new Map<string, Minutes>();
  const used = new Set<string>();
  return waiting.map((item) => {
    const { event, phase, slot } = item;
    const opening = minutesAt(slot.day, event.sport.starts[slot.part]);
    const before = roundEnds.get(roundKey(event, precedingRound(item)));
    const earliest = Math.max(opening, before === undefined ? 0 : before + rest);
    const shared = phase.round.code === 'QUAL' ? event.spec.sharedQualification : undefined;
    if (shared !== undefined)
      return { ...item, ...groundsOf(item)[0], start: opening, end: opening + shared, opensPlace: true } as PlacedUnit;
    const ground = firstFree(groundsOf(item), freeAt, earliest);
    const key = groundKey(ground);
    const start = Math.max(earliest, freeAt.get(key) ?? 0);
    const end = start + Math.max(1, Math.round(event.spec.minutes * (1 - clearing)));
    freeAt.set(key, start + event.spec.minutes);
    const own = roundKey(event, roundOf(item));
    roundEnds.set(own, Math.max(roundEnds.get(own) ?? 0, end));
    const partKey = `${key} ${slot.day}${slot.part}`;
    const opensPlace = !used.has(partKey);
    used.add(partKey);
    return { event, phase, unit: item.unit, slot, ...ground, start, end, opensPlace };
  });
}

/** The bronze bouts are a round of their own before the gold one; so are series stages. */
const roundOf = ({ phase, unit }: Waiting): number => phase.roundIndex * 2 + (unit.medal === 'GOLD' ? 1 : 0);
function precedingRound({ event, phase, unit }: Waiting): number {
  const gold = unit.medal === 'GOLD';
  const hasBronze = event.spec.format.kind === 'DUEL' && event.spec.format.bronze !== 'SEMIFINALISTS';
  return gold && hasBronze ? phase.roundIndex * 2 : (phase.roundIndex - 1) * 2;
}
const roundKey = (event: EventPlan, round: number): string => `${event.code} ${round}`;
const groundKey = (ground: Ground): string => `${ground.venue} ${ground.place}`;

const lateRounds: ReadonlySet<string> = new Set(['QFNL', 'SFNL', 'FNL']);

function groundsOf({ event, phase }: Waiting): Ground[] {
  const { venue, places, latePlaces = places, alsoAt = [] } = event.spec;
  const open = lateRounds.has(phase.round.code) ? latePlaces : places;
  return [...open.map((place) => ({ venue, place })), ...alsoAt.map((other) => ({ venue: other, place: 0 }))];
}

function firstFree(grounds: readonly Ground[], freeAt: ReadonlyMap<string, Minutes>, earliest: Minutes): Ground {
  let best = grounds[0] as Ground;
  let bestStart = Number.POSITIVE_INFINITY;
  for (const ground of grounds) {
    const start = Math.max(earliest, freeAt.get(groundKey(ground)) ?? 0);
    if (start < bestStart) {
      best = ground;
      bestStart = start;
    }
  }
  return best;
}

/** Spreads the units of each round evenly over its slots. */
function unitsWithSlots(event: EventPlan): Waiting[] {
  const perRound = new Map<number, number>();
  for (const phase of event.phases) {
    perRound.set(phase.roundIndex, (perRound.get(phase.roundIndex) ?? 0) + phase.units.length);
  }
  return event.phases.flatMap((phase) => {
    const { slots } = phase.round;
    const total = perRound.get(phase.roundIndex) ?? 1;
    return phase.units.map((unit) => ({
      event,
      phase,
      unit,
      slot: slots[Math.floor((unit.order * slots.length) / total)] as Slot,
    }));
  });
}

function bySlotAndRound(a: Waiting, b: Waiting): number {
  return (
    a.slot.day - b.slot.day ||
    partOrder[a.slot.part] - partOrder[b.slot.part] ||
    roundsLeft(b) - roundsLeft(a) ||
    (a.event.code < b.event.code ? -1 : a.event.code > b.event.code ? 1 : 0) ||
    roundOf(a) - roundOf(b) ||
    a.unit.order - b.unit.order
  );
}

const roundsLeft = ({ event, phase, unit }: Waiting): number =>
  event.spec.format.rounds.length * 2 - phase.roundIndex * 2 - (unit.medal === 'GOLD' ? 1 : 0);
