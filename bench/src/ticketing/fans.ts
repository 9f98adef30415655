import {
  type Buying,
  createOrder,
  holdBestSeats,
  holdSeats,
  payOrder,
  readTakenSeats,
  type Sale,
  type Selling,
  type TakenSeats,
} from '@games/ticketing/selling';
import { createLatencies } from '../latencies.ts';

/** What fans of one process have lived through. */
export interface Crowd {
  /** Fans who got what they came for. */
  readonly served: number;
  /** Requests for holds. */
  readonly attempts: number;
  /** Requests that lost the race. */
  readonly conflicts: number;
  /** Outcomes that no fan should see in this benchmark, by kind. */
  readonly unexpected: Readonly<Record<string, number>>;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface CrowdOptions {
  readonly sessionCode: string;
  readonly fans: number;
  /** Fans who are at it at the same moment. */
  readonly atOnce: number;
  /** Makes fans and keys of processes differ. */
  readonly name: string;
}

type Visit = (fan: Fan) => Promise<boolean>;

interface Fan {
  readonly id: string;
  readonly number: number;
  readonly quantity: number;
}

/** Sizes of groups: 50,000 fans want as many seats as there are. */
const sizes = [1, 1, 1, 2, 2];
const attemptsMax = 6;

/** Sends a crowd through visits; each visit says whether the fan was served. */
async function crowd(options: CrowdOptions, counts: Counts, visit: Visit): Promise<Crowd> {
  let next = 0;
  let served = 0;
  const latencies = createLatencies();
  const walk = async (): Promise<void> => {
    while (next < options.fans) {
      const number = next++;
      const fan = { id: `${options.name}-${number}`, number, quantity: sizes[number % sizes.length] as number };
      const begin = performance.now();
      if (await visit(fan)) served += 1;
      latencies.add(performance.now() - begin);
    }
  };
  await Promise.all(Array.from({ length: options.atOnce }, walk));
  return { ...counts, served, p50Ms: latencies.quantile(0.5), p99Ms: latencies.quantile(0.99) };
}

interface Counts {
  attempts: number;
  conflicts: number;
  unexpected: Record<string, number>;
}

const newCounts = (): Counts => ({ attempts: 0, conflicts: 0, unexpected: {} });
const note = (counts: Counts, kind: string): void => {
  counts.unexpected[kind] = (counts.unexpected[kind] ?? 0) + 1;
};
const buying = (fan: Fan, key: string): Buying => ({
  fanId: fan.id,
  country: 'US',
  scopes: [],
  admission: null,
  idempotencyKey: `${fan.id}-${key}`,
});

async function findSale(selling: Selling, sessionCode: string): Promise<Sale> {
  const sale = await selling.sales.find(sessionCode);
  if (sale === null) throw new Error(`There is no session ${sessionCode}.`);
  return sale;
}

/**
 * Fans who point at seats on the map: neighbours that their map shows as free, and others when they lost the race. A map
 * is as old as availability may be, a second.
 */
export async function pointAtSeats(selling: Selling, options: CrowdOptions): Promise<Crowd> {
  const counts = newCounts();
  const map = await openMap(selling, options.sessionCode);
  try {
    return await crowd(options, counts, async (fan) => {
      for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
        const sale = await findSale(selling, options.sessionCode);
        const seatNos = pointAt(sale, map.taken(), fan.quantity);
        if (seatNos === null) return false;
        counts.attempts += 1;
        const outcome = await holdSeats(selling, buying(fan, `hold-${attempt}`), sale, seatNos);
        if (outcome.kind === 'Held') return true;
        if (outcome.kind === 'SeatsUnavailable') counts.conflicts += 1;
        else note(counts, outcome.kind);
      }
      return false;
    });
  } finally {
    map.close();
  }
}

const mapAgeMs = 1_000;
const glancesMax = 2_000;

/** The map of a session, drawn anew every second while the crowd looks at it. */
async function openMap(selling: Selling, sessionCode: string) {
  const { chart, session } = await findSale(selling, sessionCode);
  let taken: TakenSeats = new Map();
  const timer = setInterval(() => {
    readTakenSeats(selling.database, chart, session.id).then(
      (read) => {
        taken = read;
      },
      () => {},
    );
  }, mapAgeMs);
  return { taken: () => taken, close: () => clearInterval(timer) };
}

/** Neighbours somewhere on the map that are free there; null when a fan who looks around finds none. */
function pointAt({ chart }: Sale, taken: TakenSeats, quantity: number): number[] | null {
  for (let glance = 0; glance < glancesMax; glance += 1) {
    const row = chart.rows[Math.floor(Math.random() * chart.rows.length)] as Sale['chart']['rows'][number];
    const places = row.lastSeat - row.firstSeat + 1;
    const first = row.firstSeat + Math.floor(Math.random() * (places - quantity + 1));
    const seatNos = Array.from({ length: quantity }, (_, index) => first + index);
    if (!seatNos.some((seatNo) => taken.has(seatNo))) return seatNos;
  }
  return null;
}

/** Fans who ask for the best seats of a category. Returns the id of the hold, or null. */
async function holdBest(selling: Selling, options: CrowdOptions, counts: Counts, fan: Fan): Promise<string | null> {
  const sale = await findSale(selling, options.sessionCode);
  for (let attempt = 0; attempt < sale.chart.categories.length; attempt += 1) {
    const categoryNo = ((fan.number + attempt) % sale.chart.categories.length) + 1;
    const criteria = { kind: 'TOGETHER', categoryNo, quantity: fan.quantity, withRestricted: false } as const;
    counts.attempts += 1;
    const outcome = await holdBestSeats(selling, buying(fan, `best-${attempt}`), sale, criteria);
    if (outcome.kind === 'Held') return outcome.holdId;
    if (outcome.kind === 'NotEnoughPlaces') counts.conflicts += 1;
    else note(counts, outcome.kind);
  }
  return null;
}

export function askForTheBest(selling: Selling, options: CrowdOptions): Promise<Crowd> {
  const counts = newCounts();
  return crowd(options, counts, async (fan) => (await holdBest(selling, options, counts, fan)) !== null);
}

/** Fans from queue to ticket: the best seats, an order, a card payment, tickets. */
export function buyTickets(selling: Selling, options: CrowdOptions): Promise<Crowd> {
  const counts = newCounts();
  return crowd(options, counts, async (fan) => {
    const holdId = await holdBest(selling, options, counts, fan);
    if (holdId === null) return false;
    const order = await createOrder(selling, fan.id, [holdId], `${fan.id}-order`);
    if (order.kind !== 'OrderCreated') {
      note(counts, order.kind);
      return false;
    }
    const paid = await payOrder(selling, fan.id, {
      orderId: order.orderId,
      instrument: { method: 'VISA', token: 'tok_visa' },
      returnUrl: 'https://tickets.example/back',
      idempotencyKey: `${fan.id}-pay`,
    });
    if (paid.kind !== 'Paid') note(counts, paid.kind);
    return paid.kind === 'Paid';
  });
}
