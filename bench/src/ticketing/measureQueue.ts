import { fileURLToPath } from 'node:url';
import type { Row } from '../report.ts';
import { askChild, type Child, type Children } from './children.ts';
import { gatherIn, openRoom, type Queued, type QueueOptions, type QueueStage, queueStages } from './queue.ts';

/** The most that a room may be set to. */
export const admissionsPerMinute = 1_000_000;

const waiterFile = fileURLToPath(new URL('waiter.ts', import.meta.url));
const labels: Readonly<Record<QueueStage, string>> = {
  join: 'fans who join',
  look: 'positions that are read',
  enter: 'fans who are let in, looking twice a second',
};

/** Leads a crowd of fans through a waiting room: on Redis by two processes, or inside one where there is no URL. */
export async function measureQueue(
  children: Children,
  databaseUrl: string,
  redisUrl: string | null,
  fans: number,
): Promise<Row[]> {
  const room = redisUrl === null ? 'QUEUE-IN-PROCESS' : 'QUEUE-ON-REDIS';
  await gatherIn(databaseUrl, room, admissionsPerMinute);
  const processes = redisUrl === null ? 1 : 2;
  const waiters: Child[] = [];
  for (let number = 0; number < processes; number += 1) {
    const options: QueueOptions = { databaseUrl, redisUrl, room, name: `fan-${number}`, fans: fans / processes };
    waiters.push(await children.start(waiterFile, { QUEUE_OPTIONS: JSON.stringify(options) }));
  }
  const rows: Row[] = [];
  for (const stage of queueStages) {
    if (stage === 'enter') await openRoom(databaseUrl, room);
    const begin = performance.now();
    const queued = await Promise.all(waiters.map((waiter) => askChild<Queued>(waiter, { stage })));
    const seconds = (performance.now() - begin) / 1_000;
    rows.push(queueRow(`queue ${redisUrl === null ? 'in process' : 'on Redis'}: ${labels[stage]}`, queued, seconds));
  }
  for (const { process } of waiters) process.disconnect();
  return rows;
}

function queueRow(what: string, queued: readonly Queued[], seconds: number): Row {
  const served = queued.reduce((sum, { fans }) => sum + fans, 0);
  return {
    what,
    'a second': served / seconds,
    served,
    'p50 ms': Math.max(...queued.map(({ p50Ms }) => p50Ms)),
    'p99 ms': Math.max(...queued.map(({ p99Ms }) => p99Ms)),
    seconds,
  };
}
