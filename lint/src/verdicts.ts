import { check } from 'recheck';
import type { Found } from './regularExpressions.ts';

type Expression = Pick<Found, 'pattern' | 'flags'>;

/** What is known of regular expressions: `linear`, or how much worse they can be made to run. */
export interface Verdicts {
  /** Rejects when the checker does not come to an end. */
  readonly of: (expression: Expression) => Promise<string>;
  /** Everything that is known, to be kept. */
  readonly known: () => Readonly<Record<string, string>>;
}

/** The same verdict for the same expression on every machine: bounded by steps, not by time. */
const bounds = { timeout: null, attackTimeout: null, incubationTimeout: null, randomSeed: 0 } as const;

export function createVerdicts(kept: Readonly<Record<string, string>> = {}): Verdicts {
  const used: Record<string, string> = {};
  return {
    of: async ({ pattern, flags }) => {
      const key = `/${pattern}/${flags}`;
      used[key] ??= kept[key] ?? (await examine(pattern, flags));
      return used[key];
    },
    known: () => used,
  };
}

async function examine(pattern: string, flags: string): Promise<string> {
  const verdict = await check(pattern, flags, bounds);
  switch (verdict.status) {
    case 'safe':
      return 'linear';
    case 'vulnerable':
      return verdict.complexity.summary;
    case 'unknown':
      throw new Error(`/${pattern}/${flags} was not examined to the end: ${verdict.error.kind}`);
  }
}
