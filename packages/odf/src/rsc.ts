import { OdfRefusal } from './OdfRefusal.ts';

/**
 * The Results System Code: 34 characters, right-padded with `-` inside each part.
 * discipline 3 + gender 1 + event 18 (type 8, modifier 10) + phase 4 + unit 8 (number 6, sub-unit 2).
 * Trailing dashes are part of the code (`FNL-` is a phase): nothing here ever trims them.
 */
export const rscLength = 34;

export type RscLevel = 'competition' | 'discipline' | 'gender' | 'event' | 'phase' | 'unit';

/** How many leading characters address each level. */
export const rscPrefixLength: Readonly<Record<RscLevel, number>> = Object.freeze({
  competition: 0,
  discipline: 3,
  gender: 4,
  event: 22,
  phase: 26,
  unit: 34,
});

export interface Rsc {
  /** The whole code, 34 characters. */
  readonly code: string;
  /** The deepest level that is not padding. */
  readonly level: RscLevel;
  readonly discipline: string;
  readonly gender: 'M' | 'W' | 'X' | 'O' | '-';
  /** 18 characters, padded. */
  readonly event: string;
  /** 8 characters, padded: `100M----`. */
  readonly eventType: string;
  /** 10 characters, padded. */
  readonly eventModifier: string;
  /** 4 characters, padded: `FNL-`. */
  readonly phase: string;
  /** 8 characters, padded: `000100--`. */
  readonly unit: string;
  /** 6 characters: `000100`. */
  readonly unitNumber: string;
  /** 2 characters: `--`. */
  readonly subUnit: string;
}

/** The parts of an event, phase and unit are whatever visible characters a sport uses (`W+87KG`, `4X100M`); no `|`, which divides keys. */
const rscPattern = /^(?:[A-Z0-9]{3}|-{3})[MWXO-][!-`{}~]{30}$/;
const levelsDeepestFirst = ['unit', 'phase', 'event', 'gender', 'discipline'] as const;
const levelsDeepestStarts: Readonly<Record<(typeof levelsDeepestFirst)[number], number>> = {
  unit: 26,
  phase: 22,
  event: 4,
  gender: 3,
  discipline: 0,
};

export function isRsc(code: string): boolean {
  return rscPattern.test(code);
}

/** The deepest level of a 34-character code that is not padding. */
export function rscLevel(code: string): RscLevel {
  for (const level of levelsDeepestFirst) {
    const part = code.slice(levelsDeepestStarts[level], rscPrefixLength[level]);
    if (/[^-]/.test(part)) return level;
  }
  return 'competition';
}

/** Takes a code apart. Throws OdfRefusal `ODF_CODE_INVALID` for anything that is not 34 characters of RSC. */
export function parseRsc(code: string): Rsc {
  if (!isRsc(code)) {
    throw new OdfRefusal('ODF_CODE_INVALID', `"${printable(code)}" is not a results system code of 34 characters.`);
  }
  return {
    code,
    level: rscLevel(code),
    discipline: code.slice(0, 3),
    gender: code.slice(3, 4) as Rsc['gender'],
    event: code.slice(4, 22),
    eventType: code.slice(4, 12),
    eventModifier: code.slice(12, 22),
    phase: code.slice(22, 26),
    unit: code.slice(26, 34),
    unitNumber: code.slice(26, 32),
    subUnit: code.slice(32, 34),
  };
}

/** The leading characters that address `level`: for prefix joins (`code like prefix || '%'` or substr). */
export function rscPrefix(code: string, level: RscLevel): string {
  return code.slice(0, rscPrefixLength[level]);
}

/** The code of the enclosing `level`: truncated and padded again to 34 characters. */
export function truncateRsc(code: string, level: RscLevel): string {
  return padRsc(rscPrefix(code, level));
}

/** Pads a truncated code on the right to 34 characters. Throws OdfRefusal when it is longer than that. */
export function padRsc(prefix: string): string {
  if (prefix.length > rscLength) {
    throw new OdfRefusal('ODF_CODE_INVALID', `"${printable(prefix)}" is longer than ${rscLength} characters.`);
  }
  return prefix.padEnd(rscLength, '-');
}

/** Whether `inner` lies in (or is) what `outer` addresses, both 34 characters. */
export function rscContains(outer: string, inner: string): boolean {
  return inner.startsWith(rscPrefix(outer, rscLevel(outer)));
}

export interface RscParts {
  readonly discipline: string;
  readonly gender?: string;
  readonly event?: string;
  readonly phase?: string;
  readonly unit?: string;
}

/** Puts a code together; each part is padded on its own. Throws OdfRefusal when a part is too long for its width. */
export function buildRsc(parts: RscParts): string {
  return parseRsc(
    part('discipline', parts.discipline, 3) +
      part('gender', parts.gender ?? '', 1) +
      part('event', parts.event ?? '', 18) +
      part('phase', parts.phase ?? '', 4) +
      part('unit', parts.unit ?? '', 8),
  ).code;
}

function part(name: string, value: string, length: number): string {
  if (value.length > length) {
    throw new OdfRefusal(
      'ODF_CODE_INVALID',
      `The ${name} part "${printable(value)}" is longer than ${length} characters.`,
    );
  }
  return value.padEnd(length, '-');
}

function printable(value: string): string {
  return value.slice(0, 60).replace(/[^\x20-\x7e]/g, '?');
}
