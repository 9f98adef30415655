import { createName, type PersonName } from '../names/person.ts';
import type { Delegation } from '../organisations/delegations.ts';
import type { Random } from '../random.ts';
import type { SportSpec } from '../sports/sport.ts';
import type { PersonGender } from '../world.ts';

/** A person while the entries are drawn. */
export interface Draft extends PersonName {
  readonly code: string;
  readonly delegation: Delegation;
  readonly sport: SportSpec;
  readonly gender: PersonGender;
  readonly birthDate: string;
  readonly height: number;
  readonly birthCity: string;
  readonly birthCountry: string;
  readonly residenceCity: string;
  readonly federationId: string;
  /** How good, about -3 to 4; the same in all events. */
  readonly talent: number;
  readonly events: string[];
  bib: string | null;
}

const firstCode = 1_000_001;
const gamesYear = 2028;
/** Tries for a name that nobody else has; a few athletes share theirs, as in life. */
const nameTries = 3;

/** Makes people one after another; their codes count up. */
export class People {
  readonly all: Draft[] = [];
  readonly #random: Random;
  readonly #delegations: readonly Delegation[];
  readonly #names = new Set<string>();

  constructor(random: Random, delegations: readonly Delegation[]) {
    this.#random = random;
    this.#delegations = delegations;
  }

  /** @param level added to the talent: how good the delegation is in the sport. */
  create(sport: SportSpec, delegation: Delegation, gender: PersonGender, level: number): Draft {
    const random = this.#random;
    const [youngest, oldest] = sport.ages;
    const age = Math.min(
      oldest,
      Math.max(youngest, Math.round(random.normal(youngest + (oldest - youngest) * 0.42, (oldest - youngest) * 0.2))),
    );
    const abroad = random.chance(0.06) ? random.pick(this.#delegations) : delegation;
    const draft: Draft = {
      code: String(firstCode + this.all.length),
      ...this.#name(delegation, gender),
      delegation,
      sport,
      gender,
      birthDate: birthDate(random, age),
      height: Math.round(random.normal(sport.heights[gender === 'M' ? 0 : 1], 6.5)),
      birthCity: random.pick(abroad.cities),
      birthCountry: abroad.code,
      residenceCity: random.pick(delegation.cities),
      federationId: String(14_000_000 + random.whole(0, 999_999)),
      talent: level + random.normal(0, 1),
      events: [],
      bib: null,
    };
    this.all.push(draft);
    return draft;
  }

  #name(delegation: Delegation, gender: PersonGender): PersonName {
    for (let tries = 1; ; tries++) {
      const name = createName(this.#random, delegation, gender);
      if (!this.#names.has(name.printName) || tries === nameTries) {
        this.#names.add(name.printName);
        return name;
      }
    }
  }
}

/** A day in the year in which one turns `age` before the Games begin or after. */
function birthDate(random: Random, age: number): string {
  const month = random.whole(1, 12);
  const day = random.whole(1, month === 2 ? 28 : 30);
  return `${gamesYear - age}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
