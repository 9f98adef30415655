import { drawEntries } from './entries/entries.ts';
import { createAthletes, createCoaches, createEntries, createTeams } from './entries/records.ts';
import { demonstrationNow, games } from './games.ts';
import { delegations } from './organisations/delegations.ts';
import { createOrganisations } from './organisations/organisations.ts';
import { createRandom } from './random.ts';
import { type PlacedUnit, placeUnits } from './schedule/placement.ts';
import { type EventPlan, planEvent } from './schedule/plan.ts';
import { createEvents, createPhases, createUnits } from './schedule/records.ts';
import { createSessions } from './schedule/sessions.ts';
import { createTicketedSessions } from './schedule/ticketedSessions.ts';
import { sportsOf } from './sports/sports.ts';
import { createVenues } from './venues/venues.ts';
import type { Discipline, Scale, World } from './world.ts';

export interface WorldOptions {
  readonly scale: Scale;
  /** Another seed gives other people, draws and results in the same programme. */
  readonly seed?: string;
}

const usualSeed = 'XG2028';
/** Ticketed sessions, the two ceremonies included. */
const ticketedSessionCount = { full: 760, small: 40 } as const;

/** The whole Games before the first whistle. The same options give the same Games, byte for byte. */
export function createWorld({ scale, seed = usualSeed }: WorldOptions): World {
  const random = (streamName: string) => createRandom(`${seed} ${streamName}`);
  const plans = sportsOf(scale).flatMap((sport) => sport.events.map((spec) => planEvent(sport, spec)));
  const placed = placeUnits(plans);
  const venues = createVenues(venueCodesOf(plans));
  const sessions = createSessions(placed);
  const draw = drawEntries(plans, delegations, random('entries'));
  const teams = createTeams(plans, draw);
  const coaches = createCoaches(teams, random('coaches'));
  return {
    scale,
    seed,
    games,
    now: demonstrationNow,
    organisations: createOrganisations(),
    venues,
    disciplines: createDisciplines(plans, placed),
    events: createEvents(plans, placed),
    phases: createPhases(plans),
    units: createUnits(placed, sessions),
    competitionSessions: sessions,
    ticketedSessions: createTicketedSessions(
      placed,
      new Map(venues.map((venue) => [venue.code, venue])),
      ticketedSessionCount[scale],
    ),
    athletes: createAthletes(draw),
    coaches: coaches.people,
    teams: teams.map((team) => ({ ...team, coach: coaches.ofTeam.get(team.code) ?? null })),
    entries: createEntries(plans, draw),
    plans: new Map(plans.map((plan) => [plan.code, plan])),
    draw: draw.entries,
    random,
  };
}

/** The ceremonies need the stadium, whatever the programme. */
function venueCodesOf(plans: readonly EventPlan[]): ReadonlySet<string> {
  return new Set(['MST', ...plans.flatMap(({ spec }) => [spec.venue, ...(spec.alsoAt ?? [])])]);
}

function createDisciplines(plans: readonly EventPlan[], placed: readonly PlacedUnit[]): Discipline[] {
  const sports = [...new Set(plans.map((plan) => plan.sport))];
  return sports.map((sport) => ({
    code: sport.code,
    name: sport.name,
    names: { en: sport.name, fr: sport.french, es: sport.spanish },
    venues: [...new Set(placed.filter((unit) => unit.event.sport === sport).map((unit) => unit.venue))].sort(),
  }));
}
