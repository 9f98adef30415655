import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { pinned } from '../pinned.ts';

export interface RecordedSubgraphs {
  /** The subgraph NAME is at `url/NAME`. */
  readonly url: string;
  /** The supergraphs of the shop and of the graph with many plans. */
  readonly shop: string;
  readonly plans: string;
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
