import { setTimeout as delay } from 'node:timers/promises';
import type { DemonstrationMessage } from '@games/demonstration';
import { type DoorAnswer, sendMessage } from '../odfSender.ts';
import { CommandError } from '../output.ts';

/** Where the messages go: everything to competition, people to athletes as well. */
export interface Doors {
  readonly competition: string;
  readonly athletes?: string | undefined;
}

/** What the athletes service reads of what is sent during the Games. */
const aboutPeople: ReadonlySet<string> = new Set(['DT_PARTIC_UPDATE', 'DT_PARTIC_TEAMS_UPDATE']);

/** A door that has been silent for so long is given up. */
const patienceMs = 60_000;
const pauseMs = 1_000;

/**
 * Sends one message to the doors that want it, again and again while a door does not answer, as results systems do.
 * The first answer is competition's. Throws CommandError when a door stays silent.
 */
export async function deliver(
  { header, xml }: DemonstrationMessage,
  doors: Doors,
  key: string,
  signal?: AbortSignal,
): Promise<readonly DoorAnswer[]> {
  const others = doors.athletes !== undefined && aboutPeople.has(header.documentType) ? [doors.athletes] : [];
  const bytes = Buffer.from(xml);
  return Promise.all([doors.competition, ...others].map((door) => sendPatiently(door, bytes, key, signal)));
}

async function sendPatiently(door: string, xml: Buffer, key: string, signal?: AbortSignal): Promise<DoorAnswer> {
  const begin = performance.now();
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await sendMessage(door, xml, key);
    } catch (error) {
      if (performance.now() - begin < patienceMs) {
        await delay(pauseMs, undefined, signal ? { signal } : {});
        continue;
      }
      throw new CommandError(`${(error as Error).message}. The same command goes on where this one stops.`);
    }
  }
}
