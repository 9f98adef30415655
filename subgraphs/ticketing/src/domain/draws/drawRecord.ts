import { drawOrder } from './drawOrder.ts';
import { slotOf } from './slots.ts';

/** The form of the record, and the way from seed and list to the order. Both are explained in docs/draw.md. */
export const recordFormat = 'games-draw/1';
export const drawAlgorithm = 'sha256-sort/1';

/** The rules of the slots of one draw; times are ISO 8601 in UTC. */
export interface SlotRules {
  readonly firstOpensAt: string;
  /** Nobody buys from then on: later slots do not exist, and the last ones end with it. */
  readonly lastClosesAt: string;
  readonly hours: number;
  /** Accounts that share one slot. */
  readonly size: number;
}

/** One line of a result: null slots are of those for whom no slot was left. */
export interface DrawnPlace {
  readonly position: number;
  readonly entry: string;
  readonly slotOpensAt: string | null;
  readonly slotClosesAt: string | null;
}

/** Everything that a draw's result follows from. */
export interface DrawInputs {
  readonly entries: readonly string[];
  readonly seed: string;
  readonly beaconValue: string | null;
  readonly slots: SlotRules;
}

/** What is published of a draw: enough for anybody to hold it again. */
export interface DrawRecord extends DrawInputs {
  readonly format: string;
  readonly algorithm: string;
  readonly draw: string;
  readonly phase: string;
  readonly seedHash: string;
  readonly beaconSource: string | null;
  readonly entryCount: number;
  readonly entriesHash: string;
  readonly closedAt: string;
  readonly drawnAt: string;
  readonly publishedAt: string;
  readonly result: readonly DrawnPlace[];
}

/** The result of a draw. It depends on its inputs alone, and on `entries` as a set. */
export function drawResult({ entries, seed, beaconValue, slots }: DrawInputs): DrawnPlace[] {
  const order = drawOrder(entries, seed, beaconValue ?? '');
  return order.map((entry, index) => ({ position: index + 1, entry, ...slotFor(index + 1, slots) }));
}

function slotFor(position: number, rules: SlotRules): Pick<DrawnPlace, 'slotOpensAt' | 'slotClosesAt'> {
  const lastClosesAtMs = Date.parse(rules.lastClosesAt);
  const plan = { firstOpensAtMs: Date.parse(rules.firstOpensAt), slotHours: rules.hours, slotSize: rules.size };
  const { opensAtMs, closesAtMs } = slotOf(position, plan);
  if (opensAtMs >= lastClosesAtMs) return { slotOpensAt: null, slotClosesAt: null };
  return {
    slotOpensAt: new Date(opensAtMs).toISOString(),
    slotClosesAt: new Date(Math.min(closesAtMs, lastClosesAtMs)).toISOString(),
  };
}
