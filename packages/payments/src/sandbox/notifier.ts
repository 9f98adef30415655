import { setTimeout as delay } from 'node:timers/promises';
import { callProvider } from '../providers/callProvider.ts';
import type { Faults } from './faults.ts';

/** A notification, ready to be sent any number of times: a copy is the same message, byte for byte. */
export interface Notification {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the merchant's answer means that it has understood. */
  readonly understood: (status: number, body: string) => boolean;
}

type DeliveryFaults = Pick<Faults, 'copies' | 'delayMs' | 'reversed'>;
interface Held {
  readonly notifications: Notification[];
  readonly reversed: boolean;
}

const triesMax = 8;
const retryBaseMs = 250;
const answerTimeoutMs = 5_000;
const underwayMax = 10_000;

export interface Notifier {
  /** Sends a notification about a payment in the way its faults wants. */
  send(paymentId: string, faults: DeliveryFaults, notification: Notification): void;
  /** Resolves when nothing is left to be sent. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Sends notifications as providers do: later, perhaps twice, perhaps in the wrong order, and again until understood. */
export function createNotifier(): Notifier {
  const closing = new AbortController();
  const held = new Map<string, Held>();
  const underway = new Set<Promise<void>>();

  const track = (work: Promise<void>): void => {
    const task = work.catch(() => {}).finally(() => underway.delete(task));
    underway.add(task);
  };

  const release = async (paymentId: string, delayMs: number): Promise<void> => {
    await delay(delayMs, undefined, { signal: closing.signal });
    const group = held.get(paymentId);
    held.delete(paymentId);
    if (group === undefined) return;
    const order = group.reversed ? group.notifications.toReversed() : group.notifications;
    for (const notification of order) await deliver(notification, closing.signal);
  };

  return {
    send(paymentId, { copies, delayMs, reversed }, notification) {
      if (closing.signal.aborted || underway.size >= underwayMax) return;
      const wanted = Array.from({ length: copies }, () => notification);
      if (delayMs === 0) {
        for (const copy of wanted) track(deliver(copy, closing.signal));
        return;
      }
      const group = held.get(paymentId);
      if (group !== undefined) group.notifications.push(...wanted);
      else {
        held.set(paymentId, { notifications: wanted, reversed });
        track(release(paymentId, delayMs));
      }
    },
    async settled() {
      while (underway.size > 0) await Promise.all(underway);
    },
    async close() {
      closing.abort();
      await Promise.all(underway);
    },
  };
}

async function deliver(notification: Notification, closing: AbortSignal): Promise<void> {
  for (let tried = 0; tried < triesMax && !closing.aborted; tried += 1) {
    if (await attempt(notification, closing)) return;
    await delay(retryBaseMs * 2 ** tried, undefined, { signal: closing });
  }
}

async function attempt({ url, headers, body, understood }: Notification, closing: AbortSignal): Promise<boolean> {
  try {
    const signal = AbortSignal.any([closing, AbortSignal.timeout(answerTimeoutMs)]);
    const { status, text } = await callProvider({ url, method: 'POST', headers, body, signal });
    return understood(status, text);
  } catch {
    return false;
  }
}
