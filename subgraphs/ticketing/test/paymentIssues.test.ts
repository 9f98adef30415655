import { sql } from '@games/postgres';
import type { Viewer } from '@games/service';
import { until } from '@games/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { auditTickets } from '../src/commands/audit/auditTickets.ts';
import { insertSessions } from '../src/sql/sessions/insertSessions.ts';
import { type BoxOffice, openBoxOffice } from './boxOffice.ts';
import { type Counter, openCounter } from './counter.ts';
import { continueMutation, openSaleOf, payMutation } from './sale.ts';
import { fan, staff, type TestService } from './service.ts';
import { draftSession, smallVenue } from './venue.ts';

const issuesQuery = /* GraphQL */ `query ($openOnly: Boolean) { paymentIssues(openOnly: $openOnly, first: 50) { nodes {
  id kind detail amount { amount } order { id } closedAt note } } }`;
const retryMutation = /* GraphQL */ `mutation ($input: ResolvePaymentIssueInput!) { retryTicketRefund(input: $input) {
  __typename ... on TicketRefundRetried { order { id } } ... on Problem { code } } }`;
const closeMutation = /* GraphQL */ `mutation ($input: ResolvePaymentIssueInput!) { closePaymentIssue(input: $input) {
  __typename ... on PaymentIssueClosed { issue { closedAt note } } ... on Problem { code } } }`;
const trailQuery = /* GraphQL */ `query ($subject: ID) { auditTrail(subject: $subject, first: 10) { nodes { actor action } } }`;

let office: BoxOffice;
let service: TestService;
let counter: Counter;
beforeAll(async () => {
  office = await openBoxOffice();
  service = office.service;
  counter = openCounter(service);
});
afterAll(() => office.close());

/** Tickets of a session so far away can be returned. */
const farAway = {
  doorsOpenAt: '2028-07-29T16:00:00-07:00',
  startsAt: '2028-07-29T18:00:00-07:00',
  endsAt: '2028-07-29T21:00:00-07:00',
};

let session: string;
let amy: Viewer;
let tests = 0;
beforeEach(async () => {
  tests += 1;
  [session, amy] = [`ISS-T${tests}`, fan(`amy-${tests}`)];
  const ids = await insertSessions(service.database, [draftSession(session, smallVenue, farAway)]);
  await openSaleOf(service.database, [...ids.values()], { code: `ISSUES-${tests}` });
});

/** What staff of the merchant or a bank does at the provider, without our service. */
async function atProvider(order: { id: string }, fields: Record<string, string>, provider = 'acquirer'): Promise<void> {
  const { payment_id: reference } = await service.database.one<{ payment_id: string }>(
    sql`select payment_id from ticket_order where id = ${order.id.slice(4)}::uuid`,
  );
  const body = new URLSearchParams({ reference, ...fields });
  const answer = await fetch(new URL(`/${provider}/console`, office.sandbox.url), { method: 'POST', body });
  expect(answer.status).toBe(200);
}

/** The issues of an order once there are so many; by default only those that are open. */
const issuesOf = (order: { id: string }, count = 1, openOnly = true) =>
  until(async () => {
    const { nodes } = (await service.ask(issuesQuery, { openOnly }, staff)).paymentIssues;
    const own = nodes.filter((issue: { order: { id: string } }) => issue.order.id === order.id);
    return own.length === count ? own : null;
  });
const resolve = async (mutation: string, issue: string, reason: string) =>
  Object.values(await service.ask(mutation, { input: { issue, reason } }, staff))[0];
const orderIn = (order: { id: string }, state: string) =>
  until(async () => {
    const now = await counter.find(order.id, amy);
    return now.state === state ? now : null;
  });
const actionsOn = async (order: { id: string }): Promise<string[]> =>
  (await service.ask(trailQuery, { subject: order.id }, staff)).auditTrail.nodes.map(
    ({ action }: { action: string }) => action,
  );

/** Nothing of what an order went through breaks a rule of money. */
async function expectBooksToAgree(): Promise<void> {
  const { invariants } = await auditTickets(service.database, { graceSeconds: 0 });
  expect(invariants.flatMap(({ offenders }) => offenders)).toEqual([]);
}

describe('money that moves without our decision', () => {
  test('as a whole refund in the provider’s console refunds the tickets, frees their places, and is seen by staff', async () => {
    const order = await counter.buy(session, [1, 2], amy);
    await atProvider(order, { action: 'refund' });
    expect(await orderIn(order, 'REFUNDED')).toMatchObject({
      refunded: { amount: '200.00' },
      refunds: [{ reason: 'UNREQUESTED_REFUND', state: 'DONE', amount: { amount: '200.00' } }],
      tickets: [{ state: 'REFUNDED' }, { state: 'REFUNDED' }],
    });
    expect((await counter.hold(session, [1], fan(`bob-${tests}`))).__typename).toBe('HoldPlaced');
    const [issue] = await issuesOf(order);
    expect(issue).toMatchObject({ kind: 'UNREQUESTED_REFUND', amount: { amount: '200.00' } });
    expect(await actionsOn(order)).toContain('payment.refunded_elsewhere');
    expect(await resolve(closeMutation, issue.id, 'A mistake of the box office')).toMatchObject({
      issue: { note: 'A mistake of the box office' },
    });
    expect(await resolve(closeMutation, issue.id, 'Once more')).toMatchObject({ code: 'PAYMENT_ISSUE_NOT_OPEN' });
    await issuesOf(order, 0);
    await expectBooksToAgree();
  });

  test('as a part leaves the tickets, and lowers what a return refunds', async () => {
    const order = await counter.buy(session, [1, 2], amy);
    await atProvider(order, { action: 'refund', amountMinor: '15000' });
    await issuesOf(order);
    expect(await counter.find(order.id, amy)).toMatchObject({
      state: 'PAID',
      refunded: { amount: '150.00' },
      tickets: [{ state: 'VALID' }, { state: 'VALID' }],
    });
    await expectBooksToAgree();
    await counter.returnTickets(
      order.tickets.map(({ id }: { id: string }) => id),
      amy,
    );
    expect(await counter.refunded(order.id, amy, 2)).toMatchObject({
      state: 'REFUNDED',
      refunds: [{ reason: 'UNREQUESTED_REFUND' }, { reason: 'FAN_REQUEST', amount: { amount: '50.00' } }],
    });
    await expectBooksToAgree();
  });

  test('as a chargeback refunds the tickets; a dispute that is won is told to staff', async () => {
    const order = await counter.buy(session, [1], amy);
    await atProvider(order, { action: 'chargeback' });
    expect(await orderIn(order, 'REFUNDED')).toMatchObject({
      refunds: [{ reason: 'CHARGEBACK' }],
      tickets: [{ state: 'REFUNDED' }],
    });
    await atProvider(order, { action: 'win' });
    const kinds = (await issuesOf(order, 2)).map(({ kind }: { kind: string }) => kind);
    expect(kinds.toSorted()).toEqual(['CHARGEBACK', 'CHARGEBACK_REVERSED']);
    await expectBooksToAgree();
  });

  test('before we hear of the payment issues no tickets', async () => {
    const rule = { match: { amountMinor: '10000', currency: 'USD' }, faults: { copies: 0 }, times: 1 };
    await office.sandbox.addFaultRule(rule);
    const order = await counter.order(session, [1], amy);
    const input = {
      order: order.id,
      method: 'ALIPAY',
      returnUrl: 'https://shop.example/',
      idempotencyKey: `pay-${order.id}`,
    };
    const asked = (await service.ask(payMutation, { input }, amy)).payTicketOrder;
    await office.sandbox.decide(asked.redirectUrl, 'pay');
    await atProvider(order, {}, 'alipay');
    await service.ask(continueMutation, { input: { order: order.id } }, amy);
    expect(await orderIn(order, 'REFUNDED')).toMatchObject({ failure: 'PAYMENT_REVERSED', tickets: [] });
    expect((await counter.hold(session, [1], fan(`bob-${tests}`))).__typename).toBe('HoldPlaced');
    await expectBooksToAgree();
  });
});

describe('a refund that the provider refuses', () => {
  async function refused() {
    const order = await counter.order(session, [1], amy);
    const paid = (await counter.pay(order.id, amy, 'tok_visa_refund_fails')).order;
    await counter.returnTickets([paid.tickets[0].id], amy);
    const [issue] = await issuesOf(order);
    expect(issue).toMatchObject({ kind: 'REFUND_REFUSED', amount: { amount: '100.00' }, detail: 'FAN_REQUEST' });
    return { order, issue };
  }

  test('is tried again by staff, and arrives', async () => {
    const { order, issue } = await refused();
    await atProvider(order, { action: 'accept-refunds' });
    expect(await resolve(retryMutation, issue.id, 'The acquirer was asked')).toMatchObject({ order: { id: order.id } });
    expect(await counter.refunded(order.id, amy)).toMatchObject({ state: 'REFUNDED', refunds: [{ state: 'DONE' }] });
    await issuesOf(order, 0, false);
    expect(await resolve(retryMutation, issue.id, 'Once more')).toMatchObject({ code: 'PAYMENT_ISSUE_NOT_FOUND' });
    expect(await actionsOn(order)).toContain('refund.retried');
    await expectBooksToAgree();
  });

  test('is closed by staff with a note, and is not sent any more', async () => {
    const { order, issue } = await refused();
    expect(await resolve(closeMutation, issue.id, 'Paid by bank transfer')).toMatchObject({
      __typename: 'PaymentIssueClosed',
    });
    expect(await counter.find(order.id, amy)).toMatchObject({ state: 'REFUNDED', refunds: [{ state: 'CLOSED' }] });
    expect(await resolve(retryMutation, issue.id, 'After all')).toMatchObject({ code: 'PAYMENT_ISSUE_NOT_OPEN' });
    expect(await actionsOn(order)).toContain('payment_issue.closed');
    await expectBooksToAgree();
  });

  test('is seen and changed by staff alone', async () => {
    const input = { issue: 'pis_00000000-0000-4000-8000-000000000000', reason: 'curious' };
    expect(await service.codeOf(issuesQuery, {}, amy)).toBe('FORBIDDEN');
    expect(await service.codeOf(retryMutation, { input }, amy)).toBe('FORBIDDEN');
    expect(await service.codeOf(closeMutation, { input }, amy)).toBe('FORBIDDEN');
    expect(await resolve(closeMutation, input.issue, 'nothing')).toMatchObject({ code: 'PAYMENT_ISSUE_NOT_FOUND' });
  });
});
