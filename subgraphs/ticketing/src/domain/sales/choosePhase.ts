import type { NotOnSaleReason } from '../holds/holdOutcome.ts';

/** A phase of sale as far as it decides who may buy. */
export interface PhaseRules {
  readonly id: number;
  readonly code: string;
  readonly kind: 'DRAW' | 'FIRST_COME' | 'PRESALE';
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly countries: readonly string[] | null;
  readonly categories: readonly string[] | null;
  readonly allocationId: number;
  /** The scope that buying from the allocation needs; null for the public's. */
  readonly allocationScope: string | null;
  readonly waitingRoom: boolean;
}

/** Who wants to buy, and what. */
export interface Buyer {
  readonly country: string | null;
  readonly scopes: readonly string[];
  /** The buyer's slot in each draw phase, by the phase's number. */
  readonly slots: ReadonlyMap<number, { readonly opensAt: Date; readonly closesAt: Date }>;
  /** Codes of the phases that the buyer was admitted to by the waiting room. */
  readonly admittedTo: ReadonlySet<string>;
  /** Codes of the categories that are to be bought. */
  readonly categories: readonly string[];
  /** The allocation that is to be bought from; 1 is the public's. */
  readonly allocationId: number;
}

export type PhaseChoice<Phase> =
  | { readonly kind: 'Open'; readonly phase: Phase }
  | { readonly kind: 'NotOnSale'; readonly reason: NotOnSaleReason; readonly opensAt: Date | null };

/**
 * The phase under which somebody can buy now: the first that is open and lets the buyer in. Where none does, the reason of
 * the one that came nearest, and when buying opens for the buyer, as far as that is known.
 */
export function choosePhase<Phase extends PhaseRules>(
  phases: readonly Phase[],
  buyer: Buyer,
  now: Date,
): PhaseChoice<Phase> {
  const ofAllocation = phases.filter((phase) => phase.allocationId === buyer.allocationId);
  let nearest: Extract<PhaseChoice<Phase>, { kind: 'NotOnSale' }> = notOpen(ofAllocation, now);
  for (const phase of ofAllocation) {
    if (now < phase.opensAt || now >= phase.closesAt) continue;
    const refusal = refusalOf(phase, buyer, now);
    if (refusal === null) return { kind: 'Open', phase };
    nearest = { kind: 'NotOnSale', ...refusal };
  }
  return nearest;
}

function notOpen(phases: readonly PhaseRules[], now: Date): Extract<PhaseChoice<never>, { kind: 'NotOnSale' }> {
  const next = phases.map(({ opensAt }) => opensAt).filter((opensAt) => opensAt > now);
  const opensAt = next.reduce<Date | null>((least, at) => (least === null || at < least ? at : least), null);
  return { kind: 'NotOnSale', reason: 'NO_OPEN_PHASE', opensAt };
}

interface Refusal {
  readonly reason: NotOnSaleReason;
  readonly opensAt: Date | null;
}

function refusalOf(phase: PhaseRules, buyer: Buyer, now: Date): Refusal | null {
  const no = (reason: NotOnSaleReason, opensAt: Date | null = null): Refusal => ({ reason, opensAt });
  if (phase.allocationScope !== null && !buyer.scopes.includes(phase.allocationScope)) return no('NO_OPEN_PHASE');
  if (phase.kind === 'PRESALE' && !phase.countries?.includes(buyer.country ?? '')) return no('OTHER_COUNTRY');
  if (phase.categories !== null && !buyer.categories.every((code) => phase.categories?.includes(code))) {
    return no('CATEGORY_NOT_ON_SALE');
  }
  if (phase.kind === 'DRAW') {
    const slot = buyer.slots.get(phase.id);
    if (slot === undefined) return no('NO_SLOT');
    if (now < slot.opensAt || now >= slot.closesAt)
      return no('SLOT_NOT_OPEN', now < slot.opensAt ? slot.opensAt : null);
  }
  if (phase.waitingRoom && !buyer.admittedTo.has(phase.code)) return no('ADMISSION_REQUIRED');
  return null;
}
