import { childOf, childrenOf, type OdfElement, parseRsc, truncateRsc } from '@games/odf';
import { byKey, type Reading, rscOf, text, whole } from '@games/odf-feed';
import type { MedalFact, MedallistsFact, MedalType, ReportedMedalsFact } from '../facts.ts';
import { readCompetitor } from '../participants/readCompetitor.ts';
import { readNotes } from '../results/readExtended.ts';

const medalTypes: Readonly<Record<string, MedalType>> = {
  ME_GOLD: 'GOLD',
  ME_SILVER: 'SILVER',
  ME_BRONZE: 'BRONZE',
};

/** Reads the medallists of an event. `NOAWARD` in place of a competitor states that a medal is not awarded. */
export function readMedallists(reading: Reading, competition: OdfElement): MedallistsFact {
  const { code, discipline } = parseRsc(reading.header.documentCode);
  return {
    eventCode: truncateRsc(code, 'event'),
    disciplineCode: discipline,
    status: reading.header.resultStatus,
    notes: readNotes(competition),
    medals: distinctMedals(
      reading,
      childrenOf(competition, 'Medal').flatMap((medal) => readMedal(reading, medal)),
    ).map((medal, index) => ({ ...medal, position: index + 1 })),
  };
}

type DraftMedal = Omit<MedalFact, 'position'>;

/** A medal of one competitor twice would be counted twice. Those that are not awarded may be several. */
function distinctMedals(reading: Reading, medals: readonly DraftMedal[]): readonly DraftMedal[] {
  const keyOf = ({ type, unitCode, competitor }: DraftMedal, index: number): string =>
    competitor === null ? `${type} ${index}` : `${type} ${unitCode ?? ''} ${competitor.code}`;
  const keyed = medals.map((medal, index) => ({ medal, key: keyOf(medal, index) }));
  return [...byKey(reading, 'Medal', keyed, ({ key }) => key).values()].map(({ medal }) => medal);
}

function readMedal(reading: Reading, of: OdfElement): readonly DraftMedal[] {
  const code = text(of, 'Code') ?? '';
  const type = medalTypes[code];
  if (type === undefined) {
    reading.report('UNKNOWN_VALUE', `Medal/@Code is "${code.slice(0, 20)}", not ME_GOLD, ME_SILVER or ME_BRONZE.`);
    return [];
  }
  const unitCode = rscOf(reading, of, 'Unit', 'unit');
  return childrenOf(of, 'Competitor').map((element) => {
    if (text(element, 'Code') === 'NOAWARD') return { type, unitCode, awarded: false, competitor: null };
    const competitor = readCompetitor(reading, element);
    return {
      type,
      unitCode,
      awarded: competitor.code !== null,
      competitor: competitor.code === null ? null : competitor,
    };
  });
}

/** Reads the organiser's own medal table. */
export function readMedalTable(reading: Reading, competition: OdfElement): readonly ReportedMedalsFact[] {
  const standings = childOf(competition, 'MedalStandings');
  const table = standings && childOf(standings, 'MedalsTable');
  const lines = new Map<string, ReportedMedalsFact>();
  for (const line of table === null ? [] : childrenOf(table, 'MedalLine')) {
    const organisation = text(line, 'Organisation');
    if (organisation === null) {
      reading.report('CODE_EXPECTED', 'A MedalLine has no Organisation.');
      continue;
    }
    for (const number of childrenOf(line, 'MedalNumber')) {
      const type = text(number, 'Type') ?? 'TOT';
      const count = (name: string): number => whole(reading, number, name) ?? 0;
      const key = `${organisation} ${type}`;
      if (lines.has(key)) reading.report('DUPLICATE_ITEM', `MedalLine "${key}" stands more than once in the message.`);
      lines.set(key, {
        organisation,
        type,
        rank: whole(reading, line, 'Rank'),
        sortRank: whole(reading, line, 'SortRank'),
        gold: count('Gold'),
        silver: count('Silver'),
        bronze: count('Bronze'),
        total: count('Total'),
      });
    }
  }
  return [...lines.values()];
}
