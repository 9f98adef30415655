import { execFileSync } from 'node:child_process';

/** The processes that a process has started and that still run. */
export function workersOf(pid: number): readonly number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=']).toString().trim().split('\n');
  return table.flatMap((line) => {
    const [child, parent, state = ''] = line.trim().split(/\s+/);
    return Number(parent) === pid && !state.startsWith('Z') ? [Number(child)] : [];
  });
}
