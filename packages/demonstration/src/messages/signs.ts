import type { EventStory } from '../results/story.ts';
import type { World } from '../world.ts';
import type { Competitors } from './competitor.ts';
import { centralSource, ms, type PlannedMessage, venueSource, wholeGames } from './message.ts';
import { resultBody } from './result.ts';

const morning = 'T06:00:00-07:00';
const openHours = 22;
const aliveEvery = ms.ofMinutes(15);

/** Signs of life: the feed opens and closes each day, and says in between that it is there. */
export function planSigns(world: World): PlannedMessage[] {
  return world.games.days.flatMap((day) => {
    const openMs = Date.parse(day + morning);
    const closeMs = openMs + ms.ofMinutes(openHours * 60);
    const alive: PlannedMessage[] = [];
    for (let atMs = openMs + aliveEvery; atMs < closeMs; atMs += aliveEvery) alive.push(sign('DT_KA', atMs, day));
    return [sign('DT_GLOBAL_GM', openMs, day), ...alive, sign('DT_GLOBAL_GN', closeMs, day)];
  });
}

const sign = (documentType: string, atMs: number, logicalDate: string): PlannedMessage => ({
  atMs,
  documentType,
  documentCode: wholeGames,
  source: centralSource,
  logicalDate,
  inShort: 'LAST',
  body: () => null,
});

/** A rehearsal on the eve of the Games: a made-up result of the first race on the test feed, which nobody is to see. */
export function rehearsal(world: World, stories: readonly EventStory[], competitors: Competitors): PlannedMessage[] {
  const story = stories.find(({ event }) => event.sport.code === 'ATH')?.units[0];
  if (story === undefined) return [];
  const atMs = Date.parse(`${world.games.start}T10:00:00-07:00`) - ms.ofMinutes(24 * 60);
  const lines = story.lines.map((line, i) => ({
    ...line,
    mark: '9.99',
    rank: 1,
    rankEqual: true,
    sortOrder: i + 1,
    records: [],
  }));
  const view = { story, lines, progress: null, atMs, actualStart: null, actualEnd: null, note: null };
  return [
    {
      atMs,
      documentType: 'DT_RESULT',
      documentCode: story.unit.code,
      resultStatus: 'UNOFFICIAL',
      source: venueSource('MST', 'ATH'),
      feedFlag: 'T',
      inShort: 'ALWAYS',
      body: () => resultBody(view, competitors),
    },
  ];
}
