import type { EventGender } from '../world.ts';
import type { Format } from './format.ts';

/** One event of a discipline, from which entries, schedule and results are made. */
export interface EventSpec {
  /** RSC event type, up to 8 characters. */
  readonly type: string;
  readonly gender: EventGender;
  /** English, without the gender: `100 m`. */
  readonly name: string;
  /** Competitors in the first round. */
  readonly entries: number;
  readonly perOrganisation: number;
  /** Members of a team that compete; 1 for athletes alone. */
  readonly members: number;
  /** Athletes of one cluster may take part in several of its events; `*` takes from all clusters of the sport. */
  readonly cluster: string;
  readonly format: Format;
  /** Minutes of one unit, from its start to the next start at the same place. */
  readonly minutes: number;
  /** Where: a venue and the places in it (by number, from 0) that may be used. */
  readonly venue: string;
  readonly places: readonly number[];
  /** Other venues that share the units, in the order of the final's preference. */
  readonly alsoAt?: readonly string[];
  /** The places of quarter-finals and all that follows, where fewer are used. */
  readonly latePlaces?: readonly number[];
  /** Minutes for which a qualification shares the floor with others: all start together. */
  readonly sharedQualification?: number;
  /** Also open to organisations without a qualified athlete. */
  readonly universal?: boolean;
}

export interface SportSpec {
  readonly code: string;
  readonly name: string;
  readonly french: string;
  readonly spanish: string;
  /** Part of a person who does several events of a cluster, 0 to 1. */
  readonly doubling: number;
  readonly ages: readonly [youngest: number, oldest: number];
  /** Usual height of men and women in centimetres. */
  readonly heights: readonly [men: number, women: number];
  /** Clock times at which the parts of a day start, `HH:MM`. */
  readonly starts: Readonly<Record<'m' | 'a' | 'e', string>>;
  readonly events: readonly EventSpec[];
}

export interface EventOptions {
  readonly entries: number;
  readonly cluster: string;
  readonly minutes: number;
  readonly members?: number;
  readonly venue?: string;
  readonly places?: readonly number[];
  readonly perOrganisation?: number;
  readonly latePlaces?: readonly number[];
  readonly sharedQualification?: number;
  readonly universal?: boolean;
}

/**
 * Events that are usually held at one venue. Unless told otherwise an organisation
 * enters three athletes or one team.
 */
export const eventAt =
  (venue: string, places: readonly number[]) =>
  (gender: EventGender, type: string, name: string, format: Format, options: EventOptions): EventSpec => ({
    type,
    gender,
    name,
    format,
    members: 1,
    perOrganisation: (options.members ?? 1) > 1 ? 1 : 3,
    venue,
    places,
    ...options,
  });

export const genderName: Readonly<Record<EventGender, string>> = {
  M: "Men's",
  W: "Women's",
  X: 'Mixed',
  O: 'Open',
};
