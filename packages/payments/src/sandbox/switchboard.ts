import { type Behaviour, steps, usualBehaviour } from './behaviour.ts';

/** What a switch is about: everything given has to fit. */
export type SwitchMatch = {
  /** Our payment id: the acquirer's `reference`, Alipay's `out_trade_no`. */
  readonly reference?: string;
  readonly amountMinor?: string;
  readonly currency?: string;
  readonly token?: string;
};

export type Switch = {
  readonly match: SwitchMatch;
  readonly behaviour: Partial<Behaviour>;
  /** For how many payments it holds; without limit when absent. */
  readonly times?: number;
};

type Subject = { readonly [name in keyof Required<SwitchMatch>]: string | undefined };

const SWITCHES_MAX = 1_000;

/** Switches that testers set, newest first: the first that fits a new payment decides how it will behave. */
export type Switchboard = {
  set(entry: Switch): void;
  clear(): void;
  /** The behaviour of a new payment. `base` is what its card does by itself. */
  behaviourFor(subject: Subject, base?: Partial<Behaviour>): Behaviour;
};

export function createSwitchboard(): Switchboard {
  let entries: { entry: Switch; left: number }[] = [];
  return {
    set(entry) {
      entries = [{ entry, left: entry.times ?? Number.POSITIVE_INFINITY }, ...entries].slice(0, SWITCHES_MAX);
    },
    clear() {
      entries = [];
    },
    behaviourFor(subject, base = {}) {
      const found = entries.find(({ entry, left }) => left > 0 && fits(entry.match, subject));
      if (found !== undefined) found.left -= 1;
      return { ...usualBehaviour, ...base, ...found?.entry.behaviour };
    },
  };
}

function fits(match: SwitchMatch, subject: Subject): boolean {
  return (Object.keys(match) as (keyof SwitchMatch)[]).every((name) => match[name] === subject[name]);
}

/** A switch as somebody posted it; null when it isn't one. */
export function readSwitch(value: unknown): Switch | null {
  const { match, behaviour, times } = (value ?? {}) as Partial<Switch>;
  const isMatch = isRecord(match) && Object.values(match).every((text) => typeof text === 'string');
  if (!isMatch || !isRecord(behaviour)) return null;
  const known = Object.keys(behaviour).every((name) => Object.hasOwn(usualBehaviour, name));
  const knownSteps = Object.keys(behaviour.answers ?? {}).every((name) => (steps as readonly string[]).includes(name));
  if (!known || !knownSteps || (times !== undefined && !Number.isInteger(times))) return null;
  return { match, behaviour, ...(times === undefined ? {} : { times }) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
