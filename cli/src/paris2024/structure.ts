import { isRsc, padRsc, rscLevel, truncateRsc } from '@games/odf';
import type { Row } from './ledger.ts';
import type { DataSet } from './readDataSet.ts';

/** A stage of which the set has results: a unit, a whole phase or a whole event. */
export interface Stage {
  readonly code: string;
  readonly level: 'event' | 'phase' | 'unit';
  /** `Men's 100m Round 1 - Heat 2`. */
  readonly name: string;
  /** `Round 1 - Heat 2`: the name without the event's. */
  readonly shortName: string;
  /** When the result was last changed, ISO 8601 with offset. It is not a start: it may be days later. */
  readonly changedAt: string;
}

/** What the set says of disciplines, events and stages; everything else refers to them by names. */
export interface Structure {
  /** Three letters by the discipline's name. */
  readonly disciplineCodes: ReadonlyMap<string, string>;
  readonly stages: ReadonlyMap<string, Stage>;
  /** Events by code, with the name that the results give them. */
  readonly eventNames: ReadonlyMap<string, string>;
  /** The events of a discipline that have this name; gender tells apart those that share it. */
  findEvents(discipline: string, name: string, gender?: string): readonly string[];
  /** The units of the results below a phase or event, in the order of their codes. */
  unitsBelow(code: string): readonly string[];
}

/** Reads the structure off the rows that name codes and names side by side: results first, then schedule and events. */
export function readStructure(data: DataSet): Structure {
  const disciplineCodes = new Map<string, string>();
  const name = (row: Row, nameColumn: string, codeColumn: string): void => {
    const { [nameColumn]: discipline = '', [codeColumn]: code = '' } = row.cells;
    if (discipline !== '' && /^[A-Z0-9]{3}$/.test(code)) disciplineCodes.set(discipline, code);
  };
  for (const row of data.results) name(row, 'discipline_name', 'discipline_code');
  for (const row of data.schedule) name(row, 'discipline', 'discipline_code');
  for (const row of data.disciplinesAndEvents) name(row, 'sport', 'sport_code');

  const stages = new Map<string, Stage>();
  const eventNames = new Map<string, string>();
  const eventsByName = new Map<string, Set<string>>();
  const addEvent = (event: string, discipline: string, eventName: string, gender: string): void => {
    for (const key of [`${discipline} ${eventName}`, `${discipline} ${eventName} ${gender}`]) {
      eventsByName.set(key, (eventsByName.get(key) ?? new Set()).add(event));
    }
  };
  for (const row of data.results) {
    const { stage_code: code = '', event_name: eventName = '', discipline_code: discipline, gender } = row.cells;
    const level = isRsc(code) ? rscLevel(code) : null;
    if (level !== 'unit' && level !== 'phase' && level !== 'event') continue;
    const event = truncateRsc(code, 'event');
    eventNames.set(event, eventName);
    addEvent(event, discipline ?? '', eventName, gender ?? '');
    const { event_stage: stageName = '', stage: shortName = '', date: changedAt = '' } = row.cells;
    stages.set(code, { code, level, name: stageName, shortName, changedAt });
  }
  for (const { cells } of data.schedule) {
    const { discipline_code: discipline = '', event: eventName = '', gender = '' } = cells;
    if (eventsByName.has(`${discipline} ${eventName} ${gender}`)) continue;
    const event = eventOfSchedule(discipline, eventName, gender, [...eventNames.keys()]);
    if (event === null) continue;
    eventNames.set(event, eventName);
    addEvent(event, discipline, eventName, gender);
  }
  const units = [...stages.values()]
    .filter(({ level }) => level === 'unit')
    .map(({ code }) => code)
    .sort();
  return {
    disciplineCodes,
    stages,
    eventNames,
    findEvents: (discipline, eventName, gender) => [
      ...(eventsByName.get(
        gender === undefined ? `${discipline} ${eventName}` : `${discipline} ${eventName} ${gender}`,
      ) ?? []),
    ],
    unitsBelow: (code) => {
      const prefix = code.slice(0, rscLevel(code) === 'event' ? 22 : 26);
      return units.filter((unit) => unit !== code && unit.startsWith(prefix));
    },
  };
}

/**
 * The schedule names events without their codes: one that no result knows yet gets a code made of its name. A name that
 * tells the gender alone is an event only where the gender has no other one.
 */
function eventOfSchedule(
  discipline: string,
  eventName: string,
  gender: string,
  known: readonly string[],
): string | null {
  const name = eventName.toUpperCase();
  const words = name.replace(/\b(?:WO)?MEN'?S?\b|\bMIXED\b/g, '');
  const isGenderAlone = !/[A-Z0-9]/.test(words);
  if (isGenderAlone && known.some((code) => code.startsWith(`${discipline}${gender}`))) return null;
  const type = (isGenderAlone ? name : words).replace(/[^A-Z0-9+.]+/g, '').slice(0, 18);
  const code = padRsc(`${discipline}${gender}${type}`);
  return type !== '' && isRsc(code) && rscLevel(code) === 'event' ? code : null;
}
