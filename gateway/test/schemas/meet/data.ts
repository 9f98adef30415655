/** An athletics meet: people and clubs, races with lanes, prizes. Some lanes are empty, some references lead nowhere. */
export type Club = { readonly __typename: 'Club'; readonly code: string; readonly name: string };
export type Athlete = {
  readonly __typename: 'Athlete';
  readonly id: string;
  readonly name: string;
  readonly club: string | null;
  readonly born: number | null;
};
export type Mark =
  | { readonly __typename: 'Time'; readonly seconds: number }
  | { readonly __typename: 'NoTime'; readonly reason: 'DNS' | 'DNF' | 'DQ' };
export type Lane = { readonly number: number; readonly athlete: string | null; readonly mark: Mark | null };
export type Race = {
  readonly id: string;
  readonly title: string;
  readonly rounds: readonly (readonly (Lane | null)[])[];
};

export const clubs: readonly Club[] = [
  { __typename: 'Club', code: 'o', name: 'Oakfield "Harriers"' },
  { __typename: 'Club', code: 'The', name: 'The Striders' },
];

export const athletes: readonly Athlete[] = [
  { __typename: 'Athlete', id: 'a1', name: 'Ada Lindqvist', club: 'o', born: 2001 },
  { __typename: 'Athlete', id: 'a2', name: 'Brave Okoye', club: 'The', born: 2006 },
  { __typename: 'Athlete', id: 'b1', name: 'Célia Prévost', club: null, born: null },
  { __typename: 'Athlete', id: 'b2', name: 'Dmitar Petrić', club: 'o', born: 1994 },
];

const time = (seconds: number): Mark => ({ __typename: 'Time', seconds });

export const races: readonly Race[] = [
  {
    id: '1',
    title: '100 m',
    rounds: [
      [
        { number: 3, athlete: 'a1', mark: time(11.02) },
        null,
        { number: 5, athlete: 'a2', mark: { __typename: 'NoTime', reason: 'DNF' } },
      ],
      [
        { number: 4, athlete: 'a1', mark: time(10.99) },
        { number: 6, athlete: null, mark: null },
      ],
    ],
  },
  { id: '2', title: '4 × 400 m', rounds: [[{ number: 1, athlete: 'b2', mark: time(45.5) }], []] },
  { id: 'f1', title: 'Walk', rounds: [] },
];

export const athleteOf = (id: string | null) => athletes.find((athlete) => athlete.id === id) ?? null;
export const clubOf = (code: string | null) => clubs.find((club) => club.code === code) ?? null;
export const raceOf = (id: string) => races.find((race) => race.id === id) ?? null;
export const runs = (race: Race, athlete: string): boolean =>
  race.rounds.some((lanes) => lanes.some((lane) => lane?.athlete === athlete));
export const podiumOf = (race: Race): readonly string[] =>
  (race.rounds.at(-1) ?? []).flatMap((lane) =>
    lane?.athlete && lane.mark?.__typename === 'Time' ? [lane.athlete] : [],
  );
/** The under-20s run apart; nobody knows of those whose year of birth is not known. */
export const ageGroupOf = (born: number | null | undefined): 'U20' | 'SENIOR' | null =>
  typeof born !== 'number' ? null : born > 2004 ? 'U20' : 'SENIOR';
export const prizeOf = (raceId: string) => ({ minor: raceId.length * 1_000, currency: 'EUR' });
