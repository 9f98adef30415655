import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import { openDatabase, sql } from '@games/postgres';
import { createLog } from '@games/service';
import {
  createInProcessQueue,
  createRedisQueue,
  createTokenSigner,
  createWaitingRooms,
  type WaitingRooms,
} from '@games/ticketing/selling';
import { createLatencies } from '../latencies.ts';

/** Stages of a queue, in their order: all come before the sale, all look where they stand, and all are let in. */
export const queueStages = ['join', 'look', 'enter'] as const;
export type QueueStage = (typeof queueStages)[number];

/** What fans of one process have lived through in a stage. */
export interface Queued {
  readonly fans: number;
  readonly requests: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface QueueOptions {
  readonly databaseUrl: string;
  /** Null for places inside this process. */
  readonly redisUrl: string | null;
  readonly room: string;
  /** Makes fans of processes differ. */
  readonly name: string;
  readonly fans: number;
}

const fansAtOnce = 256;
/** How often a fan looks whether it is her turn. */
const lookAgainMs = 500;

/** A crowd in front of a waiting room, as one ticketing process sees it. */
export function createQueueCrowd({ databaseUrl, redisUrl, room, name, fans }: QueueOptions) {
  const database = openDatabase({ url: databaseUrl, poolSize: 2 });
  const rooms = createWaitingRooms({
    database,
    clock: { now: () => new Date() },
    store: redisUrl === null ? createInProcessQueue() : createRedisQueue(redisUrl, 'bench'),
    signer: createTokenSigner('the secret of a benchmark'),
    log: createLog('bench'),
  });
  /** What each fan carries. */
  const positions: string[] = [];

  const stages: Readonly<Record<QueueStage, (ask: Ask) => Promise<void>>> = {
    join: (ask) =>
      forAll(fans, async (number) => {
        const outcome = await ask(() => rooms.join(`${name}-${number}`, room, null));
        if (outcome.kind !== 'Position') throw new Error(`A fan who joined met ${outcome.kind}.`);
        positions[number] = outcome.position;
      }),
    look: (ask) =>
      forAll(fans, async (number) => {
        const outcome = await ask(() => rooms.find(`${name}-${number}`, positions[number] as string));
        if (outcome.kind !== 'Position') throw new Error(`A fan who looked met ${outcome.kind}.`);
      }),
    enter: async (ask) => {
      await rooms.refresh();
      await letIn(rooms, { room, name, positions }, ask);
    },
  };
  return async (stage: QueueStage): Promise<Queued> => {
    const latencies = createLatencies();
    await stages[stage](async (request) => {
      const begin = performance.now();
      const outcome = await request();
      latencies.add(performance.now() - begin);
      return outcome;
    });
    return { fans, requests: latencies.count, p50Ms: latencies.quantile(0.5), p99Ms: latencies.quantile(0.99) };
  };
}

type Ask = <Outcome>(request: () => Promise<Outcome>) => Promise<Outcome>;

async function forAll(fans: number, visit: (number: number) => Promise<void>): Promise<void> {
  let next = 0;
  const walk = async (): Promise<void> => {
    while (next < fans) {
      // Requests come from outside, between the other things that the process does.
      await setImmediate();
      if (next < fans) await visit(next++);
    }
  };
  await Promise.all(Array.from({ length: fansAtOnce }, walk));
}

/** Every fan looks again and again until admitted, and the admission is shown to the seller. */
async function letIn(
  rooms: WaitingRooms,
  { room, name, positions }: { readonly room: string; readonly name: string; readonly positions: readonly string[] },
  ask: Ask,
): Promise<void> {
  let outside = positions.map((_position, number) => number);
  while (outside.length > 0) {
    const begin = performance.now();
    const waiting: number[] = [];
    await forAll(outside.length, async (index) => {
      const number = outside[index] as number;
      const fanId = `${name}-${number}`;
      const outcome = await ask(() => rooms.find(fanId, positions[number] as string));
      const admission = outcome.kind === 'Position' ? outcome.admission : null;
      if (admission === null) waiting.push(number);
      else if (!(await rooms.admittedTo(fanId, admission)).includes(room))
        throw new Error('An admission is worthless.');
    });
    outside = waiting;
    const leftMs = lookAgainMs - (performance.now() - begin);
    if (outside.length > 0 && leftMs > 0) await delay(leftMs);
  }
}

/** Makes a sales phase with a waiting room that gathers people now. */
export async function gatherIn(databaseUrl: string, room: string, admissionsPerMinute: number): Promise<void> {
  await changeRoom(
    databaseUrl,
    sql`
    with phase as (
      insert into sales_phase (code, names, kind, opens_at, closes_at, waiting_room)
      values (${room}, '{"en": "Sale with a queue"}', 'FIRST_COME', now() + interval '20 minutes', '2040-01-01', true)
      returning id
    )
    insert into waiting_room (phase_id, admissions_per_minute) select id, ${admissionsPerMinute}::integer from phase`,
  );
}

/** Opens its sale. */
export async function openRoom(databaseUrl: string, room: string): Promise<void> {
  await changeRoom(databaseUrl, sql`update sales_phase set opens_at = now() where code = ${room}`);
}

async function changeRoom(databaseUrl: string, change: ReturnType<typeof sql>): Promise<void> {
  const database = openDatabase({ url: databaseUrl, poolSize: 1 });
  try {
    await database.run(change);
  } finally {
    await database.close();
  }
}
