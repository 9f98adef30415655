import { element, isRsc, type OdfElement, rscLevel, truncateRsc } from '@games/odf';
import { athleteElement, type Competitors } from './convertResults.ts';
import type { Ledger, Row } from './ledger.ts';
import type { OutgoingMessage, WriteOutgoing } from './outgoing.ts';
import type { DataSet } from './readDataSet.ts';
import type { Structure } from './structure.ts';
import { dateColumn, flag, wholeNumber } from './values.ts';

/** Medals of an organisation: as the rows of medals.csv have them, as they were applied, and as medals_total.csv sums them up. */
export interface MedalCount {
  readonly organisation: string;
  readonly rows: number;
  readonly applied: number;
  readonly total: number;
}

export interface MedalReconciliation {
  readonly rows: number;
  readonly applied: number;
  readonly total: number;
  /** Organisations on which the rows and the set's own totals do not agree. */
  readonly differences: readonly MedalCount[];
}

export interface Medals {
  readonly messages: readonly OutgoingMessage[];
  readonly reconciliation: MedalReconciliation;
}

const medalCodes = ['ME_GOLD', 'ME_SILVER', 'ME_BRONZE'] as const;

interface Medal {
  readonly row: Row;
  readonly event: string;
  readonly type: (typeof medalCodes)[number];
  readonly competitor: string;
  readonly day: string;
}

/** The medallists of each event, and the set's own medal table beside them: neither is made from the other. */
export function convertMedals(
  data: DataSet,
  structure: Structure,
  competitors: Competitors,
  ledger: Ledger,
  write: WriteOutgoing,
): Medals {
  const medals = readMedals(data, structure, competitors, ledger);
  const winners = readWinners(data, structure, medals, ledger);
  const medallists = [...Map.groupBy(medals, ({ event }) => event)].map(([event, listed]) => {
    const day = listed
      .map((medal) => medal.day)
      .sort()
      .at(-1) as string;
    return write(
      {
        documentType: 'DT_MEDALLISTS',
        documentCode: event,
        resultStatus: 'OFFICIAL',
        writtenAt: `${day}T23:59:00`,
        logicalDate: day,
      },
      [...listed].sort(byRank).map((medal) => medalElement(medal, structure, competitors, winners)),
      listed.flatMap((medal) => [medal.row, ...(winners.get(keyOf(medal))?.rows ?? [])]),
    );
  });
  const totals = readTotals(data, ledger);
  return {
    messages: [...medallists, medalTable(totals, write)],
    reconciliation: reconcile(data.medals, medals, totals),
  };
}

function readMedals(data: DataSet, structure: Structure, competitors: Competitors, ledger: Ledger): readonly Medal[] {
  const seen = new Set<string>();
  const readDay = dateColumn(data.medals.map(({ cells }) => cells.medal_date));
  return data.medals.flatMap((row) => {
    const { medal_code: written = '', medal_type: name = '', discipline = '', event: eventName = '' } = row.cells;
    const { code: competitor = '', medal_date: date = '', name: winner } = row.cells;
    const rank = wholeNumber(written);
    const type = rank == null ? undefined : medalCodes[rank - 1];
    const events = structure.findEvents(structure.disciplineCodes.get(discipline) ?? '', eventName);
    const event = events[0] ?? '';
    const key = `${event} ${competitor}`;
    const day = readDay(date);
    const fault =
      rank === null
        ? `The ${name.toLowerCase()} of ${winner} (${row.cells.country_code}) has no medal code.`
        : type === undefined
          ? `The medal code is "${written}".`
          : events.length !== 1
            ? `There is no event "${eventName}" of ${discipline}.`
            : !competitors.persons.has(competitor) && !competitors.teams.has(competitor)
              ? `No file of people or teams knows the code "${competitor}".`
              : !day
                ? `The date is "${date}".`
                : seen.has(key)
                  ? `${competitor} is listed before with a medal of this event.`
                  : null;
    if (fault !== null) {
      ledger.refuse(row, fault);
      return [];
    }
    seen.add(key);
    ledger.apply(row);
    return [{ row, event, type: type as Medal['type'], competitor, day: day as string }];
  });
}

interface Winners {
  readonly rows: Row[];
  readonly athletes: { readonly code: string; readonly name: string }[];
}

const keyOf = (medal: Pick<Medal, 'event' | 'competitor'>): string => `${medal.event} ${medal.competitor}`;

/** The persons of medallists.csv, each with the medal that she has a part in. */
function readWinners(
  data: DataSet,
  structure: Structure,
  medals: readonly Medal[],
  ledger: Ledger,
): ReadonlyMap<string, Winners> {
  const known = new Map(medals.map((medal) => [keyOf(medal), medal]));
  const winners = new Map<string, Winners>();
  for (const row of data.medallists) {
    const {
      discipline = '',
      event: eventName = '',
      code_athlete: code = '',
      code_team: team = '',
      name = '',
    } = row.cells;
    const { medal_code: written = '', is_medallist: written2 = '' } = row.cells;
    const [event = ''] = structure.findEvents(structure.disciplineCodes.get(discipline) ?? '', eventName);
    const key = keyOf({ event, competitor: team || code });
    const medal = known.get(key);
    const rank = wholeNumber(written);
    const isMedallist = flag(written2);
    const fault =
      rank === null
        ? `${name} has no medal code.`
        : isMedallist === undefined
          ? `is_medallist is "${written2}", neither true nor false.`
          : !isMedallist
            ? `${name} is not a medallist (is_medallist is False).`
            : code === ''
              ? `${name} has no code.`
              : medal === undefined
                ? `medals.csv has no medal of ${team || code} in "${eventName}".`
                : rank === undefined || medalCodes[rank - 1] !== medal.type
                  ? `The medal code is "${written}", medals.csv has ${medal.type}.`
                  : null;
    if (fault !== null) {
      ledger.refuse(row, fault);
      continue;
    }
    const of = winners.get(key) ?? { rows: [], athletes: [] };
    winners.set(key, of);
    of.rows.push(row);
    of.athletes.push({ code, name });
    ledger.apply(row);
  }
  return winners;
}

function medalElement(
  medal: Medal,
  structure: Structure,
  { teams }: Competitors,
  winners: ReadonlyMap<string, Winners>,
): OdfElement {
  const { competitor, type, row } = medal;
  const team = teams.get(competitor);
  const athletes = winners.get(keyOf(medal))?.athletes ?? (team ? [] : [{ code: competitor, name: '' }]);
  const composition = athletes.map(({ code, name }, index) => athleteElement(code, index + 1, null, name));
  return element('Medal', { Code: type, Unit: unitOf(medal, structure) }, [
    element('Competitor', { Code: competitor, Type: team ? 'T' : 'A', Organisation: row.cells.country_code }, [
      ...(team ? [element('Description', { TeamName: team.name })] : []),
      element('Composition', {}, composition),
    ]),
  ]);
}

/**
 * The unit that decided the medal: the end of the page's address, where it names one of the results. Where the results
 * rank the whole phase or event (sailing, climbing, pentathlon), no single unit decided it.
 */
function unitOf({ event, row }: Medal, structure: Structure): string | null {
  const end = (row.cells.url_event ?? '').split('/').at(-1)?.toUpperCase() ?? '';
  const code = event.slice(0, 22) + end;
  if (!isRsc(code) || rscLevel(code) !== 'unit' || !structure.stages.has(code)) return null;
  const isRankedAbove = structure.stages.has(event) || structure.stages.has(truncateRsc(code, 'phase'));
  return isRankedAbove ? null : code;
}

interface Total {
  readonly row: Row;
  readonly organisation: string;
  readonly counts: readonly [gold: number, silver: number, bronze: number, total: number];
}

function readTotals(data: DataSet, ledger: Ledger): readonly Total[] {
  return data.medalTotals.flatMap((row) => {
    const { country_code: organisation = '' } = row.cells;
    const counts = ['Gold Medal', 'Silver Medal', 'Bronze Medal', 'Total'].map((column) =>
      wholeNumber(row.cells[column] ?? ''),
    );
    if (organisation === '' || counts.some((count) => count == null || count < 0)) {
      ledger.refuse(row, `The numbers of medals of "${organisation}" are not whole numbers.`);
      return [];
    }
    ledger.apply(row);
    return [{ row, organisation, counts: counts as unknown as Total['counts'] }];
  });
}

/** The set's own table as the organiser's: what the derived one is reconciled against. */
function medalTable(totals: readonly Total[], write: WriteOutgoing): OutgoingMessage {
  /** By gold, then silver, then bronze. */
  const ahead = ({ counts: a }: Total, { counts: b }: Total): boolean =>
    (a[0] - b[0] || a[1] - b[1] || a[2] - b[2]) > 0;
  const lines = totals.map((total, index) => {
    const [gold, silver, bronze, all] = total.counts;
    const rank = totals.filter((other) => ahead(other, total)).length + 1;
    return element('MedalLine', { Rank: rank, SortRank: index + 1, Organisation: total.organisation }, [
      element('MedalNumber', { Type: 'TOT', Gold: gold, Silver: silver, Bronze: bronze, Total: all }),
    ]);
  });
  const table = element('MedalStandings', {}, [element('MedalsTable', {}, lines)]);
  return write(
    { documentType: 'DT_MEDALS', writtenAt: '2024-08-11T23:59:30' },
    [table],
    totals.map(({ row }) => row),
  );
}

function reconcile(rows: readonly Row[], applied: readonly Medal[], totals: readonly Total[]): MedalReconciliation {
  const organisationOf = ({ cells }: Row): string => cells.country_code ?? '';
  const ofRows = Map.groupBy(rows, organisationOf);
  const ofApplied = Map.groupBy(applied, ({ row }) => organisationOf(row));
  const ofTotals = new Map(totals.map(({ organisation, counts }) => [organisation, counts[3]]));
  const organisations = [...new Set([...ofRows.keys(), ...ofTotals.keys()])].sort();
  const counts = organisations.map((organisation) => ({
    organisation,
    rows: ofRows.get(organisation)?.length ?? 0,
    applied: ofApplied.get(organisation)?.length ?? 0,
    total: ofTotals.get(organisation) ?? 0,
  }));
  const sum = (key: 'rows' | 'applied' | 'total') => counts.reduce((all, one) => all + one[key], 0);
  return {
    rows: sum('rows'),
    applied: sum('applied'),
    total: sum('total'),
    differences: counts.filter(({ rows: all, applied: taken, total }) => all !== total || taken !== total),
  };
}

const byRank = (a: Medal, b: Medal): number =>
  medalCodes.indexOf(a.type) - medalCodes.indexOf(b.type) || a.row.line - b.row.line;
