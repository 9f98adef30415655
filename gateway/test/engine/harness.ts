/** A gateway engine over a fixture's real subgraphs, without the HTTP front. */
import type {
  CompiledOperation,
  JsonObject,
  SupergraphManager,
  SupergraphManagerConfig,
} from '../../src/operation/engine.ts';
import { createSupergraphManager } from '../../src/supergraph/createSupergraphManager.ts';
import type { Answer, Ask } from './peers.ts';

export type Engine = {
  readonly manager: SupergraphManager<unknown>;
  readonly ask: Ask;
  readonly stop: () => Promise<void>;
};

export async function startEngine(
  supergraphSdl: string,
  config: Partial<SupergraphManagerConfig<unknown>> = {},
): Promise<Engine> {
  const manager = await createSupergraphManager<unknown>({ supergraph: { sdl: supergraphSdl }, ...config });
  return {
    manager,
    ask: (query, variables) => askEngine(manager, query, variables),
    stop: () => manager.close(1_000),
  };
}

export async function askEngine(
  manager: SupergraphManager<unknown>,
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
  manager: SupergraphManager<unknown>,
  query: string,
  options: {
    readonly defer?: boolean;
    readonly overrideLabels?: readonly string[];
    readonly overrideShare?: number;
  } = {},
): Promise<CompiledOperation<unknown>> {
  const generation = manager.acquire();
  try {
    const compiled = await generation.prepare({ query, ...options });
    if (compiled.kind === 'refusal') throw new Error(JSON.stringify(compiled.errors));
    return compiled;
  } finally {
    generation.release();
  }
}
