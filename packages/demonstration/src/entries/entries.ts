import type { Delegation } from '../organisations/delegations.ts';
import type { Random } from '../random.ts';
import type { EventPlan } from '../schedule/plan.ts';
import type { EventSpec, SportSpec } from '../sports/sport.ts';
import type { PersonGender } from '../world.ts';
import { DelegationDraw } from './delegationDraw.ts';
import { type Draft, People } from './people.ts';

/** A competitor of an event while the entries are drawn. */
export interface EntryDraft {
  readonly event: EventPlan;
  readonly delegation: Delegation;
  /** One for an athlete alone, several for a team. */
  readonly members: readonly Draft[];
  /** What results follow: an athlete's talent, a team's mean. */
  readonly rating: number;
  /** Which team of its organisation in the event, from 1. */
  readonly number: number;
}

export interface EntryList {
  readonly people: readonly Draft[];
  /** Best first, by event code. */
  readonly entries: ReadonlyMap<string, readonly EntryDraft[]>;
}

/** Every entry of every event. Athletes of a cluster appear again in its other events as often as the sport has it. */
export function drawEntries(
  events: readonly EventPlan[],
  delegations: readonly Delegation[],
  random: Random,
): EntryList {
  const draw = new DelegationDraw(random, delegations);
  const people = new People(random, delegations);
  const squads = new Squads();
  const entries = new Map<string, readonly EntryDraft[]>();
  for (const event of bigTeamsLast(events)) {
    entries.set(event.code, drawEvent(event, draw, people, squads, random));
  }
  numberShirts(people.all);
  return { people: people.all, entries };
}

/** Teams are put together after the athletes alone, whom they take in. */
const bigTeamsLast = (events: readonly EventPlan[]): EventPlan[] =>
  events.toSorted((a, b) => Number(a.spec.members > 1) - Number(b.spec.members > 1));

/** Who is there already, by sport, organisation, gender and cluster. */
class Squads {
  readonly #squads = new Map<string, Draft[]>();

  of(sport: SportSpec, cluster: string, organisation: string, gender: PersonGender): Draft[] {
    const key = `${sport.code} ${organisation} ${gender} ${cluster}`;
    let squad = this.#squads.get(key);
    if (squad === undefined) {
      squad = [];
      this.#squads.set(key, squad);
    }
    return squad;
  }
}

function drawEvent(
  event: EventPlan,
  draw: DelegationDraw,
  people: People,
  squads: Squads,
  random: Random,
): EntryDraft[] {
  const { sport, spec } = event;
  const counts = new Map<string, number>();
  const gender = spec.gender === 'M' ? 'M' : 'W';
  const hasSquad = (delegation: Delegation) => squads.of(sport, spec.cluster, delegation.code, gender).length > 0;
  const drafts = draw.draw(sport, spec, hasSquad).map((delegation) => {
    const number = (counts.get(delegation.code) ?? 0) + 1;
    counts.set(delegation.code, number);
    const members = gendersOf(spec, random).map((gender) => {
      const member =
        freeMember(event, delegation, gender, squads, random) ??
        newMember(event, delegation, gender, draw, people, squads);
      member.events.push(event.code);
      return member;
    });
    return { event, delegation, members, rating: mean(members.map((member) => member.talent)), number };
  });
  return drafts.sort((a, b) => b.rating - a.rating);
}

/** The genders of a competitor's members, in order. */
function gendersOf(spec: EventSpec, random: Random): PersonGender[] {
  switch (spec.gender) {
    case 'M':
    case 'W':
      return new Array<PersonGender>(spec.members).fill(spec.gender);
    case 'X':
      return Array.from({ length: spec.members }, (_, i) => (i % 2 === 0 ? 'W' : 'M'));
    case 'O':
      return Array.from({ length: spec.members }, () => (random.chance(0.42) ? 'W' : 'M'));
  }
}

/** Somebody of the squad who is not yet in the event, as often as the sport doubles. */
function freeMember(
  event: EventPlan,
  delegation: Delegation,
  gender: PersonGender,
  squads: Squads,
  random: Random,
): Draft | undefined {
  const { sport, spec } = event;
  const squad = squads.of(sport, spec.cluster, delegation.code, gender);
  const free = squad.filter((member) => !member.events.includes(event.code));
  const doubling = spec.cluster === '*' ? 1 : sport.doubling;
  return free.length > 0 && random.chance(doubling) ? random.pick(free) : undefined;
}

function newMember(
  event: EventPlan,
  delegation: Delegation,
  gender: PersonGender,
  draw: DelegationDraw,
  people: People,
  squads: Squads,
): Draft {
  const { sport, spec } = event;
  const member = people.create(sport, delegation, gender, draw.level(sport, delegation));
  squads.of(sport, spec.cluster, delegation.code, gender).push(member);
  if (spec.cluster !== '*') squads.of(sport, '*', delegation.code, gender).push(member);
  return member;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** One number for each athlete in a discipline, by organisation and name. */
function numberShirts(people: readonly Draft[]): void {
  const numbers = new Map<string, number>();
  const inOrder = people.toSorted((a, b) =>
    a.delegation.code + a.printName < b.delegation.code + b.printName ? -1 : 1,
  );
  for (const person of inOrder) {
    const number = (numbers.get(person.sport.code) ?? 0) + 1;
    numbers.set(person.sport.code, number);
    person.bib = String(number);
  }
}
