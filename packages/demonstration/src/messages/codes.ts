import { element, type OdfElement } from '@games/odf';
import type { World } from '../world.ts';

interface Code {
  readonly code: string;
  readonly attributes?: Readonly<Record<string, string | number>>;
  /** By the feed's three-letter language. */
  readonly names: Readonly<Record<string, string>>;
  readonly longNames?: Readonly<Record<string, string>>;
}

const english = (name: string): Readonly<Record<string, string>> => ({ ENG: name });

const feedLanguages: Readonly<Record<string, string>> = { en: 'ENG', fr: 'FRA', es: 'SPA' };

const translated = (names: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(names).map(([tag, name]) => [feedLanguages[tag] ?? 'ENG', name]));

/** The code sets of the Games, by DocumentSubtype. */
export function codeSets(world: World): readonly (readonly [subtype: string, body: () => OdfElement])[] {
  const { games } = world;
  return [
    ['COMPETITION', () => body([{ code: games.code, names: english(games.name) }])],
    ['DISCIPLINE', () => body(world.disciplines.map(({ code, names }) => ({ code, names: translated(names) })))],
    ['EVENT', () => body(world.events.map(({ code, name }) => ({ code, names: english(name) })))],
    ['PHASE', () => body(phases(world))],
    ['VENUE', () => body(venues(world))],
    ['LOCATION', () => body(locations(world))],
    ['ORGANISATION', () => body(organisations(world))],
    ['FUNCTION', () => body(functions)],
  ];
}

function body(codes: readonly Code[]): OdfElement {
  return element(
    'Competition',
    {},
    codes.map(({ code, attributes = {}, names, longNames = {} }) =>
      element(
        'CodeSet',
        { Code: code, ...attributes },
        Object.entries(names).map(([language, name]) =>
          element('Language', { Language: language, Description: name, LongDescription: longNames[language] }),
        ),
      ),
    ),
  );
}

function phases(world: World): Code[] {
  const events = new Map(world.events.map((event) => [event.code, event]));
  return world.phases.map(({ code, event, name }) => ({
    code,
    names: english(name),
    longNames: english(`${events.get(event)?.name}, ${name.charAt(0).toLowerCase()}${name.slice(1)}`),
  }));
}

const venues = (world: World): Code[] =>
  world.venues.map(({ code, name, city, latitude, longitude }) => ({
    code,
    attributes: { City: city, Latitude: latitude, Longitude: longitude },
    names: english(name),
  }));

const locations = (world: World): Code[] =>
  world.venues.flatMap((venue) =>
    venue.locations.map(({ code, name }) => ({
      code,
      attributes: { Venue: venue.code },
      names: english(name),
      longNames: english(`${venue.name}, ${name}`),
    })),
  );

const organisations = (world: World): Code[] =>
  world.organisations.map(({ code, country, names }) => ({
    code,
    attributes: { Note: 'P', Country: country },
    names: translated(names),
  }));

/** What people are accredited as. */
export const functionCodes = { ATH: 'AA01', COACH: 'CO01' } as const;

const functions: readonly Code[] = [
  { code: functionCodes.ATH, attributes: { Category: 'A' }, names: { ENG: 'Athlete', FRA: 'Athlète', SPA: 'Atleta' } },
  {
    code: functionCodes.COACH,
    attributes: { Category: 'C' },
    names: { ENG: 'Coach', FRA: 'Entraîneur', SPA: 'Entrenador' },
  },
];
