import { parseArgs } from 'node:util';
import type { Scale } from '../databases.ts';

/** What `npm start` was asked to do. */
export interface StartOptions {
  readonly scale: Scale;
  /** Port of the gateway; the services take the eleven after it. */
  readonly port: number;
  /** Drop the databases of the set first. */
  readonly reset: boolean;
  /** The set of databases, one Games each; also the prefix of their names. */
  readonly games: string;
  readonly isHelp: boolean;
}

export const startHelp = `npm start -- [options]

Starts PostgreSQL (or uses DATABASE_URL), the five services and the gateway; seeds the
demonstration Games at the first start.

  --scale full|small   size of the demonstration Games at the first start (default full)
  --port N             port of the gateway, the services take the next eleven (default 4000)
  --reset              drop the data first and seed again
  --games NAME         another set of databases, for example paris2024 (default games);
                       only the default set is seeded
  --help               this text

Environment: DATABASE_URL, REDIS_URL, GAMES_NOW (clock of the Games), GAMES_STATE (folder for
data and secrets, default .games), LOG_LEVEL.
`;

/** Reads the command line. Throws a sentence when it is wrong. */
export function readOptions(args: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scale: { type: 'string', default: 'full' },
      port: { type: 'string', default: '4000' },
      reset: { type: 'boolean', default: false },
      games: { type: 'string', default: 'games' },
      help: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_000) throw new Error('--port must be a number from 1 to 65000.');
  if (values.scale !== 'full' && values.scale !== 'small') throw new Error('--scale must be full or small.');
  if (!/^[a-z][a-z0-9_]{0,30}$/.test(values.games)) throw new Error('--games must be a short name of small letters.');
  return { scale: values.scale, port, reset: values.reset, games: values.games, isHelp: values.help };
}
