import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/**
 * Whatever a run or a test file starts carries its mark in the environment, however deep down it was started, detached
 * or not, and whatever its parent is by now. So it can be found and ended.
 */
const marksVariable = 'TEST_MARKS';

/** Adds a mark to an environment, beside those of the runs around it. */
export function addMark(env: NodeJS.ProcessEnv, mark: string): void {
  env[marksVariable] = env[marksVariable] ? `${env[marksVariable]},${mark}` : mark;
}

/** Takes a mark away again. */
export function removeMark(env: NodeJS.ProcessEnv, mark: string): void {
  env[marksVariable] = env[marksVariable]
    ?.split(',')
    .filter((one) => one !== mark)
    .join(',');
}

export interface MarkedProcess {
  readonly pid: number;
  readonly command: string;
}

export const describeProcess = ({ pid, command }: MarkedProcess): string => `  ${pid} ${command.slice(0, 200)}`;

/** The processes that carry a mark, without this one. */
export function markedProcesses(mark: string): readonly MarkedProcess[] {
  return (existsSync('/proc/self/environ') ? fromProc(mark) : fromPs(mark)).filter(({ pid }) => pid !== process.pid);
}

function fromProc(mark: string): readonly MarkedProcess[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      if (!readFileSync(`/proc/${name}/environ`, 'utf8').includes(mark)) return [];
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      return [{ pid: Number(name), command }];
    } catch {
      // It has ended meanwhile, or belongs to somebody else.
      return [];
    }
  });
}

/** Where there is no /proc, `ps` shows the environment behind the command. */
function fromPs(mark: string): readonly MarkedProcess[] {
  return execFileSync('ps', ['axeww', '-o', 'pid=,command='], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    .split('\n')
    .filter((line) => line.includes(mark))
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim().split(' ').slice(1, 4).join(' ') }));
}

/** Ends the processes that carry a mark, and those that they start meanwhile. Returns which they were. */
export function killMarked(mark: string): readonly MarkedProcess[] {
  const killed = new Map<number, MarkedProcess>();
  for (;;) {
    const found = markedProcesses(mark).filter(({ pid }) => !killed.has(pid));
    if (found.length === 0) return [...killed.values()];
    for (const marked of found) {
      killed.set(marked.pid, marked);
      try {
        process.kill(marked.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
  }
}
