import { createWebhookDelivery, type Database, startFanOut, startRelay, webhookQueue } from '@games/postgres';

export interface PartnerEvents {
  /** Ends after what is under way. */
  close(): Promise<void>;
}

export interface PartnerEventRules {
  /** Lets webhooks go to this machine, for development. */
  readonly allowLocal: boolean;
}

/** Failed attempts in a row after which a partner's server is not notified any more. */
const failuresMax = 50;

/** Notifies partners' servers of what happens. Any number of processes may do it at once. */
export function startPartnerEvents(database: Database, { allowLocal }: PartnerEventRules): PartnerEvents {
  const fanOut = startFanOut(database);
  const relay = startRelay({
    database,
    queue: webhookQueue,
    deliver: createWebhookDelivery(database, { allowLocal, failuresMax: failuresMax }),
  });
  return {
    close: async () => {
      await Promise.all([fanOut.close(), relay.close()]);
    },
  };
}
