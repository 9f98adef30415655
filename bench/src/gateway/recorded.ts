import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { pinned } from '../pinned.ts';

/** A graph as gateways take it: composed, or as its subgraphs for those that compose themselves. */
export interface RecordedGraph {
  readonly supergraph: string;
  readonly services: readonly { readonly name: string; readonly sdl: string; readonly url: string }[];
}

export interface RecordedSubgraphs {
  /** The subgraph NAME is at `url/NAME`. */
  readonly url: string;
  readonly shop: RecordedGraph;
  /** The graph with many plans. */
  readonly plans: RecordedGraph;
  readonly stop: () => Promise<void>;
}

/** Starts the process that plays all subgraphs. */
export async function startSubgraphs(core: number): Promise<RecordedSubgraphs> {
  const script = fileURLToPath(new URL('./recordedSubgraphs.ts', import.meta.url));
  const [command, args] = pinned(core, process.execPath, [script]);
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  const said = await Promise.race([once(child, 'message'), ended.then(() => null)]);
  if (said === null) throw new Error('The recorded subgraphs ended before they were ready.');
  const [message] = said as [Omit<RecordedSubgraphs, 'stop'>];
  return {
    ...message,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
