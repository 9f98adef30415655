/** A gateway engine over a fixture's real subgraphs, without the HTTP front; what a test does not set is the gateway's default. */
import { readConfig } from '../../src/config/readConfig.ts';
import type { Clock } from '../../src/contract/clock.ts';
import type { JsonObject } from '../../src/contract/jsonObject.ts';
import type { SubgraphLimits } from '../../src/contract/limits.ts';
import type { CompiledOperation, PreparationHooks } from '../../src/contract/operation.ts';
import type { SupergraphManager, SupergraphManagerConfig } from '../../src/contract/supergraph.ts';
import { managerConfig } from '../../src/managerConfig.ts';
import { createSupergraphManager } from '../../src/supergraph/createSupergraphManager.ts';
import type { Answer, Ask } from './peers.ts';

export type Engine = {
  readonly manager: SupergraphManager;
  readonly ask: Ask;
  readonly stop: () => Promise<void>;
};

export type EngineOverrides = Partial<
  Omit<SupergraphManagerConfig, 'planner' | 'subgraphLimits' | 'hooks'> & {
    readonly planner: Partial<SupergraphManagerConfig['planner']>;
    readonly subgraphLimits: Partial<SubgraphLimits>;
    readonly hooks: Partial<PreparationHooks>;
  }
>;

/** The gateway's own configuration, but for what the test says. */
export function engineConfig(
  supergraph: SupergraphManagerConfig['supergraph'],
  overrides: EngineOverrides = {},
): SupergraphManagerConfig {
  const defaults = managerConfig(
    readConfig(),
    () => undefined,
    (error) => error,
  );
  return {
    ...defaults,
    propagateExtensions: [],
    ...overrides,
    supergraph,
    planner: { ...defaults.planner, ...overrides.planner },
    subgraphLimits: { ...defaults.subgraphLimits, ...overrides.subgraphLimits },
    hooks: { ...defaults.hooks, ...overrides.hooks },
  };
}

export async function startEngine(supergraphSdl: string, overrides: EngineOverrides = {}): Promise<Engine> {
  const manager = await createSupergraphManager(engineConfig({ sdl: supergraphSdl }, overrides));
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

/** A clock that stands still until a test moves it. */
export function manualClock(): Clock & { readonly advance: (ms: number) => void } {
  let nowMs = 1_000_000;
  const callbacks = new Set<() => void>();
  return {
    nowMs: () => nowMs,
    every: (_intervalMs, callback) => {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    advance: (ms) => {
      nowMs += ms;
      for (const callback of [...callbacks]) callback();
    },
  };
}
