import { childOf, childrenOf, type OdfElement, parseRsc, truncateRsc } from '@games/odf';
import { type Reading, text, whole, yes } from '@games/odf-feed';
import type { EntryFact } from '../facts.ts';
import { readExtended } from '../results/readExtended.ts';
import { readCompetitor } from './readCompetitor.ts';

/** Reads the entries of an event. A competitor that is listed twice counts once, and is reported. */
export function readEntries(reading: Reading, competition: OdfElement): readonly EntryFact[] {
  const { discipline, code } = parseRsc(reading.header.documentCode);
  const found = new Map<string, EntryFact>();
  for (const entry of childrenOf(competition, 'Entry')) {
    const element = childOf(entry, 'Competitor');
    const competitor = element && readCompetitor(reading, element);
    if (competitor === null || competitor.code === null || competitor.type === null) continue;
    if (found.has(competitor.code)) {
      reading.report('DUPLICATE_COMPETITOR', `The competitor ${competitor.code} is entered twice.`);
      continue;
    }
    found.set(competitor.code, {
      eventCode: truncateRsc(code, 'event'),
      disciplineCode: discipline,
      competitorCode: competitor.code,
      competitorType: competitor.type,
      organisation: competitor.organisation,
      printedName: competitor.printedName,
      sortOrder: whole(reading, entry, 'SortOrder'),
      bib: text(entry, 'Bib') ?? competitor.bib,
      seed: text(entry, 'Seed'),
      status: text(entry, 'Status'),
      substitute: yes(entry, 'Substitute'),
      details: [...readExtended(entry), ...competitor.extended],
      members: competitor.members,
    });
  }
  return [...found.values()];
}
