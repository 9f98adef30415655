/** When slots are given and how large they are. */
export interface SlotPlan {
  /** When the first slot opens, milliseconds since 1970. */
  readonly firstOpensAtMs: number;
  readonly slotHours: number;
  /** Accounts that share one slot. */
  readonly slotSize: number;
}

export interface Slot {
  readonly opensAtMs: number;
  readonly closesAtMs: number;
}

const hourMs = 3_600_000;
/** A new slot opens this often; slots overlap, as each lasts longer. */
const slotEveryHours = 1;

/** The slot of a place in the order drawn (from 1): the first `slotSize` accounts share the first slot, and so on. */
export function slotOf(position: number, plan: SlotPlan): Slot {
  const number = Math.floor((position - 1) / plan.slotSize);
  const opensAtMs = plan.firstOpensAtMs + number * slotEveryHours * hourMs;
  return { opensAtMs, closesAtMs: opensAtMs + plan.slotHours * hourMs };
}
