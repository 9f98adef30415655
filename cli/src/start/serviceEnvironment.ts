import { join } from 'node:path';
import type { DevelopmentSecrets } from '../state.ts';
import type { StartOptions } from './options.ts';
import { publicUrlsAt, type ServiceProgram, sandboxPortOffset } from './services.ts';

/** The evening of the ninth day: half of everything is over, and some units are live. */
const demonstrationNow = '2028-07-22T19:30:00-07:00';

/** Where the secrets shared with the sandbox of the payment providers are. */
export const paymentKeysFolder = (folder: string): string => join(folder, 'payment-keys');

interface Facts {
  readonly folder: string;
  readonly options: StartOptions;
  readonly secrets: DevelopmentSecrets;
}

/** The environment of each service in development: what all share, and what is its own. */
export function serviceEnvironment({ folder, options, secrets }: Facts) {
  const common = {
    VIEWER_SECRET: secrets.viewerSecret,
    GAMES_SCALE: options.scale,
    ...(options.games === 'games' ? { GAMES_NOW: process.env.GAMES_NOW ?? demonstrationNow } : {}),
  };
  const own: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    competition: { ODF_API_KEY: secrets.odfApiKey },
    athletes: { ODF_API_KEY: secrets.odfApiKey },
    media: { ASSET_FOLDER: join(folder, 'assets'), ASSET_SECRET: secrets.assetSecret },
    ticketing: {
      TICKET_KEYS_FOLDER: join(folder, 'ticket-keys'),
      QUEUE_SECRET: secrets.queueSecret,
      // Who tries webhooks out has the receiver on the same machine.
      WEBHOOKS_ALLOW_LOCAL: '1',
      PAYMENT_KEYS_FOLDER: paymentKeysFolder(folder),
      PAYMENT_NOTIFY_URL: publicUrlsAt(options.port).ticketing as string,
      PAYMENT_RETURN_HOSTS: 'tickets.example,localhost,127.0.0.1',
      PAYMENT_SANDBOX_URL: `http://127.0.0.1:${options.port + sandboxPortOffset}`,
    },
  };
  return ({ name, publicPortOffset }: ServiceProgram): Readonly<Record<string, string>> => ({
    ...common,
    ...(publicPortOffset === null ? {} : { PUBLIC_PORT: String(options.port + publicPortOffset) }),
    ...own[name],
  });
}
