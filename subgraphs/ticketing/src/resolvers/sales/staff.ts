import type { Resolvers, SetSalesPhaseInput, SetSalesRulesInput } from '@games/schema/generated/ticketing.ts';
import { decodeId } from '@games/subgraph';
import { requireStaff } from '../../access.ts';
import { refundByStaff } from '../../commands/payments/refundByStaff.ts';
import { allocateBlock } from '../../commands/sales/allocateBlock.ts';
import { blockSeats, unblockSeats } from '../../commands/sales/blockSeats.ts';
import { setSalesRules } from '../../commands/sales/setSalesRules.ts';
import { storeSalesPhase } from '../../commands/sales/storeSalesPhase.ts';
import { cancelSession } from '../../commands/sessions/cancelSession.ts';
import type { TicketingContext } from '../../context.ts';
import { decodeSeatIds } from '../../domain/seating/seatId.ts';
import type { PhaseRow, SalesRulesRow } from '../../sql/sales/sales.ts';
import type { PhaseToStore, RulesToSet } from '../../sql/sales/salesChanges.ts';
import type { TakenSeatRow } from '../../sql/sessions/availability.ts';
import type { SessionRow } from '../../sql/sessions/sessions.ts';
import { problem } from '../problem.ts';
import { ticketsNow } from '../returns/returns.ts';
import { trimmedText } from '../trimmedText.ts';

const reasonMax = 500;
const nameMax = 200;

const sessionNotFound = () => problem('TicketedSessionNotFound', 'SESSION_NOT_FOUND', 'There is no such session.');
const findSession = ({ loaders }: TicketingContext, id: string): Promise<SessionRow | null> =>
  loaders.sessionByCode.load(decodeId(id, 'tse'));
const rulesNow = async ({ loaders }: TicketingContext): Promise<SalesRulesRow> =>
  (await loaders.rules.clear('rules').load('rules')) as SalesRulesRow;

export const staffResolvers: Resolvers = {
  Query: {
    salesRules: (_root, _args, context) => rulesNow(context),
  },
  SalesRules: {
    resaleSellerFeeBasisPoints: ({ resaleSellerFeeBp }) => resaleSellerFeeBp,
    resaleBuyerFeeBasisPoints: ({ resaleBuyerFeeBp }) => resaleBuyerFeeBp,
  },
  Mutation: {
    cancelTicketedSession: async (_root, { input }, context) => {
      const staffId = requireStaff(context.viewer);
      const code = decodeId(input.session, 'tse');
      const reason = trimmedText(input.reason, 'A reason', 1, reasonMax);
      if (!(await cancelSession(context.database, staffId, code, reason))) return sessionNotFound();
      const session = (await context.loaders.sessionByCode.load(code)) as SessionRow;
      return { __typename: 'TicketedSessionCancelled', session };
    },
    refundTicketsByStaff: async (_root, { input }, context) => {
      const staffId = requireStaff(context.viewer);
      const ids = input.tickets.map((id) => decodeId(id, 'tkt'));
      const reason = trimmedText(input.reason, 'A reason', 1, reasonMax);
      const refunded = await refundByStaff(context.database, staffId, ids, reason);
      return { __typename: 'TicketsRefunded', tickets: await ticketsNow(context, refunded) };
    },
    blockSeats: async (_root, { input }, context) => {
      const staffId = requireStaff(context.viewer);
      const session = await findSession(context, input.session);
      if (session === null) return sessionNotFound();
      const { planCode } = session;
      const seatNos = decodeSeatIds(input.seats, planCode);
      const reason = trimmedText(input.reason, 'A reason', 1, reasonMax);
      const { count, conflicts } = await blockSeats(context.database, { staffId, session, seatNos, reason });
      const taken = conflicts.map((seat): TakenSeatRow => ({ ...seat, planCode }));
      return { __typename: 'SeatsBlocked', count, conflicts: taken };
    },
    unblockSeats: async (_root, { input }, context) => {
      const staffId = requireStaff(context.viewer);
      const session = await findSession(context, input.session);
      if (session === null) return sessionNotFound();
      const seatNos = decodeSeatIds(input.seats, session.planCode);
      const count = await unblockSeats(context.database, { staffId, session, seatNos });
      return { __typename: 'SeatsUnblocked', count };
    },
    allocateBlock: async (_root, { input }, context) => {
      const staffId = requireStaff(context.viewer);
      const session = await findSession(context, input.session);
      if (session === null) return sessionNotFound();
      const request = { blockCode: input.block, allocationCode: input.allocation };
      const { kind } = await allocateBlock(context.database, staffId, session, request);
      switch (kind) {
        case 'Allocated':
          return { __typename: 'BlockAllocated', session };
        case 'NotEmpty':
          return problem('BlockNotEmpty', 'BLOCK_NOT_EMPTY', 'Something of this block is held, sold or blocked.');
        case 'BlockNotFound':
          return problem('BlockNotFound', 'BLOCK_NOT_FOUND', "The session's plan has no such block.");
        case 'AllocationNotFound':
          return problem('AllocationNotFound', 'ALLOCATION_NOT_FOUND', 'There is no such allocation.');
      }
    },
    setSalesPhase: async (_root, { input }, context) => {
      const phase = await phaseOf(input, context);
      return '__typename' in phase ? phase : { __typename: 'SalesPhaseSet', phase };
    },
    storeSalesPhase: async (_root, { input }, context) => {
      const phase = await phaseOf(input, context);
      return '__typename' in phase ? phase : { __typename: 'SalesPhaseStored', phase };
    },
    setSalesRules: async (_root, { input }, context) => {
      if (!(await setSalesRules(context.database, requireStaff(context.viewer), toRules(input)))) {
        return problem('SalesRulesRefused', 'SALES_RULES_REFUSED', 'One of these rules is out of its bounds.');
      }
      return { __typename: 'SalesRulesSet', rules: await rulesNow(context) };
    },
  },
};

async function phaseOf(input: SetSalesPhaseInput, context: TicketingContext) {
  const staffId = requireStaff(context.viewer);
  const outcome = await storeSalesPhase(context.database, staffId, toPhase(input), {
    allocationCode: input.allocation ?? 'PUBLIC',
    sessionCodes: input.sessions.map((id) => decodeId(id, 'tse')),
  });
  if (outcome.kind === 'Refused') return problem('SalesPhaseRefused', 'SALES_PHASE_REFUSED', outcome.message);
  return (await context.loaders.phase.load(outcome.phaseId)) as PhaseRow;
}

const usualHours = 48;

function toPhase(input: SetSalesPhaseInput): PhaseToStore {
  const isDraw = input.kind === 'DRAW';
  return {
    code: input.code,
    name: trimmedText(input.name, 'A name', 1, nameMax),
    kind: input.kind,
    opensAt: input.opensAt,
    closesAt: input.closesAt,
    registrationOpensAt: input.registrationOpensAt ?? null,
    registrationClosesAt: input.registrationClosesAt ?? null,
    slotHours: input.slotHours ?? (isDraw ? usualHours : null),
    noticeHours: input.noticeHours ?? (isDraw ? usualHours : null),
    slotSize: input.slotSize ?? null,
    countries: input.countries ?? null,
    packSessionsMin: input.packSessionsMin ?? 1,
    accountCap: input.accountCap ?? null,
    sessionCap: input.sessionCap ?? null,
    categories: input.categories ?? null,
    waitingRoom: input.waitingRoom ?? false,
  };
}

function toRules(input: SetSalesRulesInput): RulesToSet {
  return {
    accountCap: input.accountCap ?? undefined,
    sessionCap: input.sessionCap ?? undefined,
    ceremonyCap: input.ceremonyCap ?? undefined,
    holdSeconds: input.holdSeconds ?? undefined,
    paymentSeconds: input.paymentSeconds ?? undefined,
    returnHours: input.returnHours,
    resaleSellerFeeBp: input.resaleSellerFeeBasisPoints ?? undefined,
    resaleBuyerFeeBp: input.resaleBuyerFeeBasisPoints ?? undefined,
  };
}
