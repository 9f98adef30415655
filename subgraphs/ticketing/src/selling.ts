/** Selling without HTTP and GraphQL, as the benchmarks drive it. */

export { holdBestSeats } from './commands/holds/holdBestSeats.ts';
export type { Buying } from './commands/holds/holdDependencies.ts';
export { holdSeats } from './commands/holds/holdSeats.ts';
export { createOrder } from './commands/orders/createOrder.ts';
export { payOrder } from './commands/payments/payOrder.ts';
export { createSelling, type Selling } from './createSelling.ts';
export { numberPlan } from './domain/seating/numberPlan.ts';
export type { PlanDraft } from './domain/seating/planDraft.ts';
export { createTokenSigner } from './domain/waitingRoom/signedTokens.ts';
export type { TakenSeats } from './http/seating/seatColours.ts';
export { readTakenSeats } from './http/seating/takenSeats.ts';
export type { Sale } from './memory/sales/saleCache.ts';
export { createChartCache } from './memory/seating/chartCache.ts';
export { closedWaitingRoom } from './memory/waitingRoom/admissions.ts';
export { createInProcessQueue } from './memory/waitingRoom/inProcessQueue.ts';
export { createRedisQueue } from './memory/waitingRoom/redisQueue.ts';
export { createWaitingRooms, type WaitingRooms } from './memory/waitingRoom/waitingRooms.ts';
export { insertPlans } from './sql/seating/insertPlans.ts';
export { insertSessions } from './sql/sessions/insertSessions.ts';
