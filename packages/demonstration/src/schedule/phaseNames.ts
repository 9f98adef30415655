import type { Round } from '../sports/format.ts';

const names: Readonly<Record<string, readonly [phase: string, unit: string]>> = {
  HEAT: ['Heats', 'Heat'],
  PREL: ['Preliminary', 'Preliminary'],
  QUAL: ['Qualification', 'Qualification'],
  QFNL: ['Quarter-finals', 'Quarter-final'],
  SFNL: ['Semi-finals', 'Semi-final'],
  FNL: ['Final', 'Final'],
  R64: ['Round of 64', 'Round of 64, match'],
  R32: ['Round of 32', 'Round of 32, match'],
  '8FNL': ['Round of 16', 'Round of 16, match'],
  REP: ['Repechage', 'Repechage'],
  RANK: ['Ranking round', 'Ranking round'],
  OPS: ['Opening series', 'Race'],
  TECH: ['Technical routine', 'Technical routine'],
  FREE: ['Free routine', 'Free routine'],
  ACRO: ['Acrobatic routine', 'Acrobatic routine'],
  SCR: ['Scratch race', 'Scratch race'],
  TMP: ['Tempo race', 'Tempo race'],
  ELI: ['Elimination race', 'Elimination race'],
  PTS: ['Points race', 'Points race'],
  DRES: ['Dressage', 'Dressage'],
  XC: ['Cross-country', 'Cross-country'],
  JUMP: ['Jumping', 'Jumping'],
  RND1: ['Round 1', 'Round 1'],
  RND2: ['Round 2', 'Round 2'],
  RND3: ['Round 3', 'Round 3'],
  RND4: ['Round 4', 'Round 4'],
  '100': ['100 m', '100 m'],
  '200': ['200 m', '200 m'],
  '400': ['400 m', '400 m'],
  '800': ['800 m', '800 m'],
  '1500': ['1500 m', '1500 m'],
  '100H': ['100 m hurdles', '100 m hurdles'],
  '110H': ['110 m hurdles', '110 m hurdles'],
  LJ: ['Long jump', 'Long jump'],
  HJ: ['High jump', 'High jump'],
  PV: ['Pole vault', 'Pole vault'],
  SP: ['Shot put', 'Shot put'],
  DT: ['Discus throw', 'Discus throw'],
  JT: ['Javelin throw', 'Javelin throw'],
};

/** `Semi-finals`; pools have a letter. */
export function phaseName(round: Round, pool: number | null): string {
  if (pool !== null) return round.units === 1 ? 'Pool' : `Pool ${poolLetter(pool)}`;
  return namesOf(round)[0];
}

/** `Semi-final 2`; a phase's only unit has no number. */
export function unitName(round: Round, number: number, pool: number | null): string {
  if (pool !== null) return `${phaseName(round, pool)}, match ${number}`;
  return round.units === 1 ? namesOf(round)[1] : `${namesOf(round)[1]} ${number}`;
}

export const poolLetter = (pool: number): string => String.fromCharCode(65 + pool);

function namesOf(round: Round): readonly [string, string] {
  const found = names[round.code];
  if (found === undefined) throw new RangeError(`no name for the round ${round.code}`);
  return found;
}
