import { element, type OdfElement } from '@games/odf';
import type { Schedule } from './convertSchedule.ts';
import type { Ledger, Row } from './ledger.ts';
import type { OutgoingMessage, WriteOutgoing } from './outgoing.ts';
import type { Person } from './people.ts';
import type { DataSet } from './readDataSet.ts';
import type { Team } from './readTeams.ts';
import type { Stage, Structure } from './structure.ts';
import { isMoment, splitName, wholeNumber } from './values.ts';

/** Everybody who can compete, by code. */
export interface Competitors {
  readonly persons: ReadonlyMap<string, Person>;
  readonly teams: ReadonlyMap<string, Team>;
}

/**
 * An official result message for each stage. A whole phase or event that has units below it becomes a result of the
 * phase, or a cumulative one; without units it is its own unit.
 */
export function convertResults(
  data: DataSet,
  structure: Structure,
  competitors: Competitors,
  { days, statuses }: Pick<Schedule, 'days' | 'statuses'>,
  ledger: Ledger,
  write: WriteOutgoing,
): readonly OutgoingMessage[] {
  const stages = new Map<string, { rows: Row[]; elements: OdfElement[] }>();
  const seen = new Set<string>();
  for (const row of data.results) {
    const fault = faultOf(row, structure, seen);
    if (fault !== null) {
      ledger.refuse(row, fault);
      continue;
    }
    const code = row.cells.stage_code as string;
    const stage = stages.get(code) ?? { rows: [], elements: [] };
    stages.set(code, stage);
    stage.rows.push(row);
    stage.elements.push(resultElement(row, stage.rows.length, competitors, ledger));
    ledger.apply(row);
  }
  return [...stages].map(([code, { rows, elements }]) => {
    const stage = structure.stages.get(code) as Stage;
    const changedAt = stage.changedAt.slice(0, 19);
    const logicalDate = days.get(code) ?? dayBeforeThree(changedAt);
    const documentType = documentTypeOf(stage, structure);
    return write(
      {
        documentType,
        documentCode: code,
        resultStatus: statusOf(stage, rows, structure, statuses),
        writtenAt: changedAt,
        logicalDate,
      },
      elements,
      rows,
    );
  });
}

/**
 * How far the results of a stage can be relied on: official when the schedule says that it is over, or nothing of it;
 * else live, a phase or event intermediate, and a list without any result a start list.
 */
function statusOf(
  { code, level }: Stage,
  rows: readonly Row[],
  structure: Structure,
  statuses: ReadonlyMap<string, string>,
): string {
  const units = level === 'unit' ? [code] : [code, ...structure.unitsBelow(code)];
  const isOver = (status: string | undefined): boolean =>
    status === undefined || status === 'FINISHED' || status === 'CANCELLED';
  if (units.every((unit) => isOver(statuses.get(unit)))) return 'OFFICIAL';
  if (rows.every(({ cells }) => !cells.result && !cells.result_IRM && !cells.rank && !cells.result_WLT))
    return 'START_LIST';
  return units.length === 1 ? 'LIVE' : 'INTERMEDIATE';
}

/** Why a row is not a result; notes the competitor of the stage otherwise. */
function faultOf({ cells }: Row, structure: Structure, seen: Set<string>): string | null {
  const { stage_code: stage = '', event_code: event = '', participant_code: participant = '', date = '' } = cells;
  const { participant_type: type = '' } = cells;
  if (!structure.stages.has(stage)) return `"${stage}" is not the code of a stage (34 characters).`;
  if (event === '' || !stage.startsWith(event)) return `The stage ${stage} is not one of the event "${event}".`;
  if (participant === '') return `The result of ${stage} names no participant.`;
  if (type !== 'Person' && type !== 'Team') return `The participant ${participant} is a "${type}".`;
  if (!isMoment(date)) return `The date is "${date}".`;
  const key = `${stage} ${participant}`;
  if (seen.has(key)) return `${participant} is listed before in ${stage}, with another result.`;
  seen.add(key);
  return null;
}

function resultElement(row: Row, sortOrder: number, competitors: Competitors, ledger: Ledger): OdfElement {
  const { cells } = row;
  const text = (column: string): string | null => cells[column] || null;
  const bib = text('bib');
  const rank = wholeNumber(cells.rank ?? '');
  if (rank === undefined) ledger.warn(row, `rank is "${cells.rank}"; left out.`);
  const wlt = text('result_WLT');
  const isOutcome = wlt === null || ['W', 'L', 'T'].includes(wlt);
  if (!isOutcome) ledger.warn(row, `result_WLT is "${wlt}"; left out.`);
  return element(
    'Result',
    {
      Rank: rank ?? null,
      SortOrder: sortOrder,
      Result: text('result'),
      ResultType: text('result_type'),
      IRM: text('result_IRM'),
      QualificationMark: text('qualification_mark'),
      WLT: isOutcome ? wlt : null,
      Diff: text('result_diff'),
      StartOrder: text('start_order'),
      StartSortOrder: /^\d+$/.test(cells.start_order ?? '') ? text('start_order') : null,
      Bib: bib,
    },
    [competitorElement(row, bib, competitors, ledger)],
  );
}

function competitorElement(row: Row, bib: string | null, { persons, teams }: Competitors, ledger: Ledger): OdfElement {
  const { participant_code: code = '', participant_name: name = '', participant_type: type } = row.cells;
  const organisation = row.cells.participant_country_code || null;
  if (type === 'Team') {
    const team = teams.get(code);
    if (team === undefined) ledger.warn(row, `teams.csv does not know the team ${code}.`);
    const members = (team?.members ?? []).map((member, index) =>
      athleteElement(member, index + 1, null, persons.get(member)?.name),
    );
    return element('Competitor', { Code: code, Type: 'T', Organisation: organisation }, [
      element('Description', { TeamName: name || team?.name }),
      element('Composition', {}, members),
    ]);
  }
  if (!persons.has(code)) ledger.warn(row, `No file of people knows the participant ${code}.`);
  return element('Competitor', { Code: code, Type: 'A', Organisation: organisation }, [
    element('Composition', {}, [athleteElement(code, 1, bib, name)]),
  ]);
}

export function athleteElement(code: string, order: number, bib: string | null, name: string | undefined): OdfElement {
  if (!name) return element('Athlete', { Code: code, Order: order, Bib: bib });
  const { familyName, givenName } = splitName(name);
  return element('Athlete', { Code: code, Order: order, Bib: bib }, [
    element('Description', { GivenName: givenName, FamilyName: familyName }),
  ]);
}

function documentTypeOf({ code, level }: Stage, structure: Structure): string {
  if (level === 'unit' || structure.unitsBelow(code).length === 0) return 'DT_RESULT';
  return level === 'phase' ? 'DT_PHASE_RESULT' : 'DT_CUMULATIVE_RESULT';
}

/** The competition day of a local time: the night until 03:00 belongs to the day before. */
function dayBeforeThree(local: string): string {
  return new Date(Date.parse(`${local}Z`) - 3 * 3_600_000).toISOString().slice(0, 10);
}
