import type { EntryDraft } from '../entries/entries.ts';
import type { Happening } from '../results/happening.ts';
import type { EventStory, ListStory, UnitStory } from '../results/story.ts';
import type { PhasePlan } from '../schedule/plan.ts';
import { bracketsBody } from './brackets.ts';
import type { Competitors } from './competitor.ts';
import { listBody, listTypes } from './lists.ts';
import { type MedalMoment, medallistsBody } from './medals.ts';
import { ms, type PlannedMessage, venueSource } from './message.ts';
import { isSeededByEntry } from './prelude.ts';
import { finalOfficialMs, firstOfficialMs, planUnit } from './unitFlow.ts';

/** What follows an official result, in this order. */
const after = {
  cumulative: ms.ofSeconds(4),
  phase: ms.ofSeconds(6),
  bracket: ms.ofSeconds(8),
  medallists: ms.ofSeconds(12),
  ranking: ms.ofSeconds(25),
} as const;

export interface EventContext {
  readonly story: EventStory;
  readonly happenings: ReadonlyMap<string, Happening>;
  /** Place of each unit in its session, from 1. */
  readonly orders: ReadonlyMap<string, number>;
  readonly pairings: ReadonlyMap<string, readonly EntryDraft[]>;
  readonly competitors: Competitors;
}

/** All messages of an event once the Games have begun, and the moments at which it changes the medal table. */
export function planEventFlow(context: EventContext): {
  readonly messages: PlannedMessage[];
  readonly medals: MedalMoment[];
} {
  const { story } = context;
  const units = new Map(story.units.map((unit) => [unit.unit.code, unit]));
  const officialMs = officialTimes(context, units);
  const known = knownTimes(story, officialMs);
  const ofUnits = story.event.phases.flatMap((phase) =>
    phase.units.flatMap((unit) =>
      planUnit({
        happening: happeningOf(context, unit.code),
        story: units.get(unit.code) ?? null,
        knownMs: known.get(unit.code) ?? 0,
        order: context.orders.get(unit.code) ?? 1,
        pairing: context.pairings.get(unit.code) ?? [],
        competitors: context.competitors,
      }),
    ),
  );
  const ofLists = story.lists.map((list) => planList(context, list, officialMs));
  const medals = planMedals(context, units);
  return {
    messages: [...ofUnits, ...ofLists, ...planBrackets(context, officialMs), ...medals.messages],
    medals: medals.moments,
  };
}

function happeningOf({ happenings }: EventContext, unit: string): Happening {
  const found = happenings.get(unit);
  if (found === undefined) throw new RangeError(`no unit ${unit}`);
  return found;
}

/** When the last word on each unit is said. */
const officialTimes = (context: EventContext, units: ReadonlyMap<string, UnitStory>): ReadonlyMap<string, number> =>
  new Map([...units].map(([code, story]) => [code, finalOfficialMs(happeningOf(context, code), story)]));

/** When it is known who competes in each unit: after the units that it follows from; 0 where the draw says it. */
function knownTimes(story: EventStory, officialMs: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  const latest = (codes: readonly string[]): number => Math.max(0, ...codes.map((code) => officialMs.get(code) ?? 0));
  let before: string[] = [];
  let beforePools: string[] = [];
  for (const phase of story.event.phases) {
    const earlier = phase.pool === null ? before : beforePools;
    phase.units.forEach((unit, i) => {
      const inSeries = story.event.spec.format.kind === 'SERIES' ? phase.units.slice(0, i).map(({ code }) => code) : [];
      known.set(unit.code, latest([...earlier, ...inSeries]));
    });
    const own = phase.units.map(({ code }) => code);
    if (isPool(phase)) before = [...before, ...own];
    else {
      before = own;
      beforePools = own;
    }
  }
  for (const item of story.bracket) {
    const sources = item.places.flatMap(({ from }) => from?.unit ?? []);
    if (item.unit !== null && sources.length > 0) known.set(item.unit, latest(sources));
  }
  return known;
}

const isPool = (phase: PhasePlan): boolean => phase.pool !== null;

function planList(
  { story, happenings, competitors }: EventContext,
  list: ListStory,
  officialMs: ReadonlyMap<string, number>,
): PlannedMessage {
  const delay = list.kind === 'RANKING' ? after.ranking : list.kind === 'CUMULATIVE' ? after.cumulative : after.phase;
  const atMs = Math.max(...list.after.map((unit) => officialMs.get(unit) ?? 0)) + delay;
  const last = happenings.get(list.after.at(-1) ?? '');
  return {
    atMs,
    documentType: listTypes[list.kind],
    documentCode: list.code,
    documentSubcode: list.subcode,
    resultStatus: 'OFFICIAL',
    source: venueSource(last?.unit.venue ?? '', story.event.sport.code),
    inShort: list.kind === 'POOL' ? 'LAST' : 'ALWAYS',
    body: () => listBody(list, atMs, competitors),
  };
}

/** The bracket is sent again whenever a place in it is taken. */
function planBrackets(
  { story, happenings, competitors }: EventContext,
  officialMs: ReadonlyMap<string, number>,
): PlannedMessage[] {
  if (story.bracket.length === 0) return [];
  const inBracket = story.bracket.flatMap((item) => item.unit ?? []);
  const preliminary = story.units.map(({ unit }) => unit.code).filter((code) => !inBracket.includes(code));
  const seededMs = isSeededByEntry(story) ? 0 : Math.max(...preliminary.map((code) => officialMs.get(code) ?? 0));
  const moments = [...inBracket.map((code) => officialMs.get(code) ?? 0), ...(seededMs > 0 ? [seededMs] : [])];
  const unit = happenings.get(inBracket[0] ?? '')?.unit;
  return [...new Set(moments)].map((moment): PlannedMessage => {
    const atMs = moment + after.bracket;
    const decided = new Set(inBracket.filter((code) => (officialMs.get(code) ?? 0) <= moment));
    return {
      atMs,
      documentType: 'DT_BRACKETS',
      documentCode: story.event.code,
      source: venueSource(unit?.venue ?? '', story.event.sport.code),
      inShort: 'LAST',
      body: () => bracketsBody(story, decided, seededMs <= moment, atMs, competitors),
    };
  });
}

/** The medallists, and again when a decision after the official result changes the final. */
function planMedals(context: EventContext, units: ReadonlyMap<string, UnitStory>) {
  const { story, competitors } = context;
  const deciding = story.event.phases.at(-1)?.units.map(({ code }) => code) ?? [];
  const held = deciding.flatMap((code) => units.get(code) ?? []);
  const note = held.find(({ correction }) => correction !== null)?.correction?.note ?? null;
  const at = (official: (happening: Happening, unit: UnitStory) => number): number =>
    Math.max(...held.map((unit) => official(happeningOf(context, unit.unit.code), unit))) + after.medallists;
  const firstMs = at(firstOfficialMs);
  const moments: MedalMoment[] = [
    { atMs: firstMs, event: story.event.code, medals: story.medalsBefore ?? story.medals },
  ];
  if (story.medalsBefore !== null)
    moments.push({ atMs: at(finalOfficialMs), event: story.event.code, medals: story.medals });
  const unit = happeningOf(context, deciding[0] ?? '').unit;
  const messages = moments.map(
    ({ atMs, medals }, i): PlannedMessage => ({
      atMs,
      documentType: 'DT_MEDALLISTS',
      documentCode: story.event.code,
      resultStatus: 'OFFICIAL',
      source: venueSource(unit.venue, unit.discipline),
      inShort: 'ALWAYS',
      body: () => medallistsBody(medals, i === 0 ? null : note, atMs, competitors),
    }),
  );
  return { moments, messages };
}
