import type { CompetitionSession, Event, Phase, Unit } from '../world.ts';
import { dateOfDay, iso } from './clock.ts';
import type { PlacedUnit } from './placement.ts';
import type { EventPlan } from './plan.ts';

export function createEvents(plans: readonly EventPlan[], placed: readonly PlacedUnit[]): Event[] {
  const medalDays = new Map<EventPlan, number>();
  for (const { event, unit, slot } of placed) if (unit.medal === 'GOLD') medalDays.set(event, slot.day);
  return plans.map((plan) => ({
    code: plan.code,
    discipline: plan.sport.code,
    gender: plan.spec.gender,
    name: plan.name,
    competitor: plan.spec.members > 1 ? 'TEAM' : 'ATHLETE',
    phases: plan.phases.map((phase) => phase.code),
    medalDate: dateOfDay(medalDays.get(plan) ?? 0),
  }));
}

export function createPhases(plans: readonly EventPlan[]): Phase[] {
  return plans.flatMap((plan) =>
    plan.phases.map((phase, i) => ({
      code: phase.code,
      event: plan.code,
      discipline: plan.sport.code,
      name: phase.name,
      order: i + 1,
      kind: phase.kind,
      units: phase.units.map((unit) => unit.code),
    })),
  );
}

/** In the order of their start. */
export function createUnits(placed: readonly PlacedUnit[], sessions: readonly CompetitionSession[]): Unit[] {
  const sessionOf = new Map(sessions.flatMap((session) => session.units.map((unit) => [unit, session.code] as const)));
  const inOrder = placed.toSorted((a, b) => a.start - b.start || (a.unit.code < b.unit.code ? -1 : 1));
  return inOrder.map((item) => ({
    code: item.unit.code,
    phase: item.phase.code,
    event: item.event.code,
    discipline: item.event.sport.code,
    name: `${item.event.name}, ${lowerFirst(item.unit.shortName)}`,
    shortName: item.unit.shortName,
    venue: item.venue,
    location: `${item.venue}${item.place + 1}`,
    session: sessionOf.get(item.unit.code) ?? '',
    logicalDate: dateOfDay(item.slot.day),
    start: iso(item.start),
    end: iso(item.end),
    medal: item.unit.medal,
    hideStart: item.event.sport.code === 'TEN' && !item.opensPlace,
  }));
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
