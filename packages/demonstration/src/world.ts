/**
 * The demonstration Games as plain data. Everything is readonly, built once by
 * `createWorld` and the same, byte for byte, for the same scale and seed.
 *
 * Conventions: codes are natural keys (34 characters of RSC from event to unit);
 * moments are ISO 8601 strings with the offset of the Games, so that they sort
 * as text; dates are `YYYY-MM-DD`; lengths are metres; money is minor units.
 */
import type { EntryDraft } from './entries/entries.ts';
import type { Random } from './random.ts';
import type { EventPlan } from './schedule/plan.ts';

export type Scale = 'full' | 'small';
/** Gender of an event: men, women, mixed, open. */
export type EventGender = 'M' | 'W' | 'X' | 'O';
/** Gender of a person. */
export type PersonGender = 'M' | 'W';

export interface Games {
  readonly code: string;
  readonly name: string;
  readonly city: string;
  readonly country: string;
  /** First and last competition day. */
  readonly start: string;
  readonly end: string;
  /** UTC offset of every venue, `-07:00`. */
  readonly offset: string;
  /** The competition days, in order. */
  readonly days: readonly string[];
}

export interface Organisation {
  /** ISO 3166-1 alpha-3. */
  readonly code: string;
  /** ISO 3166-1 alpha-2, for markets, languages and addresses. */
  readonly country: string;
  /** English short name as in ISO 3166-1. */
  readonly name: string;
  /** The name in other languages, by BCP 47 tag. */
  readonly names: Readonly<Record<string, string>>;
  /** How strong its teams are, 0 (one athlete) to 100. */
  readonly strength: number;
}

export type SeatCategory = 'FIRST' | 'A' | 'B' | 'C' | 'D';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A row of seats in a straight line; places are counted from `from` to `to`. */
export interface SeatRow {
  readonly label: string;
  /** Number of places. Place `i` (from 0) is the neighbour of `i - 1` and `i + 1`. */
  readonly places: number;
  /** The printed number of place `i` is `firstNumber + i * numberStep`; steps of 2 occur, so neighbours are known by place, not by number. */
  readonly firstNumber: number;
  readonly numberStep: number;
  /** Where the first and the last seat are, metres from the centre of the field of play. */
  readonly from: Point;
  readonly to: Point;
  /** Places for wheelchairs. Each has its companion's seat at the next place. */
  readonly wheelchairPlaces: readonly number[];
}

export interface SeatingBlock {
  /** Unique in its venue, e.g. `108` or `GA1`. */
  readonly code: string;
  readonly name: string;
  readonly kind: 'SEATED' | 'GENERAL_ADMISSION';
  /** 1 is the tier next to the field of play. */
  readonly level: number;
  readonly category: SeatCategory;
  readonly capacity: number;
  /** Corners of the block, metres from the centre of the field of play, x to the east, y to the north. */
  readonly outline: readonly Point[];
  /** Front row first; empty for general admission. */
  readonly rows: readonly SeatRow[];
}

export interface SeatingPlan {
  readonly shape: 'BOWL' | 'FOUR_STANDS' | 'TWO_STANDS' | 'GRANDSTAND' | 'COURSE';
  readonly fieldOfPlay: { readonly length: number; readonly width: number };
  readonly blocks: readonly SeatingBlock[];
  /** Persons, seated and standing. */
  readonly capacity: number;
}

export interface Seat {
  readonly block: string;
  readonly row: string;
  /** Printed number. */
  readonly number: string;
  /** Order in the row, from 0. */
  readonly place: number;
  readonly kind: 'STANDARD' | 'WHEELCHAIR' | 'COMPANION';
  readonly category: SeatCategory;
  readonly x: number;
  readonly y: number;
}

export interface Venue {
  /** Three letters. */
  readonly code: string;
  readonly name: string;
  readonly city: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Places of competition inside the venue (courts, mats, pools); the first is the main one. */
  readonly locations: readonly Location[];
  readonly seating: SeatingPlan;
  /** Price categories that its blocks have, dearest first. */
  readonly categories: readonly SeatCategory[];
}

export interface Location {
  /** Venue code and a number, e.g. `TENC1`. */
  readonly code: string;
  readonly name: string;
}

export interface Discipline {
  /** Three letters. */
  readonly code: string;
  readonly name: string;
  readonly names: Readonly<Record<string, string>>;
  readonly venues: readonly string[];
}

export type CompetitorKind = 'ATHLETE' | 'TEAM';

export interface Event {
  /** 34 characters. */
  readonly code: string;
  readonly discipline: string;
  readonly gender: EventGender;
  /** Complete in English, e.g. `Men's 100 m`. */
  readonly name: string;
  readonly competitor: CompetitorKind;
  readonly phases: readonly string[];
  /** Competition day on which the medals are decided. */
  readonly medalDate: string;
}

export interface Phase {
  /** 34 characters. */
  readonly code: string;
  readonly event: string;
  readonly discipline: string;
  readonly name: string;
  /** Order in the event, from 1. */
  readonly order: number;
  readonly kind: 'QUALIFICATION' | 'POOL' | 'KNOCKOUT' | 'SERIES' | 'FINAL';
  readonly units: readonly string[];
}

export interface Unit {
  /** 34 characters. */
  readonly code: string;
  readonly phase: string;
  readonly event: string;
  readonly discipline: string;
  /** e.g. `Men's 100 m Heat 3`. */
  readonly name: string;
  /** e.g. `Heat 3`. */
  readonly shortName: string;
  readonly venue: string;
  readonly location: string;
  /** Code of its competition session. */
  readonly session: string;
  readonly logicalDate: string;
  readonly start: string;
  readonly end: string;
  /** Which medals it decides. */
  readonly medal: 'NONE' | 'GOLD' | 'BRONZE';
  /** The start time is only an order of play (courts): not to be shown. */
  readonly hideStart: boolean;
}

export interface CompetitionSession {
  /** Discipline and a number, e.g. `ATH05`. */
  readonly code: string;
  readonly discipline: string;
  readonly name: string;
  readonly venue: string;
  readonly logicalDate: string;
  readonly start: string;
  readonly end: string;
  readonly part: 'MOR' | 'AFT' | 'EVE';
  readonly medals: number;
  readonly units: readonly string[];
}

/** What a ticket admits to: another grouping of units than the competition sessions. */
export interface TicketedSession {
  /** e.g. `ATH-T05`. */
  readonly code: string;
  readonly kind: 'SPORT' | 'CEREMONY';
  readonly name: string;
  readonly venue: string;
  readonly disciplines: readonly string[];
  readonly logicalDate: string;
  readonly doorsOpen: string;
  readonly start: string;
  readonly end: string;
  /** In order of start; none for a ceremony. */
  readonly units: readonly string[];
  /** Face value in US cents for each category of the venue. */
  readonly prices: readonly { readonly category: SeatCategory; readonly usdCents: number }[];
}

export interface Person {
  /** ODF participant code, seven digits. */
  readonly code: string;
  readonly organisation: string;
  readonly gender: PersonGender;
  readonly givenName: string;
  readonly familyName: string;
  /** `FAMILY Given`. */
  readonly printName: string;
  /** `Given FAMILY`. */
  readonly tvName: string;
  readonly birthDate: string;
  /** Discipline code. */
  readonly discipline: string;
  /** `ATH` athlete, `COACH` coach. */
  readonly function: 'ATH' | 'COACH';
  /** The number that the international federation gave; it outlives the Games. */
  readonly federationId: string;
}

export interface Athlete extends Person {
  readonly function: 'ATH';
  /** Centimetres. */
  readonly height: number;
  readonly birthCity: string;
  /** Organisation code of the country of birth. */
  readonly birthCountry: string;
  readonly residenceCity: string;
  /** Events in which the athlete is entered, alone or in a team. */
  readonly events: readonly string[];
  /** How strong the athlete is among all, 0 to 1: who gets the pictures and the shirts. */
  readonly prominence: number;
}

export interface Coach extends Person {
  readonly function: 'COACH';
}

export interface Team {
  /** e.g. `ATHM4X100M--KEN01`. */
  readonly code: string;
  readonly organisation: string;
  readonly event: string;
  readonly discipline: string;
  readonly gender: EventGender;
  readonly name: string;
  /** Athlete codes in order. */
  readonly members: readonly string[];
  readonly coach: string | null;
}

export interface Entry {
  readonly event: string;
  readonly competitor: CompetitorKind;
  /** Athlete or team code. */
  readonly code: string;
  readonly organisation: string;
  /** Number on the shirt; teams have none. */
  readonly bib: string | null;
  readonly seed: number | null;
  /** Best mark of the season as text, e.g. `9.91`, where the sport has marks. */
  readonly seasonBest: string | null;
}

export interface World {
  readonly scale: Scale;
  readonly seed: string;
  readonly games: Games;
  /** The ISO moment at which the demonstration's clock starts by default. */
  readonly now: string;
  readonly organisations: readonly Organisation[];
  readonly venues: readonly Venue[];
  readonly disciplines: readonly Discipline[];
  readonly events: readonly Event[];
  readonly phases: readonly Phase[];
  readonly units: readonly Unit[];
  readonly competitionSessions: readonly CompetitionSession[];
  readonly ticketedSessions: readonly TicketedSession[];
  readonly athletes: readonly Athlete[];
  readonly coaches: readonly Coach[];
  readonly teams: readonly Team[];
  readonly entries: readonly Entry[];
  /** What the schedule was made from, by event code: the rules, rounds and pairings. */
  readonly plans: ReadonlyMap<string, EventPlan>;
  /** Who takes part and how strong they are, best first, by event code. */
  readonly draw: ReadonlyMap<string, readonly EntryDraft[]>;
  /** A stream of random numbers of its own for each name, the same in each run. */
  random(streamName: string): Random;
}
