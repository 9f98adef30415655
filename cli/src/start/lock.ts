import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Takes the state folder for this process. Returns how to release it. Throws a sentence when another start is
 * running on it; the mark of one that was killed is taken over.
 */
export function lockState(folder: string): () => void {
  const file = join(folder, 'supervisor.pid');
  for (let attempt = 1; ; attempt += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error;
    }
    const pid = Number(readFileSync(file, 'utf8'));
    if (attempt > 1 || isRunning(pid)) {
      throw new Error(`The Games are already running here (process ${pid}); stop them first, or set GAMES_STATE.`);
    }
    rmSync(file, { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('cli/src/start/main.ts');
  } catch (error) {
    // Where there is no /proc, a process that takes signals is believed to be ours.
    return (error as { syscall?: string; code?: string }).syscall === 'open';
  }
}
