import { element, type OdfElement } from '@games/odf';
import type { Line, Piece, UnitStory } from '../results/story.ts';
import type { Competitors } from './competitor.ts';
import { scoredBy } from './goals.ts';

/** What is written of a unit's result. */
export interface ResultView {
  readonly story: UnitStory;
  readonly lines: readonly Line[];
  /** How far the unit is, 0 to 1; null when it is over. */
  readonly progress: number | null;
  readonly atMs: number;
  readonly actualStart: string | null;
  readonly actualEnd: string | null;
  readonly note: string | null;
}

interface Standing {
  readonly line: Line;
  readonly rank: number | null;
  readonly rankEqual: boolean;
  readonly sortOrder: number;
  readonly mark: string | null;
  readonly pieces: readonly Piece[];
  readonly isOver: boolean;
}

/** The body of DT_RESULT. */
export function resultBody(view: ResultView, competitors: Competitors): OdfElement {
  const standings =
    view.progress === null ? view.lines.map(asItEnded) : asItStands(view.story, view.lines, view.progress);
  const results = standings.map((standing) => resultElement(standing, view, competitors));
  return element('Competition', {}, [...notes(view.note), ...infos(view), ...results]);
}

const notes = (note: string | null): OdfElement[] => (note === null ? [] : [element('Note', {}, [], note)]);

function infos({ story, actualStart, actualEnd, progress }: ResultView): OdfElement[] {
  if (actualStart === null) return [];
  const wind = progress === null && story.wind !== null;
  return [
    element('ExtendedInfos', {}, [
      element('UnitDateTime', { StartDate: actualStart, EndDate: actualEnd }),
      ...(wind ? [element('ExtendedInfo', { Type: 'UI', Code: 'WIND_SPEED', Value: story.wind })] : []),
    ]),
  ];
}

const asItEnded = (line: Line): Standing => ({ ...line, line, isOver: true });

/** What is known at a moment of the unit: at first only who starts. */
function asItStands(story: UnitStory, lines: readonly Line[], progress: number): Standing[] {
  const known = lines.map((line) => {
    const pieces = line.pieces.filter((piece) => piece.at <= progress);
    const last = pieces.at(-1);
    if (line.outcome !== null) return { line, pieces, mark: scoreOf(story, line, progress), key: null };
    return { line, pieces, mark: last?.running ?? null, key: progress === 0 ? null : (last?.runningKey ?? null) };
  });
  const sorted = known.sort((a, b) => compareKeys(a.key, b.key) || a.line.startOrder - b.line.startOrder);
  return sorted.map((item, i) => ({
    line: item.line,
    pieces: item.pieces,
    mark: item.mark,
    rank: item.key === null ? null : sorted.findIndex((other) => other.key === item.key) + 1,
    rankEqual: item.key !== null && sorted.filter((other) => other.key === item.key).length > 1,
    sortOrder: i + 1,
    isOver: false,
  }));
}

/** In a duel who leads is told by the score alone; before it begins there is none. */
function scoreOf(story: UnitStory, line: Line, progress: number): string | null {
  if (progress === 0 || line.irm !== null) return null;
  const scored = scoredBy(story, line, progress);
  return scored === null ? (story.markType === 'POINTS' ? '0' : null) : String(scored);
}

function compareKeys(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a - b;
}

function resultElement(
  standing: Standing,
  { story, atMs, progress }: ResultView,
  competitors: Competitors,
): OdfElement {
  const { line, isOver } = standing;
  // Who has not come to the start is known from the start.
  const irm = isOver || (line.irm === 'DNS' && progress !== 0) ? irmCode(story, line) : null;
  const attributes = {
    Rank: standing.rank,
    RankEqual: standing.rankEqual ? 'Y' : null,
    SortOrder: standing.sortOrder,
    Result: standing.mark,
    ResultType: standing.mark === null ? (irm === null ? null : 'IRM') : story.markType,
    IRM: irm,
    QualificationMark: isOver ? line.qualified : null,
    WLT: isOver ? line.outcome : null,
    Diff: isOver ? line.difference : null,
    StartOrder: line.startOrder,
    StartSortOrder: line.startOrder,
    Bib: line.entry.members.length === 1 ? line.entry.members[0]?.bib : null,
  };
  return element('Result', attributes, [
    ...extendedResults(standing),
    ...(isOver ? recordIndicators(story, line) : []),
    competitors.write(line.entry, atMs),
  ]);
}

/** Athletics writes DQ, everybody else DSQ. */
const irmCode = (story: UnitStory, line: Line): string | null =>
  line.irm === 'DSQ' && story.unit.code.startsWith('ATH') ? 'DQ' : line.irm;

function extendedResults({ line, pieces, isOver }: Standing): OdfElement[] {
  const details = isOver ? line.details : [];
  if (pieces.length + details.length === 0) return [];
  return [
    element('ExtendedResults', {}, [
      ...details.map(({ type, code, value }) => element('ExtendedResult', { Type: type, Code: code, Value: value })),
      ...pieces.map(({ type, code, position, value }) =>
        element('ExtendedResult', {
          Type: type === 'PROGRESS' ? 'PROGRESS' : 'ER',
          Code: code,
          Pos: position,
          Value: value,
        }),
      ),
    ]),
  ];
}

function recordIndicators(story: UnitStory, line: Line): OdfElement[] {
  if (line.records.length === 0) return [];
  const code = story.unit.code.slice(0, 22).padEnd(34, '-');
  return [
    element(
      'RecordIndicators',
      {},
      line.records.map(({ type, equalled }, i) =>
        element('RecordIndicator', { Order: i + 1, Code: code, RecordType: type, Equalled: equalled ? 'Y' : null }),
      ),
    ),
  ];
}
