import { createWorld, findExamples } from '@games/demonstration';
import type { StartOptions } from './options.ts';

/**
 * The global id of an athlete whose page has something of everything, for the first query that a newcomer pastes.
 * Asking for it also warms the gateway and the services up. In a set that is not the demonstration it is only an example.
 */
export async function exampleAthlete(
  gatewayUrl: string,
  key: string,
  { games, scale }: Pick<StartOptions, 'games' | 'scale'>,
): Promise<string> {
  const fallback = 'ath_1000001';
  if (games !== 'games') return fallback;
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
    const [first] = (await findExamples(createWorld({ scale }), ask)).AthletePage as readonly { id: string }[];
    return first?.id ?? fallback;
  } catch {
    // The Games run; that an example could not be found is no reason to stop them.
    return fallback;
  }
}
