import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWorld, type Examples, findExamples } from '@games/demonstration';
import { readNamedOperations } from '@games/schema';
import type { DevelopmentAccess } from './access.ts';
import type { StartOptions } from './options.ts';

/**
 * Variables with which the named operations have something to show, for the first queries of a newcomer. Asking for them
 * also warms the gateway and the services up. None in a set that is not the demonstration.
 */
export async function findStartExamples(
  gatewayUrl: string,
  key: string,
  { games, scale }: Pick<StartOptions, 'games' | 'scale'>,
): Promise<Examples> {
  if (games !== 'games') return {};
  const ask = async (query: string): Promise<Record<string, unknown>> => {
    const response = await fetch(gatewayUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await response.json()) as { data?: Record<string, unknown>; errors?: unknown };
    if (!data) throw new Error(JSON.stringify(errors));
    return data;
  };
  try {
    return await findExamples(createWorld({ scale }), ask);
  } catch {
    // The Games run; that no examples could be found is not a reason to stop them.
    return {};
  }
}

/** Where the explorer looks for examples. */
export const explorerExamplesFile = (folder: string): string => join(folder, 'explorer-examples.json');

/** Operations that ask about the fan who asks. */
const fanOperations: readonly string[] = ['CartPage', 'MyDraws', 'MyOrders', 'MyTickets'];

/** Gives the explorer variables for each named operation, and the fan's token to those about a fan. Mode 600. */
export function showInExplorer(folder: string, examples: Examples, { fanToken }: DevelopmentAccess): void {
  const shown = Object.fromEntries(
    readNamedOperations().map(({ name }) => [
      name,
      {
        ...(examples[name]?.[0] ? { variables: examples[name][0] } : {}),
        ...(fanOperations.includes(name) ? { headers: { authorization: `Bearer ${fanToken}` } } : {}),
      },
    ]),
  );
  const file = explorerExamplesFile(folder);
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(shown, null, 2)}\n`, { mode: 0o600 });
}
