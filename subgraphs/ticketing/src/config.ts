import { type ConfigOf, flag, requiredText, type Setting, serviceSettings, textOr } from '@games/service';

/** What the environment tells ticketing besides what it tells every service. */
export const ticketingSettings = {
  /** Where the keys of tickets are, or are made at the first start. */
  ticketKeysFolder: requiredText('TICKET_KEYS_FOLDER'),
  /** Signs queue positions and admissions. */
  queueSecret: requiredText('QUEUE_SECRET'),
  /** Our number as an issuer of Google Wallet. */
  walletIssuerId: textOr('GOOGLE_WALLET_ISSUER_ID', '0000000000000000000'),
  /** Whether webhooks may go to this machine, as in development. */
  localWebhooks: flag('WEBHOOKS_ALLOW_LOCAL'),
  /** The environment itself, for the payment providers: each reads its own part. */
  paymentEnv: { read: (env) => env } satisfies Setting<NodeJS.ProcessEnv>,
};

export const config = { ...serviceSettings({ port: 4005 }), ...ticketingSettings };

export type TicketingConfig = ConfigOf<typeof config>;
