import { element, type OdfElement } from '@games/odf';
import type { MedalWon } from '../results/story.ts';
import type { Competitors } from './competitor.ts';

const medalCodes = { GOLD: 'ME_GOLD', SILVER: 'ME_SILVER', BRONZE: 'ME_BRONZE' } as const;
const medalTypes = ['GOLD', 'SILVER', 'BRONZE'] as const;

/** The body of DT_MEDALLISTS. A medal that a tie leaves over is stated not to be awarded. */
export function medallistsBody(
  medals: readonly MedalWon[],
  note: string | null,
  atMs: number,
  competitors: Competitors,
): OdfElement {
  const unit = medals.at(0)?.unit ?? null;
  const awarded = medals.map((medal) =>
    element('Medal', { Code: medalCodes[medal.type], Unit: medal.unit }, [competitors.write(medal.entry, atMs)]),
  );
  const left = medalTypes
    .filter((type) => !medals.some((medal) => medal.type === type))
    .map((type) =>
      element('Medal', { Code: medalCodes[type], Unit: unit }, [element('Competitor', { Code: 'NOAWARD' })]),
    );
  const notes = note === null ? [] : [element('Note', {}, [], note)];
  return element('Competition', {}, [...notes, ...awarded, ...left]);
}

/** What an event adds to the medal table from a moment on; a correction replaces what it said before. */
export interface MedalMoment {
  readonly atMs: number;
  readonly event: string;
  readonly medals: readonly MedalWon[];
}

type Counts = Record<(typeof medalTypes)[number], number>;

interface Line {
  readonly organisation: string;
  readonly byType: Map<string, Counts>;
}

/** The body of DT_MEDALS after the first `count` moments. */
export function medalsBody(moments: readonly MedalMoment[], count: number): OdfElement {
  const lines = rankLines(countMedals(moments, count));
  return element('Competition', {}, [
    element('MedalStandings', {}, [element('MedalsTable', {}, lines.map(medalLine))]),
  ]);
}

function countMedals(moments: readonly MedalMoment[], count: number): Line[] {
  const ofEvent = new Map(moments.slice(0, count).map((moment) => [moment.event, moment.medals]));
  const lines = new Map<string, Line>();
  for (const [event, medals] of ofEvent) {
    for (const { type, entry } of medals) {
      const organisation = entry.delegation.code;
      const line = lines.get(organisation) ?? { organisation, byType: new Map() };
      lines.set(organisation, line);
      for (const kind of ['TOT', event.slice(3, 4)]) {
        const counts = line.byType.get(kind) ?? { GOLD: 0, SILVER: 0, BRONZE: 0 };
        counts[type] += 1;
        line.byType.set(kind, counts);
      }
    }
  }
  return [...lines.values()];
}

interface RankedLine extends Line {
  readonly rank: number;
  readonly sortRank: number;
}

/** By gold, then silver, then bronze; equal ones share the rank and stand in the order of their codes. */
function rankLines(lines: readonly Line[]): RankedLine[] {
  const total = (line: Line): Counts => line.byType.get('TOT') ?? { GOLD: 0, SILVER: 0, BRONZE: 0 };
  const compare = (a: Line, b: Line): number =>
    total(b).GOLD - total(a).GOLD || total(b).SILVER - total(a).SILVER || total(b).BRONZE - total(a).BRONZE;
  const sorted = lines.toSorted((a, b) => compare(a, b) || (a.organisation < b.organisation ? -1 : 1));
  let rank = 0;
  return sorted.map((line, i) => {
    const above = sorted[i - 1];
    if (above === undefined || compare(above, line) !== 0) rank = i + 1;
    return { ...line, rank, sortRank: i + 1 };
  });
}

function medalLine({ organisation, rank, sortRank, byType }: RankedLine): OdfElement {
  const numbers = [...byType].map(([type, counts]) =>
    element('MedalNumber', {
      Type: type,
      Gold: counts.GOLD,
      Silver: counts.SILVER,
      Bronze: counts.BRONZE,
      Total: counts.GOLD + counts.SILVER + counts.BRONZE,
    }),
  );
  return element('MedalLine', { Rank: rank, SortRank: sortRank, Organisation: organisation }, numbers);
}
