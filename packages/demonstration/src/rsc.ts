/**
 * RSC codes: 34 characters in fixed columns, filled with `-` at the right of
 * each part: discipline 3, gender 1, event 18 (type 8, modifier 10), phase 4,
 * unit 8 (number 6, sub-unit 2). A higher level is the same code cut after its
 * columns and filled up again.
 */
import type { EventGender } from './world.ts';

export const rscLength = 34;
const eventEnd = 22;
const phaseEnd = 26;

function fill(part: string, columns: number): string {
  if (part.length > columns) throw new RangeError(`${part} is longer than ${columns} columns`);
  return part.padEnd(columns, '-');
}

export const disciplineRsc = (discipline: string): string =>
  fill(fill(discipline, 3), rscLength);

export const genderRsc = (discipline: string, gender: EventGender): string =>
  fill(fill(discipline, 3) + gender, rscLength);

/** @param type up to 8 characters, e.g. `100M`; @param modifier up to 10. */
export function eventRsc(
  discipline: string,
  gender: EventGender,
  type: string,
  modifier = '',
): string {
  return fill(fill(discipline, 3) + gender + fill(type, 8) + fill(modifier, 10), rscLength);
}

/** @param event any code of the event; @param phase up to 4 characters, e.g. `FNL`. */
export const phaseRsc = (event: string, phase: string): string =>
  fill(event.slice(0, eventEnd) + fill(phase, 4), rscLength);

/** @param number the unit's number in its phase, from 1. Numbers are written in hundreds: room to insert. */
export const unitRsc = (phase: string, number: number): string =>
  fill(`${phase.slice(0, phaseEnd)}${String(number * 100).padStart(6, '0')}`, rscLength);

export const eventOf = (code: string): string => fill(code.slice(0, eventEnd), rscLength);
export const phaseOf = (code: string): string => fill(code.slice(0, phaseEnd), rscLength);
export const disciplineOf = (code: string): string => code.slice(0, 3);
