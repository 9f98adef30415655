import { type Faults, noFaults, steps } from './faults.ts';

/** Which payments a rule is for: everything given has to fit. */
export interface FaultMatch {
  /** Our payment id: the acquirer's `reference`, Alipay's `out_trade_no`. */
  readonly reference?: string;
  readonly amountMinor?: string;
  readonly currency?: string;
  readonly token?: string;
}

export interface FaultRule {
  readonly match: FaultMatch;
  readonly faults: Partial<Faults>;
  /** For how many payments it holds; without limit when absent. */
  readonly times?: number;
}

type Subject = { readonly [Name in keyof Required<FaultMatch>]: string | undefined };

const rulesMax = 1_000;

/** Rules that testers add, newest first: the first that fits a new payment says what goes wrong with it. */
export interface FaultRules {
  add(entry: FaultRule): void;
  clear(): void;
  /** The faults of a new payment. `base` are those of its card. */
  faultsFor(subject: Subject, base?: Partial<Faults>): Faults;
}

export function createFaultRules(): FaultRules {
  let entries: { entry: FaultRule; left: number }[] = [];
  return {
    add(entry) {
      entries = [{ entry, left: entry.times ?? Number.POSITIVE_INFINITY }, ...entries].slice(0, rulesMax);
    },
    clear() {
      entries = [];
    },
    faultsFor(subject, base = {}) {
      const found = entries.find(({ entry, left }) => left > 0 && fits(entry.match, subject));
      if (found !== undefined) found.left -= 1;
      return { ...noFaults, ...base, ...found?.entry.faults };
    },
  };
}

function fits(match: FaultMatch, subject: Subject): boolean {
  return (Object.keys(match) as (keyof FaultMatch)[]).every((name) => match[name] === subject[name]);
}

/** A rule as somebody posted it; null when it isn't one. */
export function readFaultRule(value: unknown): FaultRule | null {
  const { match, faults, times } = (value ?? {}) as Partial<FaultRule>;
  const isMatch = isRecord(match) && Object.values(match).every((text) => typeof text === 'string');
  if (!isMatch || !isRecord(faults)) return null;
  const known = Object.keys(faults).every((name) => Object.hasOwn(noFaults, name));
  const knownSteps = Object.keys(faults.answers ?? {}).every((name) => (steps as readonly string[]).includes(name));
  if (!known || !knownSteps || (times !== undefined && !Number.isInteger(times))) return null;
  return { match, faults, ...(times === undefined ? {} : { times }) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
