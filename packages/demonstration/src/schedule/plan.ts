import { buildRsc } from '@games/odf';
import { isBracketRound, type Round } from '../sports/format.ts';
import { type EventSpec, genderName, type SportSpec } from '../sports/sport.ts';
import type { Phase, Unit } from '../world.ts';
import { phaseName, poolLetter, unitName } from './phaseNames.ts';
import { matchesPerDay, roundRobin } from './roundRobin.ts';
import { seedsOf } from './seeding.ts';

/** One event with everything that follows from its rules, before it has times. */
export interface EventPlan {
  readonly code: string;
  readonly sport: SportSpec;
  readonly spec: EventSpec;
  readonly name: string;
  readonly phases: readonly PhasePlan[];
}

export interface PhasePlan {
  readonly code: string;
  readonly name: string;
  readonly kind: Phase['kind'];
  readonly round: Round;
  /** Place of the round in the event's format. */
  readonly roundIndex: number;
  /** Which pool, from 0; null outside pools. */
  readonly pool: number | null;
  readonly units: readonly UnitPlan[];
}

export interface UnitPlan {
  readonly code: string;
  /** Number in its phase, from 1; a match nobody has to play leaves a gap. */
  readonly number: number;
  readonly shortName: string;
  readonly medal: Unit['medal'];
  /** Order in the round, over all of its phases, from 0. */
  readonly order: number;
  /** Who meets whom in a pool, by place in the pool; null otherwise. */
  readonly pairing: readonly [number, number] | null;
}

export function planEvent(sport: SportSpec, spec: EventSpec): EventPlan {
  const code = buildRsc({ discipline: sport.code, gender: spec.gender, event: spec.type.padEnd(8, '-') });
  const phases = spec.format.rounds.flatMap((round, index) =>
    round.code === 'GP' ? planPools(code, round, index) : [planRound(code, spec, round, index)],
  );
  const fullName = spec.gender === 'O' ? spec.name : `${genderName[spec.gender]} ${lowerFirst(spec.name)}`;
  return { code, sport, spec, name: fullName, phases };
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const phaseCode = (event: string, phase: string): string =>
  buildRsc({ discipline: event.slice(0, 3), gender: event.slice(3, 4), event: event.slice(4, 22), phase });

/** Units are numbered in hundreds, which leaves numbers to insert one. */
const unitCode = (phase: string, number: number): string =>
  buildRsc({
    discipline: phase.slice(0, 3),
    gender: phase.slice(3, 4),
    event: phase.slice(4, 22),
    phase: phase.slice(22, 26),
    unit: String(number * 100).padStart(6, '0'),
  });

function planRound(event: string, spec: EventSpec, round: Round, roundIndex: number): PhasePlan {
  const code = phaseCode(event, round.code);
  const last = roundIndex === spec.format.rounds.length - 1;
  return {
    code,
    name: phaseName(round, null),
    kind: kindOf(spec, round, last),
    round,
    roundIndex,
    pool: null,
    units:
      last && spec.format.kind === 'DUEL'
        ? finals(code, spec.format.bronze)
        : plainUnits(code, round, last)
            .filter((unit) => !hasBye(spec, roundIndex, unit))
            .map((unit, order) => ({ ...unit, order })),
  };
}

function plainUnits(phase: string, round: Round, last: boolean): UnitPlan[] {
  const count = round.code === 'REP' ? 2 : round.units;
  return numbersTo(count).map((i) => ({
    code: unitCode(phase, i + 1),
    number: i + 1,
    shortName: round.code === 'REP' ? `Repechage ${i + 1}` : unitName(round, i + 1, null),
    medal: last ? 'GOLD' : 'NONE',
    order: i,
    pairing: null,
  }));
}

const numbersTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** A match of the draw's first round that nobody has to play: its seed goes on without an opponent. */
function hasBye(spec: EventSpec, roundIndex: number, unit: UnitPlan): boolean {
  const round = spec.format.rounds[roundIndex];
  if (spec.format.kind !== 'DUEL' || roundIndex > 0 || round === undefined || !isBracketRound(round.code)) return false;
  const [one, other] = seedsOf(round.units * 2, unit.number - 1);
  return Math.max(one, other) > spec.entries;
}

/** The match for gold has the first number and is played last. */
function finals(phase: string, bronze: 'MATCH' | 'SEMIFINALISTS' | 'REPECHAGE'): UnitPlan[] {
  const bronzes = bronze === 'MATCH' ? 1 : bronze === 'REPECHAGE' ? 2 : 0;
  const forBronze = Array.from({ length: bronzes }, (_, i) => ({
    code: unitCode(phase, i + 2),
    number: i + 2,
    shortName: bronzes === 1 ? 'Bronze medal match' : `Bronze medal match ${i + 1}`,
    medal: 'BRONZE' as const,
    order: i,
    pairing: null,
  }));
  const forGold = {
    code: unitCode(phase, 1),
    number: 1,
    shortName: 'Gold medal match',
    medal: 'GOLD',
    order: bronzes,
    pairing: null,
  } as const;
  return [forGold, ...forBronze];
}

function planPools(event: string, round: Round, roundIndex: number): PhasePlan[] {
  const pairings = roundRobin(round.size);
  const perDay = matchesPerDay(round.size);
  return Array.from({ length: round.units }, (_, pool) => {
    const code = phaseCode(event, round.units === 1 ? 'GP' : `GP${poolLetter(pool)}`);
    return {
      code,
      name: phaseName(round, pool),
      kind: 'POOL',
      round,
      roundIndex,
      pool,
      units: pairings.map((pairing, i) => ({
        code: unitCode(code, i + 1),
        number: i + 1,
        shortName: unitName(round, i + 1, pool),
        medal: 'NONE',
        // Match day by match day, all pools of the day one after another.
        order: Math.floor(i / perDay) * perDay * round.units + pool * perDay + (i % perDay),
        pairing,
      })),
    } satisfies PhasePlan;
  });
}

function kindOf(spec: EventSpec, round: Round, last: boolean): Phase['kind'] {
  if (last) return 'FINAL';
  if (spec.format.kind === 'SERIES') return 'SERIES';
  if (spec.format.kind === 'DUEL' && round.code !== 'RANK') return 'KNOCKOUT';
  return 'QUALIFICATION';
}
