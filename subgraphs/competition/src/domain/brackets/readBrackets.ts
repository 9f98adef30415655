import { childOf, childrenOf, type OdfElement, parseRsc } from '@games/odf';
import { byKey, type Reading, rscOf, text, whole } from '@games/odf-feed';
import type { BracketItemFact, BracketPlaceFact, CompetitorFact } from '../facts.ts';
import { asPlaceholder, placeholderCompetitor, readCompetitor } from '../participants/readCompetitor.ts';
import { readOutcome } from '../results/readResult.ts';

/** Reads the brackets of an event, in document order. */
export function readBrackets(reading: Reading, competition: OdfElement): readonly BracketItemFact[] {
  parseRsc(reading.header.documentCode);
  const items: BracketItemFact[] = [];
  for (const bracket of childrenOf(competition, 'Bracket')) {
    childrenOf(bracket, 'BracketItems').forEach((round, roundIndex) => {
      for (const item of childrenOf(round, 'BracketItem')) {
        items.push({
          position: items.length + 1,
          bracketCode: text(bracket, 'Code') ?? '',
          roundCode: text(round, 'Code') ?? '',
          roundPosition: roundIndex + 1,
          code: text(item, 'Code') ?? String(items.length + 1),
          sortOrder: whole(reading, item, 'Order'),
          unitCode: rscOf(reading, item, 'Unit', 'unit'),
          result: text(item, 'Result'),
          places: readPlaces(reading, item),
        });
      }
    });
  }
  const keyed = items.filter(({ unitCode }) => unitCode !== null);
  byKey(reading, 'BracketItem of the unit', keyed, ({ bracketCode, unitCode }) => `${bracketCode} ${unitCode}`);
  return items;
}

/** The places in their order; `@Pos` where it is a number that no other place has, else the place in the document. */
function readPlaces(reading: Reading, item: OdfElement): readonly BracketPlaceFact[] {
  const taken = new Set<number>();
  return childrenOf(item, 'CompetitorPlace').map((element, index) => {
    const given = whole(reading, element, 'Pos');
    const place = given !== null && !taken.has(given) ? given : firstFree(taken, index + 1);
    taken.add(place);
    const previous = childOf(element, 'PreviousUnit');
    return {
      place,
      competitor: readHolder(reading, element),
      seed: text(element, 'Seed'),
      wlt: readOutcome(reading, element),
      mark: text(element, 'Result'),
      irm: text(element, 'IRM'),
      previous: previous && {
        unitCode: rscOf(reading, previous, 'Unit', 'unit'),
        wlt: readOutcome(reading, previous),
        rank: text(previous, 'Rank'),
      },
    };
  });
}

function firstFree(taken: ReadonlySet<number>, from: number): number {
  let place = from;
  while (taken.has(place)) place += 1;
  return place;
}

function readHolder(reading: Reading, place: OdfElement): CompetitorFact {
  const competitor = childOf(place, 'Competitor');
  if (competitor !== null) return readCompetitor(reading, competitor);
  return placeholderCompetitor(asPlaceholder(text(place, 'Code')) ?? 'TBD');
}
