/** The clock of the Games: what "live" and "next" are measured by. Holds and tokens use the real time instead. */
export interface GamesClock {
  now(): Date;
}

/**
 * A clock that starts at GAMES_NOW (ISO 8601 with offset) when the process starts and runs on from there,
 * or the real time where GAMES_NOW is not given. Throws when GAMES_NOW is not a time.
 */
export function gamesClock(env: NodeJS.ProcessEnv = process.env): GamesClock {
  if (!env.GAMES_NOW) return { now: () => new Date() };
  const start = Date.parse(env.GAMES_NOW);
  if (Number.isNaN(start)) throw new Error(`GAMES_NOW is not an ISO 8601 time: ${env.GAMES_NOW}`);
  const offsetMs = start - Date.now();
  return { now: () => new Date(Date.now() + offsetMs) };
}
