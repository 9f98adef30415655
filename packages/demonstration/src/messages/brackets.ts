import { element, type OdfElement } from '@games/odf';
import type { BracketItem, BracketPlace, EventStory, Line, UnitStory } from '../results/story.ts';
import type { Competitors } from './competitor.ts';

/**
 * The body of DT_BRACKETS: every item with the places that are taken by now. Links lead backwards: each place says from
 * which unit its competitor comes.
 * @param decided units whose result is known; @param seeded whether the first round has its names.
 */
export function bracketsBody(
  story: EventStory,
  decided: ReadonlySet<string>,
  seeded: boolean,
  atMs: number,
  competitors: Competitors,
): OdfElement {
  const units = new Map(story.units.map((unit) => [unit.unit.code, unit]));
  const rounds = [...new Set(story.bracket.map((item) => item.round))];
  const write = (item: BracketItem): OdfElement => {
    const unit = item.unit !== null && decided.has(item.unit) ? units.get(item.unit) : undefined;
    const places = item.places.map((place, i) => placeElement(place, i + 1, unit, decided, seeded, atMs, competitors));
    return element(
      'BracketItem',
      { Code: item.number, Order: item.number, Unit: item.unit, Result: scoreOf(item, unit) },
      places,
    );
  };
  return element('Competition', {}, [
    element(
      'Bracket',
      { Code: 'FNL' },
      rounds.map((round) =>
        element('BracketItems', { Code: round }, story.bracket.filter((item) => item.round === round).map(write)),
      ),
    ),
  ]);
}

const lineOf = (unit: UnitStory | undefined, place: BracketPlace): Line | undefined =>
  unit?.lines.find((line) => line.entry === place.entry);

function scoreOf(item: BracketItem, unit: UnitStory | undefined): string | null {
  const marks = item.places.map((place) => lineOf(unit, place)?.mark ?? null);
  return marks.includes(null) ? null : marks.join('-');
}

function placeElement(
  place: BracketPlace,
  position: number,
  unit: UnitStory | undefined,
  decided: ReadonlySet<string>,
  seeded: boolean,
  atMs: number,
  competitors: Competitors,
): OdfElement {
  const isKnown = place.from === null ? seeded : decided.has(place.from.unit);
  const line = lineOf(unit, place);
  const attributes = { Pos: position, Seed: place.seed, WLT: line?.outcome, Result: line?.mark, IRM: line?.irm };
  const previous =
    place.from === null ? [] : [element('PreviousUnit', { Unit: place.from.unit, WLT: place.from.outcome })];
  if (!isKnown) return element('CompetitorPlace', { ...attributes, Code: 'TBD' }, previous);
  if (place.entry === null) return element('CompetitorPlace', { ...attributes, Code: 'BYE' }, previous);
  return element('CompetitorPlace', attributes, [...previous, competitors.writeShort(place.entry, atMs)]);
}
