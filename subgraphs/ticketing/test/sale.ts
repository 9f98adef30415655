import { type Database, sql } from '@games/postgres';

/** Puts sessions on open sale now (by the clock of tests); `changes` are columns of the phase. */
export async function openSaleOf(
  database: Database,
  sessionIds: readonly number[],
  changes: { readonly code?: string; readonly packSessionsMin?: number; readonly waitingRoom?: boolean } = {},
): Promise<number> {
  const { code = 'OPEN', packSessionsMin = 1, waitingRoom = false } = changes;
  const { id } = await database.one<{ id: number }>(sql`
    insert into sales_phase (code, names, kind, opens_at, closes_at, pack_sessions_min, waiting_room)
    values (${code}, '{"en": "Open sale"}', 'FIRST_COME', '2028-01-01', '2028-07-31', ${packSessionsMin}, ${waitingRoom})
    returning id`);
  await database.run(sql`
    insert into sales_phase_session (phase_id, session_id) select ${id}, unnest(${sessionIds}::integer[])`);
  return id;
}

/** Lets the time of holds be over, as if it had passed. */
export async function expireHolds(database: Database, holdIds: readonly string[]): Promise<void> {
  const keys = holdIds.map((id) => id.replace('hld_', ''));
  await database.run(sql`update hold set expires_at = now() - interval '1 second' where id = any(${keys}::uuid[])`);
  await database.run(sql`
    update seat_occupancy set expires_at = now() - interval '1 second'
    where hold_id = any(${keys}::uuid[]) and state = 'HELD'`);
}

let keys = 0;
/** A key that no other request of this test process has. */
export const newKey = (): string => `test-key-${process.pid}-${++keys}`;

export const joinWaitingRoomMutation = /* GraphQL */ `mutation ($input: JoinWaitingRoomInput!) {
  joinWaitingRoom(input: $input) { __typename ... on WaitingRoomPlace { state admission } ... on Problem { code } }
}`;

export const holdSeatsMutation = /* GraphQL */ `mutation ($input: HoldSeatsInput!) { holdSeats(input: $input) {
  __typename
  ... on HoldPlaced { hold { id state expiresAt total { amount currency } places { category seat { id } } } }
  ... on SeatsUnavailable { code conflicts { seat state } }
  ... on TicketLimitReached { code limit cap taken }
  ... on NotOnSale { code reason opensAt }
  ... on CompanionSeatAlone { code seat }
  ... on Problem { code message }
} }`;

export const holdBestMutation = /* GraphQL */ `mutation ($input: HoldBestSeatsInput!) { holdBestSeats(input: $input) {
  __typename
  ... on HoldPlaced { hold { id places { seat { id place row } } } }
  ... on NotEnoughPlaces { free held }
  ... on Problem { code }
} }`;

export const holdAreaMutation = /* GraphQL */ `mutation ($input: HoldAreaInput!) { holdArea(input: $input) {
  __typename
  ... on HoldPlaced { hold { id places { category block { code } seat { id } } } }
  ... on NotEnoughPlaces { free held }
  ... on Problem { code }
} }`;

export const createOrderMutation = /* GraphQL */ `mutation ($input: CreateTicketOrderInput!) {
  createTicketOrder(input: $input) {
    __typename
    ... on TicketOrderCreated { order { id state total { amount } holds { id } } }
    ... on HoldNotUsable { hold fault }
    ... on PackTooSmall { sessionsMin sessions }
    ... on Problem { code }
  }
}`;

const payFields = `
  __typename
  ... on TicketOrderPaid { order { id state total { amount } tickets { id state seat { id } price { amount } } } }
  ... on TicketPaymentActionRequired { kind redirectUrl expiresAt order { state payBy holds { expiresAt } } }
  ... on TicketOrderFailed { order { state failure refunds { reason state amount { amount } } } }
  ... on Problem { code message }`;

export const payMutation = `mutation ($input: PayTicketOrderInput!) { payTicketOrder(input: $input) { ${payFields} } }`;
export const continueMutation = `mutation ($input: ContinueTicketPaymentInput!) {
  continueTicketPayment(input: $input) { ${payFields} } }`;
export const cancelMutation = /* GraphQL */ `mutation ($input: CancelTicketOrderInput!) {
  cancelTicketOrder(input: $input) { __typename ... on TicketOrderCancelled { order { state } } ... on Problem { code } } }`;
export const releaseMutation = /* GraphQL */ `mutation ($input: ReleaseHoldInput!) {
  releaseHold(input: $input) { __typename ... on HoldReleased { hold { state } } ... on Problem { code } } }`;
