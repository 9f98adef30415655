/** What gateways are asked for, and what a right answer is. */
import type { Sharing } from './contestants.ts';
import { queries } from './shop.ts';

export interface Scenario {
  readonly name: string;
  readonly body: (number: number) => string;
  readonly headers?: (number: number) => string;
  readonly connections?: number;
  /** A right answer has at least so many characters: one that is empty or null is none. */
  readonly charactersMin: number;
  readonly sharings: readonly Sharing[];
  readonly federation: 1 | 2;
}

export const asBody = (query: string, variables?: object): string =>
  JSON.stringify(variables ? { query, variables } : { query });

const deep = asBody(queries.deep);
const large = asBody(queries.large);
const small = [asBody(queries.small, { first: 3 }), asBody(queries.page), asBody(queries.small, { first: 5 })];

/** By a short name for the command line. */
export const scenarios = {
  deep: {
    name: 'deep query',
    body: () => deep,
    charactersMin: 70_000,
    sharings: ['off', 'subgraph', 'all'],
    federation: 1,
  },
  small: {
    name: 'small named operations',
    body: (number) => small[number % small.length]!,
    charactersMin: 100,
    sharings: ['off', 'subgraph', 'all'],
    federation: 1,
  },
  own: {
    name: 'deep query, an authorization of its own for each request',
    body: () => deep,
    charactersMin: 70_000,
    headers: (number) => `authorization: Bearer fan-${number}\r\n`,
    sharings: ['all'],
    federation: 2,
  },
  large: {
    name: 'answer of 8 MiB',
    body: () => large,
    connections: 4,
    charactersMin: 8_000_000,
    sharings: ['off'],
    federation: 1,
  },
} satisfies Record<string, Scenario>;

/** The load of a scenario on a gateway; an answer that is not the right one ends it with an error. */
export const loadOf = (scenario: Scenario, url: string) => ({
  url,
  connections: scenario.connections ?? 50,
  body: scenario.body,
  ...(scenario.headers ? { headers: scenario.headers } : {}),
  check: (answer: string): void => {
    const isWhole = answer.length >= scenario.charactersMin && answer.includes('"data":{');
    if (!isWhole || answer.includes('"errors":[')) throw new Error(answer.slice(0, 400));
  },
});
