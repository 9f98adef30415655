import type { EntryDraft } from '../entries/entries.ts';
import { createHappenings } from '../results/happening.ts';
import { simulateEvent } from '../results/simulateEvent.ts';
import type { EventStory } from '../results/story.ts';
import type { World } from '../world.ts';
import { Competitors, type Misprint } from './competitor.ts';
import { planEventFlow } from './eventFlow.ts';
import { type MedalMoment, medalsBody } from './medals.ts';
import { centralSource, ms, type PlannedMessage, wholeGames } from './message.ts';
import { planPrelude } from './prelude.ts';
import { planSigns, rehearsal } from './signs.ts';

const tableAfterMedallists = ms.ofSeconds(5);
const plans = new WeakMap<World, readonly PlannedMessage[]>();

/** Every message of the Games in the order of time, from the first code table to the last ranking. */
export function planMessages(world: World): readonly PlannedMessage[] {
  const known = plans.get(world);
  if (known !== undefined) return known;
  const stories = world.events.map((event) => simulateEvent(world, event.code));
  const misprint = misprintOf(world);
  const competitors = new Competitors(misprint);
  const pairings = pairingsOf(stories);
  const happenings = createHappenings(world);
  const orders = new Map(
    world.competitionSessions.flatMap((session) => session.units.map((unit, i) => [unit, i + 1] as const)),
  );
  const flows = stories.map((story) => planEventFlow({ story, happenings, orders, pairings, competitors }));
  const planned = [
    ...planPrelude({ world, stories, pairings, misprint, competitors }),
    ...rehearsal(world, stories, competitors),
    ...planSigns(world),
    ...flows.flatMap(({ messages }) => messages),
    ...planMedalTable(flows.flatMap(({ medals }) => medals)),
  ].sort((a, b) => a.atMs - b.atMs);
  plans.set(world, planned);
  return planned;
}

/** The name of the most prominent athlete of the first discipline with results is misspelt until the sixth day. */
function misprintOf(world: World): Misprint | null {
  const best = world.athletes
    .filter((athlete) => athlete.discipline === 'ATH')
    .reduce((top, athlete) => (athlete.prominence > top.prominence ? athlete : top));
  const { familyName } = best;
  const middle = Math.floor(familyName.length / 2);
  return {
    athlete: best.code,
    // A letter twice: what a typist does.
    familyName: `${familyName.slice(0, middle)}${familyName.charAt(middle - 1)}${familyName.slice(middle)}`,
    until: Date.parse('2028-07-19T12:00:00-07:00'),
  };
}

/** Who meets in pools is known from the draw. */
function pairingsOf(stories: readonly EventStory[]): ReadonlyMap<string, readonly EntryDraft[]> {
  return new Map(
    stories.flatMap(({ units }) =>
      units
        .filter(({ unit }) => unit.pairing !== null)
        .map(({ unit, lines }) => {
          const sides = lines.toSorted((a, b) => a.startOrder - b.startOrder);
          return [unit.code, sides.map((line) => line.entry)] as const;
        }),
    ),
  );
}

/** The medal table is sent after each event's medallists. */
function planMedalTable(moments: readonly MedalMoment[]): PlannedMessage[] {
  const inOrder = moments.toSorted((a, b) => a.atMs - b.atMs);
  return inOrder.map(({ atMs }, i) => ({
    atMs: atMs + tableAfterMedallists,
    documentType: 'DT_MEDALS',
    documentCode: wholeGames,
    resultStatus: 'OFFICIAL',
    source: centralSource,
    inShort: 'LAST',
    body: () => medalsBody(inOrder, i + 1),
  }));
}
