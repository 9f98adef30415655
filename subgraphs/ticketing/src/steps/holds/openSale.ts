import type { HoldOutcome } from '../../domain/holds/holdOutcome.ts';
import { choosePhase } from '../../domain/sales/choosePhase.ts';
import { type Limits, limitsFor } from '../../domain/sales/limits.ts';
import type { Sale } from '../../memory/sales/saleDesk.ts';
import { slotsOfFan } from '../../sql/draws/draws.ts';
import type { PhaseRow } from '../../sql/sales/sales.ts';
import type { Buying, HoldRooms } from './holdRooms.ts';

/** What a fan may buy under now. */
export interface OpenSale {
  readonly kind: 'Open';
  readonly phase: PhaseRow;
  readonly limits: Limits;
}

/** Finds the phase under which a fan can buy these categories from this allocation now, or why there is none. */
export async function openSale(
  rooms: HoldRooms,
  sale: Sale,
  buying: Buying,
  wish: { readonly categoryNos: readonly number[]; readonly allocationId: number },
): Promise<OpenSale | HoldOutcome> {
  if (sale.session.state === 'CANCELLED') return { kind: 'SessionCancelled' };
  const now = rooms.clock.now();
  const open = sale.phases.filter((phase) => phase.opensAt <= now && now < phase.closesAt);
  const codes = sale.chart.categories.filter(({ categoryNo }) => wish.categoryNos.includes(categoryNo));
  const choice = choosePhase(
    sale.phases,
    {
      country: buying.country,
      scopes: buying.scopes,
      slots: await readSlots(rooms, buying, open),
      admittedTo: await readAdmissions(rooms, buying, open),
      categories: codes.map(({ code }) => code),
      allocationId: wish.allocationId,
    },
    now,
  );
  if (choice.kind === 'NotOnSale') {
    return { kind: 'NotOnSale', reason: choice.reason, opensAt: choice.opensAt?.toISOString() ?? null };
  }
  return { kind: 'Open', phase: choice.phase, limits: limitsFor(sale.rules, choice.phase, sale.session.kind) };
}

async function readSlots(rooms: HoldRooms, { fanId }: Buying, open: readonly PhaseRow[]) {
  const draws = open.filter(({ kind }) => kind === 'DRAW').map(({ id }) => id);
  const slots = draws.length === 0 ? [] : await slotsOfFan(rooms.database, fanId, draws);
  return new Map(slots.map(({ phaseId, opensAt, closesAt }) => [phaseId, { opensAt, closesAt }]));
}

async function readAdmissions(
  rooms: HoldRooms,
  { fanId, admission }: Buying,
  open: readonly PhaseRow[],
): Promise<ReadonlySet<string>> {
  if (admission === null || !open.some(({ waitingRoom }) => waitingRoom)) return new Set();
  return new Set(await rooms.admissions.admittedTo(fanId, admission));
}
