import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { withoutTests } from './stack.ts';

const gamesScript = fileURLToPath(new URL('../../bin/games.mjs', import.meta.url));

/** How a command of `npm run games` ended. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command of `npm run games` that is under way. */
export interface RunningCommand {
  /** Writes a line to its standard input. */
  write(line: string): void;
  /** Ends its standard input. */
  endInput(): void;
  /** What it has printed so far. */
  stdout(): string;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<CommandResult>;
}

/** Starts `npm run games -- <args>` against what runs in a state folder. */
export function startGames(folder: string, args: readonly string[]): RunningCommand {
  const child = spawn(process.execPath, [gamesScript, ...args], {
    env: { ...withoutTests(process.env), GAMES_STATE: folder, LOG_LEVEL: 'error' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  // A command that ends without reading its input is not a fault.
  child.stdin.on('error', () => {});
  return {
    write: (line) => void child.stdin.write(`${line}\n`),
    endInput: () => void child.stdin.end(),
    stdout: () => stdout,
    kill: (signal) => void child.kill(signal),
    ended: once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr })),
  };
}

/** Runs a command to its end, with nothing on its standard input. */
export function runGames(folder: string, args: readonly string[]): Promise<CommandResult> {
  const command = startGames(folder, args);
  command.endInput();
  return command.ended;
}
