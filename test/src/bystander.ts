import { setTimeout as wait } from 'node:timers/promises';
import { ask } from './ask.ts';
import type { Attack } from './attacks.ts';
import type { LoadedOperation } from './load.ts';

/** How a client fared that did nothing but ask, in calm and while another one attacked. */
export interface Comparison {
  readonly calmP99Ms: number;
  /** Of the best round: an attack that stalls the Games stalls them in every round. */
  readonly attackedP99Ms: number;
  readonly slowdown: number;
  /** Everything that the attacker was told, each once. */
  readonly outcomes: ReadonlySet<string>;
  /** Answers that the bystander got while the attack was under way. */
  readonly answersUnderAttack: number;
}

export interface ComparisonOptions {
  /** Asks the next of the bystander's operations; rejects when its answer is not whole. */
  readonly ask: (number: number) => Promise<void>;
  readonly attack: Attack;
  /** A slowdown that ends the comparison. */
  readonly slowdownMax: number;
}

const asksPerWindow = 30;
const roundsMax = 5;
const pauseMs = 10;

/**
 * Lets a bystander ask the same things in windows of calm and of attack, in turn, so that both meet the same machine. The
 * first round in which it is not slowed decides; further ones are there for what else the machine has to do.
 */
export async function compare({ ask, attack, slowdownMax }: ComparisonOptions): Promise<Comparison> {
  const outcomes = new Set<string>();
  const calm: number[] = [];
  let best = Number.POSITIVE_INFINITY;
  let answersUnderAttack = 0;
  for (let round = 0; round < roundsMax && best > slowdownMax * p99(calm); round += 1) {
    calm.push(...(await askInTurn(ask)));
    const attacked = await underAttack(attack, outcomes, () => askInTurn(ask));
    answersUnderAttack += attacked.length;
    best = Math.min(best, p99(attacked));
  }
  return { calmP99Ms: p99(calm), attackedP99Ms: best, slowdown: best / p99(calm), outcomes, answersUnderAttack };
}

/** A client that asks the named operations in turn. */
export function namedAsker(url: string, operations: readonly LoadedOperation[]): ComparisonOptions['ask'] {
  return async (number) => {
    const { name, document, variables, credentials } = operations[number % operations.length] as LoadedOperation;
    const chosen = variables[number % variables.length] as Record<string, unknown>;
    const { status, errors } = await ask(url, document, chosen, credentials);
    if (status !== 200 || errors !== undefined) throw new Error(`${name}: ${status} ${JSON.stringify(errors)}`);
  };
}

async function askInTurn(ask: ComparisonOptions['ask']): Promise<readonly number[]> {
  const tookMs: number[] = [];
  for (let number = 0; number < asksPerWindow; number += 1) {
    const begin = performance.now();
    await ask(number);
    tookMs.push(performance.now() - begin);
  }
  return tookMs;
}

/** Does work while volley follows volley; what the attacker is told is added to `outcomes`. */
async function underAttack<T>(attack: Attack, outcomes: Set<string>, work: () => Promise<T>): Promise<T> {
  let isOver = false;
  const begun = Promise.withResolvers<void>();
  const attacking = (async () => {
    while (!isOver) {
      const volley = attack();
      begun.resolve();
      for (const word of await volley) outcomes.add(word);
      await wait(pauseMs);
    }
  })();
  try {
    await begun.promise;
    return await work();
  } finally {
    isOver = true;
    await attacking;
  }
}

/** The 99th of a hundred, the last of fewer. */
function p99(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
}
