import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SubgraphName } from '@games/schema';
import { stateFolder } from './state.ts';

/** What `npm start` has running on this machine: the defaults of the other commands. */
export interface RunningGames {
  readonly games: string;
  readonly gatewayUrl: string;
  readonly serviceUrls: Readonly<Record<SubgraphName, string>>;
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

/** What runs here, or null. */
export function findRunning(): RunningGames | null {
  try {
    return JSON.parse(readFileSync(fileIn(stateFolder()), 'utf8'));
  } catch {
    return null;
  }
}
