import type { Delegation } from '../organisations/delegations.ts';
import type { Random } from '../random.ts';
import type { EventSpec, SportSpec } from '../sports/sport.ts';

/** Delegations up to this size have their places in the universal events kept for them. */
const universalSize = 14;

/** How much rather a delegation is entered that has somebody of the cluster on the spot already. */
const squadPreference = 5;

/** Draws which organisations are entered in an event, and how strong each is in a sport. */
export class DelegationDraw {
  readonly #random: Random;
  readonly #delegations: readonly Delegation[];
  readonly #affinities = new Map<string, number>();
  readonly #small: Delegation[];

  constructor(random: Random, delegations: readonly Delegation[]) {
    this.#random = random;
    this.#delegations = delegations;
    this.#small = delegations.filter((delegation) => delegation.size <= universalSize);
  }

  /** How much a delegation cares for a sport, about 0.2 to 3; 1 is usual. */
  affinity(sport: SportSpec, delegation: Delegation): number {
    const key = `${sport.code} ${delegation.code}`;
    let affinity = this.#affinities.get(key);
    if (affinity === undefined) {
      const deviation = this.#random.normal(0, 0.9);
      // A smooth skew around 1, without exp: the fourth power of 1 + d/4.
      const root = (1 + deviation / 4) * (1 + deviation / 4);
      affinity = Math.max(0.15, root * root);
      this.#affinities.set(key, affinity);
    }
    return affinity;
  }

  /** What a delegation's athletes are better by in a sport. */
  level(sport: SportSpec, delegation: Delegation): number {
    return Math.sqrt(delegation.size / 100) * 0.9 + Math.min(2, this.affinity(sport, delegation)) * 0.5 - 1;
  }

  /**
   * One delegation for each competitor of the event.
   * @param hasSquad whether a delegation has athletes of the event's cluster already.
   */
  draw(sport: SportSpec, spec: EventSpec, hasSquad: (delegation: Delegation) => boolean): Delegation[] {
    const drawn = spec.universal ? this.#universal(spec) : [];
    const counts = new Map<string, number>();
    for (const delegation of drawn) counts.set(delegation.code, 1);
    const weights = this.#delegations.map(
      (delegation) => this.#weight(sport, spec, delegation) * (hasSquad(delegation) ? squadPreference : 1),
    );
    while (drawn.length < spec.entries) {
      const at = this.#pickIndex(weights);
      const delegation = this.#delegations[at] as Delegation;
      const count = (counts.get(delegation.code) ?? 0) + 1;
      counts.set(delegation.code, count);
      drawn.push(delegation);
      if (count >= spec.perOrganisation) weights[at] = 0;
    }
    return drawn;
  }

  /** The small delegations take turns: each of the universal events has a part of them. */
  #universal(spec: EventSpec): Delegation[] {
    const turn = (spec.gender === 'W' ? 1 : 0) + (spec.type.startsWith('100') ? 0 : 2);
    return this.#small
      .filter((_, i) => i % 4 === turn || (i % 4) + turn === 3)
      .slice(0, Math.floor(spec.entries * 0.8));
  }

  #weight(sport: SportSpec, spec: EventSpec, delegation: Delegation): number {
    const size = spec.members > 1 ? (delegation.size * delegation.size) / 60 : delegation.size;
    return size * this.affinity(sport, delegation);
  }

  #pickIndex(weights: readonly number[]): number {
    let total = 0;
    for (const weight of weights) total += weight;
    let left = this.#random.next() * total;
    for (let i = 0; i < weights.length; i++) {
      left -= weights[i] as number;
      if (left < 0) return i;
    }
    return weights.findLastIndex((weight) => weight > 0);
  }
}
