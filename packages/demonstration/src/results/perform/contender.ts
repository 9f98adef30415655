import type { EntryDraft } from '../../entries/entries.ts';
import type { Random } from '../../random.ts';
import type { Detail, Irm, Performance } from '../story.ts';

/** Somebody at the start of a unit. */
export interface Contender {
  readonly entry: EntryDraft;
  /** 0 for the best of the event, 1 for one in the middle: see `distanceFromBest`. */
  readonly away: number;
}

/** The conditions of one unit. */
export interface Conditions {
  readonly random: Random;
  /** Added to everybody's distance: nobody gives all in a heat. */
  readonly ease: number;
  /** Attempts in throws and jumps. */
  readonly attempts: 3 | 6;
}

export function invalid(irm: Irm, details: readonly Detail[] = []): Performance {
  return { key: null, mark: null, irm, pieces: [], details };
}

/** How strong somebody is on the day. `shake` is the usual deviation. */
export function form(contender: Contender, { random, ease }: Conditions, shake: number): number {
  return Math.max(-0.6, contender.away + ease + random.normal(0, shake));
}
