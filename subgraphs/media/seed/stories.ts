import type { Athlete, Discipline, Event, World } from '@games/demonstration';
import { at } from './clock.ts';
import { entrantsByEvent } from './cuts.ts';
import { workIds } from './works.ts';

interface StoryText {
  readonly title: string;
  readonly summary: string;
  readonly body: string;
}

export interface Story {
  readonly id: string;
  readonly texts: { readonly en: StoryText; readonly fr?: StoryText; readonly es?: StoryText };
  readonly publishedMs: number;
  readonly event: string | null;
  readonly athletes: readonly string[];
  readonly picture: string | null;
}

/** A preview of every event on the evening before it begins, and a look ahead on the morning of every day. */
export function createStories(world: World): readonly Story[] {
  const entrants = entrantsByEvent(world);
  const disciplines = new Map(world.disciplines.map((discipline) => [discipline.code, discipline]));
  const begins = new Map<string, number>();
  for (const { event, start } of world.units) begins.set(event, Math.min(begins.get(event) ?? Infinity, at(start)));
  const previews = world.events.flatMap((event): Story[] => {
    const discipline = disciplines.get(event.discipline);
    const begin = begins.get(event.code);
    if (!discipline || begin === undefined) return [];
    const favourites = (entrants.get(event.code) ?? []).slice(0, 3);
    return [
      {
        id: `preview-${event.code.slice(0, 22)}`,
        texts: previewTexts(event, discipline, favourites),
        publishedMs: begin - 18 * 3_600_000,
        event: event.code,
        athletes: favourites.map(({ code }) => code),
        picture: workIds.illustration(event.discipline),
      },
    ];
  });
  return [...previews, ...world.games.days.map((day, index) => dayStory(world, day, index))];
}

function previewTexts({ name }: Event, { names }: Discipline, favourites: readonly Athlete[]): Story['texts'] {
  const people = favourites.map(
    ({ givenName, familyName, organisation }) => `${givenName} ${familyName} (${organisation})`,
  );
  const list = (conjunction: string): string =>
    people.length < 2 ? people.join('') : `${people.slice(0, -1).join(', ')} ${conjunction} ${people.at(-1)}`;
  return {
    en: {
      title: `${names.en}: what to expect of the ${name}`,
      summary: `The ${name} begins tomorrow. ${list('and')} are among those to watch.`,
      body: `The field of the ${name} is complete.\n\nAmong those entered are ${list('and')}. Start lists are published as soon as the draw is made, and every unit can be followed live.`,
    },
    fr: {
      title: `${names.fr} : ce qui attend ${people[0] ?? 'le public'}`,
      summary: `Les épreuves commencent demain. À suivre : ${list('et')}.`,
      body: `Le plateau est au complet.\n\nParmi les engagés figurent ${list('et')}. Les listes de départ sont publiées dès le tirage au sort, et chaque épreuve peut être suivie en direct.`,
    },
    es: {
      title: `${names.es}: lo que espera a ${people[0] ?? 'el público'}`,
      summary: `La competición empieza mañana. Atención a ${list('y')}.`,
      body: `La lista de inscritos está completa.\n\nEntre ellos figuran ${list('y')}. Las listas de salida se publican en cuanto se hace el sorteo, y cada prueba puede seguirse en directo.`,
    },
  };
}

function dayStory({ games, units }: World, day: string, index: number): Story {
  const ofDay = units.filter(({ logicalDate }) => logicalDate === day);
  const finals = ofDay.filter(({ medal }) => medal === 'GOLD').length;
  const number = index + 1;
  return {
    id: `day-${day}`,
    texts: {
      en: {
        title: `Day ${number}: ${finals} finals in ${games.city}`,
        summary: `${ofDay.length} units are on the schedule of day ${number}; ${finals} of them decide gold.`,
        body: `Day ${number} of ${games.name} brings ${ofDay.length} units and ${finals} gold medals.\n\nThe whole schedule, live results and the medal table are updated by the second.`,
      },
      fr: {
        title: `Jour ${number} : ${finals} finales à ${games.city}`,
        summary: `${ofDay.length} épreuves au programme du jour ${number}, dont ${finals} pour l’or.`,
        body: `Le jour ${number} compte ${ofDay.length} épreuves et ${finals} médailles d’or.\n\nLe programme, les résultats en direct et le tableau des médailles sont mis à jour à la seconde.`,
      },
      es: {
        title: `Día ${number}: ${finals} finales en ${games.city}`,
        summary: `${ofDay.length} pruebas en el programa del día ${number}; ${finals} deciden el oro.`,
        body: `El día ${number} trae ${ofDay.length} pruebas y ${finals} medallas de oro.\n\nEl programa, los resultados en directo y el medallero se actualizan al segundo.`,
      },
    },
    publishedMs: at(`${day}T06:00:00${games.offset}`),
    event: null,
    athletes: [],
    picture: ofDay[0] ? workIds.illustration(ofDay[0].discipline) : null,
  };
}
