import './parents.ts';
import { auditResolvers } from './audit.ts';
import { buyingResolvers } from './buying.ts';
import { drawResolvers } from './draw.ts';
import { fanResolvers } from './fan.ts';
import { gateResolvers } from './gates.ts';
import { liveResolvers } from './live.ts';
import { moneyResolvers } from './money.ts';
import { purchaseResolvers } from './purchases.ts';
import { resaleResolvers } from './resale.ts';
import { resaleTradeResolvers } from './resaleTrade.ts';
import { returningResolvers } from './returning.ts';
import { salesResolvers } from './sales.ts';
import { seatingResolvers } from './seating.ts';
import { sessionResolvers } from './sessions.ts';
import { staffResolvers } from './staff.ts';
import { ticketResolvers } from './tickets.ts';
import { waitingRoomResolvers } from './waitingRoom.ts';
import { webhookResolvers } from './webhooks.ts';

type ResolverMap = Readonly<Record<string, object>>;

/** Resolver maps as one; a type that several rooms resolve gets the fields of all. */
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
