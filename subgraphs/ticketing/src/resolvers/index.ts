import './parents.ts';
import { auditResolvers } from './audit/audit.ts';
import { drawResolvers } from './draws/draws.ts';
import { fanResolvers } from './fans/fans.ts';
import { gateResolvers } from './gates/gates.ts';
import { moneyResolvers } from './money.ts';
import { buyingResolvers } from './orders/buying.ts';
import { purchaseResolvers } from './orders/purchases.ts';
import { paymentIssueResolvers } from './payments/paymentIssues.ts';
import { resaleResolvers } from './resale/resale.ts';
import { resaleTradeResolvers } from './resale/resaleTrade.ts';
import { returningResolvers } from './returns/returns.ts';
import { salesResolvers } from './sales/sales.ts';
import { staffResolvers } from './sales/staff.ts';
import { seatingResolvers } from './seating/seating.ts';
import { liveResolvers } from './sessions/live.ts';
import { sessionResolvers } from './sessions/sessions.ts';
import { ticketResolvers } from './tickets/tickets.ts';
import { waitingRoomResolvers } from './waitingRoom/waitingRoom.ts';
import { webhookResolvers } from './webhooks/webhooks.ts';

type ResolverMap = Readonly<Record<string, object>>;

/** Resolver maps as one; a type that several subjects resolve gets the fields of all. */
function merge(maps: readonly ResolverMap[]): ResolverMap {
  const merged: Record<string, object> = {};
  for (const map of maps) {
    for (const [type, fields] of Object.entries(map)) merged[type] = { ...merged[type], ...fields };
  }
  return merged;
}

export const resolvers: ResolverMap = merge([
  moneyResolvers,
  seatingResolvers,
  sessionResolvers,
  salesResolvers,
  drawResolvers,
  purchaseResolvers,
  paymentIssueResolvers,
  resaleResolvers,
  resaleTradeResolvers,
  fanResolvers,
  buyingResolvers,
  returningResolvers,
  staffResolvers,
  liveResolvers,
  ticketResolvers,
  gateResolvers,
  waitingRoomResolvers,
  webhookResolvers,
  auditResolvers,
] as ResolverMap[]);
