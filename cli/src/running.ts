import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SubgraphName } from '@games/schema';
import { CommandError } from './output.ts';
import { stateFolder } from './state.ts';

/** What `npm start` has running on this machine: the defaults of the other commands. */
export interface RunningGames {
  readonly games: string;
  readonly gatewayUrl: string;
  readonly serviceUrls: Readonly<Record<SubgraphName, string>>;
  /** Where the endpoints beside the graph are. */
  readonly publicUrls: Readonly<Record<Exclude<SubgraphName, 'store'>, string>>;
  readonly databaseServerUrl: string;
  readonly odfApiKey: string;
  readonly partnerKey: string;
  readonly staffToken: string;
  readonly fanToken: string;
}

const fileIn = (folder: string): string => join(folder, 'running.json');

/** Notes what runs, for the time it runs. Mode 600: keys are in it. Returns the way to take the note back. */
export function noteRunning(folder: string, running: RunningGames): () => void {
  const file = fileIn(folder);
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(running, null, 2)}\n`, { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

/** What runs here. Throws CommandError, with what to do instead of starting it, where nothing does. */
export function requireRunning(instead = ''): RunningGames {
  const running = findRunning();
  if (running === null) throw new CommandError(`Nothing runs here: \`npm start\` first${instead}.`);
  return running;
}

/** The given address of ticketing's endpoints beside the graph, or that of those that run here. */
export function ticketingUrl(given: string | undefined, instead: string): string {
  const url = given ?? requireRunning(instead).publicUrls.ticketing;
  if (!URL.canParse(url)) throw new CommandError(`${url} is not an address.`);
  return url;
}

/** What runs here, or null. */
export function findRunning(): RunningGames | null {
  try {
    return JSON.parse(readFileSync(fileIn(stateFolder()), 'utf8'));
  } catch {
    return null;
  }
}
