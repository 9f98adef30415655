import { element, type OdfElement } from '@games/odf';
import type { Line, Piece, UnitStory } from '../results/story.ts';
import type { Competitors } from './competitor.ts';
import { resultBody } from './result.ts';

/** Units in which it is told what happens at this moment: the score of a match, who jumps or throws. */
export const tellsTheMoment = (story: UnitStory): boolean =>
  story.lines.some((line) => line.pieces.some((piece) => piece.type === 'PERIOD' || piece.type === 'ATTEMPT'));

/** The body of DT_CURRENT at `progress` (0 to 1) of the unit. */
export function currentBody(story: UnitStory, progress: number, atMs: number, competitors: Competitors): OdfElement {
  const next = nextPiece(story, progress);
  const info = (code: string, value: string): OdfElement =>
    element('ExtendedInfos', {}, [element('ExtendedInfo', { Type: 'UI', Code: code, Value: value })]);
  if (next === null) return element('Competition', {}, []);
  const { line, piece } = next;
  if (piece.type === 'PERIOD') {
    const view = { story, lines: story.lines, progress, atMs, actualStart: null, actualEnd: null, note: null };
    const score = resultBody(view, competitors).children;
    return element('Competition', {}, [info('PERIOD', piece.position), ...score]);
  }
  const attempt = element('ExtendedResults', {}, [
    element('ExtendedResult', { Type: 'ER', Code: piece.code, Pos: piece.position }),
  ]);
  return element('Competition', {}, [
    info('ATTEMPT', piece.position),
    element('Result', { SortOrder: 1, StartOrder: line.startOrder, Bib: line.entry.members[0]?.bib }, [
      attempt,
      competitors.write(line.entry, atMs),
    ]),
  ]);
}

/** What is going on: the piece that will be known next. */
function nextPiece(story: UnitStory, progress: number): { readonly line: Line; readonly piece: Piece } | null {
  let next: { readonly line: Line; readonly piece: Piece } | null = null;
  for (const line of story.lines) {
    const piece = line.pieces.find(({ at }) => at > progress);
    if (piece !== undefined && (next === null || piece.at < next.piece.at)) next = { line, piece };
  }
  return next;
}
