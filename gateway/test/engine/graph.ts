/** A small graph for one test: real subgraph servers, our engine in both modes, and the stock gateway where it can load it. */
import type { GraphFixture } from '../schemas/fixture.ts';
import { type Engine, type EngineOverrides, startEngine } from './harness.ts';
import { type Answer, type Ask, startStock } from './peers.ts';
import { type ServedSubgraphs, serveSubgraphs } from './serveSubgraphs.ts';

export type Graph = {
  readonly served: ServedSubgraphs;
  readonly generated: Engine;
  readonly interpreted: Engine;
  /** Asks both modes, which must agree, and gives their answer. */
  readonly ask: Ask;
  readonly askStock: Ask;
};

export async function withGraph(
  subgraphs: GraphFixture['subgraphs'],
  use: (graph: Graph) => Promise<void>,
  config: EngineOverrides = {},
): Promise<void> {
  const served = await serveSubgraphs({ subgraphs });
  const sdl = served.supergraphSdl;
  const generated = await startEngine(sdl, { ...config, execution: 'generated' });
  const interpreted = await startEngine(sdl, { ...config, execution: 'interpreted' });
  let stock: Awaited<ReturnType<typeof startStock>> | null = null;
  try {
    await use({
      served,
      generated,
      interpreted,
      ask: async (query, variables) => {
        const answer = await generated.ask(query, variables);
        const other = await interpreted.ask(query, variables);
        if (JSON.stringify(answer) !== JSON.stringify(other)) {
          throw new Error(`Modes differ:\n${JSON.stringify(answer)}\n${JSON.stringify(other)}`);
        }
        return answer;
      },
      askStock: async (query, variables) => {
        process.env.APOLLO_TELEMETRY_DISABLED = 'true';
        stock ??= await startStock(sdl);
        return stock.ask(query, variables);
      },
    });
  } finally {
    await Promise.all([generated.stop(), interpreted.stop(), (stock as { stop(): Promise<void> } | null)?.stop()]);
    await served.close();
  }
}

export type AnswerError = {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly serviceName?: string };
};

export const errorsOf = (answer: Answer): readonly AnswerError[] => (answer.errors ?? []) as readonly AnswerError[];
