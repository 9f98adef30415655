import { type Database, sql } from '@games/postgres';
import type { Viewer } from '@games/service';
import { signedViewerHeaders } from '@games/testing';
import {
  continueMutation,
  createOrderMutation,
  expireHolds,
  holdAreaMutation,
  holdBestMutation,
  holdSeatsMutation,
  joinWaitingRoomMutation,
  newKey,
  payMutation,
  releaseMutation,
} from './sale.ts';
import type { Sandbox } from './sandbox.ts';
import { fan } from './service.ts';
import type { VenueShape } from './venue.ts';

/** Few seats and places, so that everybody wants the same ones. */
export const stormVenue: VenueShape = {
  code: 'STO',
  rows: 3,
  seatsPerRow: 8,
  categories: ['FIRST', 'A'],
  standing: 24,
  wheelchairs: 0,
};
export const stormSeats = 48;
export const stormPlaces = stormSeats + stormVenue.standing;

export interface StormParts {
  readonly session: string;
  /** Where the processes listen; one that is dead at the moment is among them. */
  readonly urls: readonly string[];
  readonly sandbox: Sandbox;
  readonly database: Database;
  readonly random: () => number;
  /** The phase of sale, where it has a waiting room; null where nobody has to pass one. */
  readonly waitingRoom: string | null;
}

/** What the fans of a storm have been through. */
export interface StormTally {
  /** Fans whom the waiting room has let in. */
  admitted: number;
  /** Answers of the waiting room that nobody can be let in at the moment. */
  unavailable: number;
  held: number;
  refused: number;
  paid: number;
  declined: number;
  challenged: number;
  failed: number;
  /** Requests without an answer, sent again with the same key. */
  unanswered: number;
  /** Answers to one request sent twice at the same moment that contradict each other. */
  readonly contradictions: string[];
}

export const newTally = (): StormTally => ({
  admitted: 0,
  unavailable: 0,
  held: 0,
  refused: 0,
  paid: 0,
  declined: 0,
  challenged: 0,
  failed: 0,
  unanswered: 0,
  contradictions: [],
});

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const patienceMs = 6_000;
const attemptsMax = 30;
const betweenAttemptsMs = 150;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks one process. Null when it gave no answer: it is dead, dies, its database is away, or it takes too long. */
async function askOnce(
  url: string,
  viewer: Viewer,
  query: string,
  input: object,
  // biome-ignore lint/suspicious/noExplicitAny: a test reads data of any shape
): Promise<any> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signedViewerHeaders(viewer, 'ticketing') },
      body: JSON.stringify({ query, variables: { input } }),
      signal: AbortSignal.timeout(patienceMs),
    });
    const { data } = (await response.json()) as { data?: Record<string, unknown> };
    return Object.values(data ?? {})[0] ?? null;
  } catch {
    return null;
  }
}

/** A fan who sends the same request until there is an answer, to either process, and sometimes to both at the same moment. */
export async function insist(
  { urls, random }: StormParts,
  tally: StormTally,
  viewer: Viewer,
  query: string,
  input: object,
  // biome-ignore lint/suspicious/noExplicitAny: a test reads data of any shape
): Promise<any> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const first = Math.floor(random() * urls.length);
    const asked = random() < 0.3 ? urls : [urls[first] as string];
    const answers = (await Promise.all(asked.map((url) => askOnce(url, viewer, query, input)))).filter(
      (answer) => answer !== null && answer.code !== 'REQUEST_IN_PROGRESS',
    );
    const placed = new Set(answers.map((answer) => answer.hold?.id ?? answer.order?.id).filter(Boolean));
    if (placed.size > 1) tally.contradictions.push([...placed].join(' '));
    if (answers.length > 0) return answers[0];
    tally.unanswered += 1;
    await pause(betweenAttemptsMs);
  }
  return null;
}

/** Passes the waiting room. Null when it did not let the fan in: nobody can pass while the queue's store is away. */
export async function passWaitingRoom(parts: StormParts, tally: StormTally, viewer: Viewer): Promise<string | null> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const place = await insist(parts, tally, viewer, joinWaitingRoomMutation, { phase: parts.waitingRoom });
    if (place?.admission) {
      tally.admitted += 1;
      return place.admission;
    }
    if (place?.code === 'WAITING_ROOM_UNAVAILABLE') tally.unavailable += 1;
    await pause(betweenAttemptsMs);
  }
  return null;
}

/** One fan: wants places in one of three ways, and pays for them in one of many, or doesn't. */
async function beFan(parts: StormParts, tally: StormTally, viewer: Viewer): Promise<void> {
  const admission = parts.waitingRoom === null ? null : await passWaitingRoom(parts, tally, viewer);
  if (parts.waitingRoom === null || admission !== null) await buySomething(parts, tally, viewer, admission);
}

async function buySomething(
  parts: StormParts,
  tally: StormTally,
  viewer: Viewer,
  admission: string | null,
): Promise<void> {
  const { random, sandbox, database } = parts;
  const ask = (query: string, input: object) => insist(parts, tally, viewer, query, input);
  const [query, input] = chooseRequest(parts);
  const placed = await ask(query, { ...input, admission, session: `tse_${parts.session}`, idempotencyKey: newKey() });
  if (placed?.__typename !== 'HoldPlaced') {
    tally.refused += 1;
    return;
  }
  tally.held += 1;
  const chance = random();
  if (chance < 0.1) return void (await ask(releaseMutation, { hold: placed.hold.id }));
  const letTimePass = () => expireHolds(database, [placed.hold.id]).catch(() => {});
  if (chance < 0.2) return letTimePass();
  const made = await ask(createOrderMutation, { holds: [placed.hold.id], idempotencyKey: newKey() });
  if (made?.order === undefined) return;
  const order = made.order.id;
  const pay = (means: object) =>
    ask(payMutation, { order, returnUrl: 'https://shop.example/back', idempotencyKey: newKey(), ...means });
  let paid = await pay(chooseMeans(random));
  if (paid?.__typename === 'TicketPaymentDeclined') {
    tally.declined += 1;
    paid = await pay({ method: 'VISA', cardToken: 'tok_visa' });
  }
  if (paid?.__typename === 'TicketPaymentActionRequired') {
    tally.challenged += 1;
    // The money may come after the time of the places is over.
    if (random() < 0.3) await letTimePass();
    const isAlipay = paid.kind === 'REDIRECT' && String(paid.redirectUrl).includes('/alipay');
    const agrees = random() < 0.8;
    const decision = isAlipay ? (agrees ? 'pay' : 'leave') : agrees ? 'confirm' : 'refuse';
    await sandbox.decide(paid.redirectUrl, decision).catch(() => {});
    if (random() < 0.8) paid = await ask(continueMutation, { order });
  }
  if (paid?.__typename === 'TicketOrderPaid') tally.paid += 1;
  if (paid?.__typename === 'TicketOrderFailed') tally.failed += 1;
}

function chooseRequest({ random }: StormParts): readonly [string, object] {
  const way = random();
  const quantity = 1 + Math.floor(random() * 3);
  if (way < 0.4) {
    const first = 1 + Math.floor(random() * (stormSeats - 3));
    return [holdSeatsMutation, { seats: Array.from({ length: quantity }, (_, at) => `sea_STO.${first + at}`) }];
  }
  if (way < 0.7) return [holdBestMutation, { category: random() < 0.5 ? 'FIRST' : 'A', quantity }];
  return [holdAreaMutation, { block: 'GA1', quantity }];
}

function chooseMeans(random: () => number): object {
  const chance = random();
  if (chance < 0.15) return { method: 'ALIPAY' };
  const card =
    chance < 0.25
      ? 'tok_visa_declined'
      : chance < 0.5
        ? 'tok_visa_challenge'
        : chance < 0.55
          ? 'tok_visa_answer_lost'
          : 'tok_visa';
  return { method: 'VISA', cardToken: card };
}

const fansAtOnce = 24;
/** In a waiting room each of them waits for its next call, a second at most. */
const fansAtOnceWaiting = 72;

/** Lets fans storm the session until `isOver` says so. */
export async function storm(parts: StormParts, isOver: () => boolean): Promise<StormTally> {
  const tally = newTally();
  let fans = 0;
  const crowd = async (): Promise<void> => {
    while (!isOver()) {
      fans += 1;
      await beFan(parts, tally, fan(`fan-${parts.session}-${fans}`));
      await pause(20 + parts.random() * 60);
    }
  };
  const length = parts.waitingRoom === null ? fansAtOnce : fansAtOnceWaiting;
  await Promise.all(Array.from({ length }, crowd));
  return tally;
}

const settleMs = 45_000;

/**
 * Lets the time of everything be over that is still under way, and waits until the processes' own sweeps have settled it:
 * no hold is alive, no payment open, no refund owed. Throws with what is left when that does not come true.
 */
export async function settle(database: Database): Promise<void> {
  const deadline = Date.now() + settleMs;
  for (;;) {
    await database.run(sql`update hold set expires_at = now() where state = 'HELD'`);
    await database.run(sql`update seat_occupancy set expires_at = now() where state = 'HELD'`);
    await database.run(sql`
      update payment set expires_at = least(expires_at, now()), inquire_at = now() where inquire_at > now()`);
    await pause(2_500);
    const left = await database.one(sql`
      select (select count(*) from hold where state = 'HELD') as holds,
        (select count(*) from payment where state in ('CREATED', 'REQUIRES_ACTION', 'AUTHORIZED')) as payments,
        (select count(*) from ticket_refund r where not exists (select from payment_operation p
          where p.payment_id = r.payment_id and p.key = r.operation_key and p.completed_at is not null)) as refunds`);
    if (Object.values(left).every((count) => count === 0n)) return;
    if (Date.now() > deadline) throw new Error(`Not settled: ${Object.entries(left).join('; ')}`);
  }
}

/** Fans who buy what is left, place by place, until everything is sold. Returns how each of them fared. */
export async function buyTheRest(parts: StormParts): Promise<readonly string[]> {
  const tally = newTally();
  const ends: string[] = [];
  const letIn = async () => {
    const viewer = fan(newKey());
    return { viewer, admission: parts.waitingRoom === null ? null : await passWaitingRoom(parts, tally, viewer) };
  };
  const guests = (await Promise.all(Array.from({ length: stormPlaces + 1 }, letIn))).values();
  const buy = async (query: string, input: object): Promise<boolean> => {
    const { viewer, admission } = guests.next().value as Awaited<ReturnType<typeof letIn>>;
    const ask = (mutation: string, input: object) => insist(parts, tally, viewer, mutation, input);
    const placed = await ask(query, { ...input, admission, session: `tse_${parts.session}`, idempotencyKey: newKey() });
    if (placed?.__typename !== 'HoldPlaced') {
      ends.push(placed?.__typename ?? 'no answer');
      return false;
    }
    const made = await ask(createOrderMutation, { holds: [placed.hold.id], idempotencyKey: newKey() });
    const means = { method: 'VISA', cardToken: 'tok_visa', returnUrl: 'https://shop.example/back' };
    const paid = await ask(payMutation, { order: made.order.id, ...means, idempotencyKey: newKey() });
    ends.push(paid?.__typename ?? 'no answer');
    return paid?.__typename === 'TicketOrderPaid';
  };
  const seats = Array.from({ length: stormSeats }, (_, index) => index + 1);
  const next = seats.values();
  const seatBuyer = async (): Promise<void> => {
    for (const seat of next) await buy(holdSeatsMutation, { seats: [`sea_STO.${seat}`] });
  };
  await Promise.all(Array.from({ length: 6 }, seatBuyer));
  while (await buy(holdAreaMutation, { block: 'GA1', quantity: 1 }));
  return ends;
}
