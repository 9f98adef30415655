import type { HoldOutcome } from '../../domain/holds/holdOutcome.ts';
import { choosePhase } from '../../domain/sales/choosePhase.ts';
import { type Limits, limitsFor } from '../../domain/sales/limits.ts';
import { isOver } from '../../domain/sales/saleTimes.ts';
import type { Sale } from '../../memory/sales/saleCache.ts';
import { selectSlotsOfFan } from '../../sql/draws/draws.ts';
import type { PhaseRow } from '../../sql/sales/sales.ts';
import type { Buying, HoldDependencies } from './holdDependencies.ts';

/** What a fan may buy under now. */
export interface OpenSale {
  readonly kind: 'Open';
  readonly phase: PhaseRow;
  readonly limits: Limits;
  /** By the clock of the Games. */
  readonly at: Date;
}

/** Finds the phase under which a fan can buy these categories from this allocation now, or why there is none. */
export async function openSale(
  dependencies: HoldDependencies,
  sale: Sale,
  buying: Buying,
  places: { readonly categoryNos: readonly number[]; readonly allocationId: number },
): Promise<OpenSale | HoldOutcome> {
  if (sale.session.state === 'CANCELLED') return { kind: 'SessionCancelled' };
  const now = dependencies.clock.now();
  if (isOver(sale.session, now)) return { kind: 'NotOnSale', reason: 'SESSION_OVER', opensAt: null };
  const open = sale.phases.filter((phase) => phase.opensAt <= now && now < phase.closesAt);
  const codes = sale.chart.categories.filter(({ categoryNo }) => places.categoryNos.includes(categoryNo));
  const choice = choosePhase(
    sale.phases,
    {
      country: buying.country,
      scopes: buying.scopes,
      slots: await readSlots(dependencies, buying, open),
      admittedTo: await readAdmissions(dependencies, buying, open),
      categories: codes.map(({ code }) => code),
      allocationId: places.allocationId,
    },
    now,
  );
  if (choice.kind === 'NotOnSale') {
    return { kind: 'NotOnSale', reason: choice.reason, opensAt: choice.opensAt?.toISOString() ?? null };
  }
  return { kind: 'Open', phase: choice.phase, limits: limitsFor(sale.rules, choice.phase, sale.session.kind), at: now };
}

async function readSlots(dependencies: HoldDependencies, { fanId }: Buying, open: readonly PhaseRow[]) {
  const draws = open.filter(({ kind }) => kind === 'DRAW').map(({ id }) => id);
  const slots = draws.length === 0 ? [] : await selectSlotsOfFan(dependencies.database, fanId, draws);
  return new Map(slots.map(({ phaseId, opensAt, closesAt }) => [phaseId, { opensAt, closesAt }]));
}

async function readAdmissions(
  dependencies: HoldDependencies,
  { fanId, admission }: Buying,
  open: readonly PhaseRow[],
): Promise<ReadonlySet<string>> {
  if (admission === null || !open.some(({ waitingRoom }) => waitingRoom)) return new Set();
  return new Set(await dependencies.admissions.admittedTo(fanId, admission));
}
