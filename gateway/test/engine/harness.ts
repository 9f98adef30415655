/** A gateway engine over a fixture's real subgraphs, without the HTTP front. */

import type { JsonObject } from '../../src/contract/jsonObject.ts';
import type { CompiledOperation } from '../../src/contract/operation.ts';
import type { SupergraphManager, SupergraphManagerConfig } from '../../src/contract/supergraph.ts';
import { createSupergraphManager } from '../../src/supergraph/createSupergraphManager.ts';
import type { Answer, Ask } from './peers.ts';

export type Engine = {
  readonly manager: SupergraphManager;
  readonly ask: Ask;
  readonly stop: () => Promise<void>;
};

export async function startEngine(
  supergraphSdl: string,
  config: Partial<SupergraphManagerConfig> = {},
): Promise<Engine> {
  const manager = await createSupergraphManager({ supergraph: { sdl: supergraphSdl }, ...config });
  return {
    manager,
    ask: (query, variables) => askEngine(manager, query, variables),
    stop: () => manager.close(1_000),
  };
}

export async function askEngine(
  manager: SupergraphManager,
  query: string,
  variables: JsonObject = {},
): Promise<Answer> {
  const generation = manager.acquire();
  try {
    const compiled = await generation.prepare({ query });
    if (compiled.kind === 'refusal') return { errors: compiled.errors };
    const result = await compiled.execute({ variables });
    return result.kind === 'refusal' ? { errors: result.errors } : (JSON.parse(result.body.toString()) as Answer);
  } finally {
    generation.release();
  }
}

/** The operation, or an error that says why it was refused. */
export async function compile(
  manager: SupergraphManager,
  query: string,
  options: {
    readonly defer?: boolean;
    readonly overrideLabels?: readonly string[];
    readonly overrideShare?: number;
  } = {},
): Promise<CompiledOperation> {
  const generation = manager.acquire();
  try {
    const compiled = await generation.prepare({ query, ...options });
    if (compiled.kind === 'refusal') throw new Error(JSON.stringify(compiled.errors));
    return compiled;
  } finally {
    generation.release();
  }
}
