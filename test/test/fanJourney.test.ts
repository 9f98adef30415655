import { join } from 'node:path';
import { createDevelopmentIssuer, type DevelopmentViewer } from '@games/gateway';
import { until } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { notifyInAlipaysName } from '../src/alipayNotice.ts';
import { ask, type Credentials } from '../src/ask.ts';
import { enterCard, openPage } from '../src/browser.ts';
import { type RunningCommand, runGames, startGames } from '../src/games.ts';
import { newPhone, type Phone, type ShownTicket } from '../src/phone.ts';
import { freePorts, type RunningStack, runStart, type Stack } from '../src/stack.ts';
import { overEvents } from '../src/subscribe.ts';
import { layWire, type Wire } from '../src/wire.ts';

/**
 * A fan's journey through ticketing, from the queue to the gate and to resale, on what `npm start` starts. The chapters
 * follow each other and build on each other. docs/fan-journey.md tells the same story with the answers in full.
 *
 * Ann buys two tickets for a final, gives one to Ben and sells the other to Chloe. Eve tries to get in without any.
 */

/** On the day of the session its tickets are active; it goes on sale late, and only through the waiting room. */
const gamesNow = '2028-07-24T12:00:00-07:00';
const phase = 'LATE-RELEASE';
const sessionCode = 'SWI-T04';
const session = `tse_${sessionCode}`;
const venue = 'AQC';

let stack: Stack;
let games: RunningStack;
let sandboxUrl: string;
let ann: Person;
let ben: Person;
let chloe: Person;
let eve: Person;
let staff: Person;

beforeAll(async () => {
  const port = await freePorts();
  stack = runStart(['--scale', 'small', '--port', String(port)], { env: { GAMES_NOW: gamesNow } });
  games = await stack.ready;
  sandboxUrl = `http://127.0.0.1:${port + 6}`;
  ann = await login({ kind: 'fan', subject: 'ann', country: 'FR' });
  ben = await login({ kind: 'fan', subject: 'ben', country: 'DE' });
  chloe = await login({ kind: 'fan', subject: 'chloe', country: 'CN' });
  eve = await login({ kind: 'fan', subject: 'eve', country: 'US' });
  staff = await login({ kind: 'staff', subject: 'sam', scopes: ['staff:ticketing'] });
});
afterAll(() => stack.remove());

describe('the fan journey', () => {
  // What one chapter hands on to the next.
  let annsAdmission: string;
  let category: string;
  let hold: Hold;
  let order: string;
  let tickets: readonly string[];
  let annsPhone: ShownTicket;

  test('begins in the waiting room, where a place survives a reload and a second tab, and belongs to one account', async () => {
    await staff.does(setWaitingRoom, { phase, paused: true });
    const place = await ann.does(joinWaitingRoom, { phase });
    expect(place).toMatchObject({ __typename: 'WaitingRoomPlace', state: 'WAITING', ahead: 0, admission: null });
    const bensPlace = await ben.does(joinWaitingRoom, { phase });
    expect(bensPlace).toMatchObject({ state: 'WAITING', ahead: 1 });

    const { position } = place;
    const secondTab = await ann.does(joinWaitingRoom, { phase });
    const afterReload = await ann.does(joinWaitingRoom, { phase, position });
    const askedNowAndThen = await ann.asks(waitingRoomPlace, { position });
    for (const same of [secondTab, afterReload, askedNowAndThen]) expect(same).toEqual(place);

    const refused = { __typename: 'WaitingRoomPositionRefused', code: 'WAITING_ROOM_POSITION_REFUSED' };
    expect(await ann.does(joinWaitingRoom, { phase, position: tamper(position) })).toEqual(refused);
    expect(await eve.does(joinWaitingRoom, { phase, position })).toEqual(refused);
    expect(await eve.asks(waitingRoomPlace, { position })).toEqual(refused);

    const annSees = overEvents(ann.watching(waitingRoomPlaceLive, { position }));
    const benSees = overEvents(ben.watching(waitingRoomPlaceLive, { position: bensPlace.position }));
    await until('both see where they stand', () => annSees.events.length > 0 && benSees.events.length > 0);
    expect(benSees.events[0].data.waitingRoomPlace).toMatchObject({ state: 'WAITING', ahead: 1 });
    await staff.does(setWaitingRoom, { phase, paused: false });
    await until('it is their turn', () => annSees.isComplete() && benSees.isComplete());
    const admitted = annSees.events.at(-1).data.waitingRoomPlace;
    expect(admitted).toMatchObject({ state: 'ADMITTED', ahead: null, admission: expect.any(String) });
    expect(benSees.events.at(-1).data.waitingRoomPlace).toMatchObject({ state: 'ADMITTED' });
    annsAdmission = admitted.admission;
  });

  test('goes on to two seats next to each other, which nobody else gets', async () => {
    const { priceCategories } = await ann.asks(whatIsLeft, { session });
    category = priceCategories.find(({ availability }: Left) => availability.free >= 20).code;
    const criteria = { session, category, quantity: 2, idempotencyKey: 'two-seats-for-ann' };

    const withoutAdmission = { __typename: 'NotOnSale', code: 'NOT_ON_SALE', reason: 'ADMISSION_REQUIRED' };
    expect(await ann.does(holdBestSeats, criteria)).toMatchObject(withoutAdmission);
    // Somebody else's admission is worth as much as none.
    const stolen = { ...criteria, admission: annsAdmission };
    expect(await eve.does(holdBestSeats, stolen)).toMatchObject(withoutAdmission);

    const criteriaOfAnn = { ...criteria, admission: annsAdmission, idempotencyKey: 'two-seats-for-ann-2' };
    const held = await ann.does(holdBestSeats, criteriaOfAnn);
    expect(held).toMatchObject({ __typename: 'HoldPlaced', hold: { state: 'HELD' } });
    hold = held.hold;
    const [left, right] = hold.places.map(({ seat }) => seat);
    expect([right?.row, right?.place]).toEqual([left?.row, (left?.place ?? 0) + 1]);
    // Sent again, as after a lost answer, it is the same hold.
    expect(await ann.does(holdBestSeats, criteriaOfAnn)).toEqual(held);

    const admission = (await ben.does(joinWaitingRoom, { phase })).admission;
    const sameSeats = { session, seats: [left?.id, right?.id], admission, idempotencyKey: 'the-same-for-ben' };
    expect(await ben.does(holdSeats, sameSeats)).toMatchObject({
      __typename: 'SeatsUnavailable',
      code: 'SEATS_UNAVAILABLE',
      conflicts: [
        { seat: left?.id, state: 'HELD' },
        { seat: right?.id, state: 'HELD' },
      ],
    });
    expect(await ben.belongings()).toEqual(nothing);
  });

  test('makes an order of the hold, which nobody else can touch', async () => {
    await ann.losesNothing(async () => {
      expect(await eve.asks(holdById, { id: hold.id })).toBeNull();
      expect(await eve.does(releaseHold, { hold: hold.id })).toMatchObject({ code: 'HOLD_NOT_FOUND' });
      const foreign = { holds: [hold.id], idempotencyKey: 'an-order-of-anns-hold' };
      expect(await eve.does(createTicketOrder, foreign)).toMatchObject({ code: 'HOLD_NOT_USABLE', fault: 'UNKNOWN' });
    });

    const made = await ann.does(createTicketOrder, { holds: [hold.id], idempotencyKey: 'anns-order' });
    expect(made).toMatchObject({ __typename: 'TicketOrderCreated', order: { state: 'AWAITING_PAYMENT' } });
    expect(made.order.total).toEqual(hold.total);
    order = made.order.id;

    await ann.losesNothing(async () => {
      expect(await eve.asks(orderById, { id: order })).toBeNull();
      const means = { method: 'VISA', cardToken: await enterCard(sandboxUrl, '4111 1111 1111 1111'), returnUrl };
      const foreign = { order, ...means, idempotencyKey: 'eve-pays-anns-order' };
      expect(await eve.does(payTicketOrder, foreign)).toMatchObject({ code: 'ORDER_NOT_FOUND' });
      expect(await eve.does(continueTicketPayment, { order })).toMatchObject({ code: 'ORDER_NOT_FOUND' });
      expect(await eve.does(cancelTicketOrder, { order })).toMatchObject({ code: 'ORDER_NOT_FOUND' });
    });
  });

  test('pays with a Visa card that the bank wants confirmed (3-D Secure), after one that it declines', async () => {
    const declined = await enterCard(sandboxUrl, '4000 0000 0000 0002');
    const first = { order, method: 'VISA', cardToken: declined, returnUrl, idempotencyKey: 'anns-first-card' };
    expect(await ann.does(payTicketOrder, first)).toMatchObject({
      __typename: 'TicketPaymentDeclined',
      code: 'DECLINED',
      order: { state: 'AWAITING_PAYMENT' },
    });

    const challenged = await enterCard(sandboxUrl, '4000 0000 0000 3220');
    const second = { order, method: 'VISA', cardToken: challenged, returnUrl, idempotencyKey: 'anns-second-card' };
    const action = await ann.does(payTicketOrder, second);
    expect(action).toMatchObject({ __typename: 'TicketPaymentActionRequired', kind: 'REDIRECT' });
    // Coming back without having been at the bank changes nothing.
    expect(await ann.does(continueTicketPayment, { order })).toMatchObject({ code: 'PAYMENT_PENDING' });

    const bank = await openPage(action.redirectUrl);
    expect([bank.heading, bank.buttons]).toEqual(['Confirm your payment', ['Confirm', 'Refuse']]);
    expect(await bank.press('Confirm')).toBe(returnUrl);

    const paid = await ann.does(continueTicketPayment, { order });
    expect(paid).toMatchObject({ __typename: 'TicketOrderPaid', order: { state: 'PAID' } });
    expect(paid.order.tickets.map(({ seat }: Seated) => seat.id)).toEqual(hold.places.map(({ seat }) => seat.id));
    // Sent again it pays nothing twice.
    expect(await ann.does(payTicketOrder, second)).toEqual(paid);
    tickets = paid.order.tickets.map(({ id }: { id: string }) => id);

    const taken = {
      session,
      seats: [hold.places[0]?.seat.id],
      admission: (await ben.does(joinWaitingRoom, { phase })).admission,
    };
    expect(await ben.does(holdSeats, { ...taken, idempotencyKey: 'too-late-for-ben' })).toMatchObject({
      conflicts: [{ state: 'SOLD' }],
    });
  });

  test('has the tickets on a phone, on paper and in wallets, one of these at a time', async () => {
    const [first, second] = tickets as [string, string];
    const phone = newPhone();
    await ann.losesNothing(async () => {
      const input = { ticket: first, deviceKey: phone.deviceKey, deviceName: "Eve's phone" };
      expect(await eve.does(activateTicket, input)).toMatchObject({ code: 'TICKET_NOT_FOUND' });
      expect(await eve.does(printTicket, { ticket: first })).toMatchObject({ code: 'TICKET_NOT_FOUND' });
      expect(await eve.asks(ticketById, { id: first })).toBeNull();
    });
    annsPhone = await takeOnPhone(ann, first, phone);
    expect(annsPhone()).toMatch(/^GG1:\d{8}[0-9A-Z $%*+\-./:]+$/);
    expect(annsPhone(1).slice(0, 12)).not.toBe(annsPhone().slice(0, 12));

    const printed = await ann.does(printTicket, { ticket: second });
    expect(await download(printed.pdfPath)).toMatch(/^%PDF-/);
    expect(await download(printed.pngPath)).toMatch(/^\x89PNG/);
    expect(await download(printed.svgPath)).toMatch(/<svg/);
    expect(await download(printed.passPath)).toMatch(/^PK/);
    const wallet = await ann.does(addTicketToGoogleWallet, { ticket: second });
    expect(wallet.object.rotatingBarcode.totpDetails).toMatchObject({
      periodMillis: '15000',
      algorithm: 'TOTP_SHA1',
    });
    // The paper was worth something until the ticket moved into the wallet.
    expect((await fetch(new URL(printed.pdfPath, games.gatewayUrl))).status).toBe(404);
  });

  test('gives a ticket to a friend, who has to accept it; until then it can be withdrawn', async () => {
    const [ticket] = tickets as [string];
    const offered = await ann.does(offerTicketTransfer, { ticket, recipient: ben.id });
    expect(offered).toMatchObject({ __typename: 'TicketTransferOffered', transfer: { state: 'OFFERED' } });
    const { id: transfer } = offered.transfer;
    expect(await ben.asks(incomingTransfers)).toMatchObject({ incomingTransfers: [{ id: transfer }] });
    await ann.losesNothing(async () => {
      const notFound = { code: 'TICKET_TRANSFER_NOT_FOUND' };
      expect(await eve.does(acceptTicketTransfer, { transfer })).toMatchObject(notFound);
      expect(await eve.does(cancelTicketTransfer, { transfer })).toMatchObject(notFound);
    });
    expect(await ann.does(cancelTicketTransfer, { transfer })).toMatchObject({ transfer: { state: 'CANCELLED' } });
    expect(await ben.does(acceptTicketTransfer, { transfer })).toMatchObject({
      __typename: 'TicketTransferClosed',
      state: 'CANCELLED',
    });

    const again = await ann.does(offerTicketTransfer, { ticket });
    const accepted = await ben.does(acceptTicketTransfer, { claimCode: again.transfer.claimCode });
    expect(accepted).toMatchObject({ __typename: 'TicketTransferAccepted', ticket: { id: ticket, version: 2 } });
    expect((await ann.belongings()).tickets.map(({ id }) => id)).toEqual([tickets[1]]);
    expect(await ann.asks(ticketById, { id: ticket })).toBeNull();
  });

  test('ends at the gate, which lets each ticket in once, also without a network', async () => {
    const [ticket] = tickets as [string];
    const bensPhone = await takeOnPhone(ben, ticket);
    const gate = await enrolGate();
    expect(await gate.scans(annsPhone())).toMatch(/^REFUSED TRANSFERRED:/);
    expect(await gate.scans(bensPhone(10))).toMatch(/^REFUSED STALE_CODE:/);
    expect(await gate.scans('GG1:12345678NONSENSE')).toMatch(/^REFUSED MALFORMED:/);
    expect(await gate.scans(bensPhone())).toBe('ADMITTED');
    expect(await gate.scans(bensPhone())).toMatch(/^REFUSED ALREADY_IN:/);
    expect(await ben.asks(ticketById, { id: ticket })).toMatchObject({ checkInStatus: 'INSIDE' });

    gate.wire.cut();
    expect(await gate.scans(`EXIT ${bensPhone()}`)).toBe('ADMITTED (offline)');
    expect(await gate.scans(annsPhone())).toMatch(/^REFUSED TRANSFERRED \(offline\):/);
    expect(await gate.scans(bensPhone())).toBe('ADMITTED (offline)');
    gate.wire.repair();
    expect(await gate.closes()).toBe('reported 3 scans to the service');
    const { attendance } = await staff.asks(attendanceOf, { session });
    expect(attendance).toEqual({ inside: 1, entered: 1, openConflicts: 0 });

    // Switched on again, with codes that have been waiting for it.
    const again = startGames(stack.folder, ['gate', sessionCode]);
    again.write(`EXIT ${bensPhone()}`);
    again.endInput();
    expect((await again.ended).stdout).toMatch(/\nADMITTED\n$/);
    expect(await ben.asks(ticketById, { id: ticket })).toMatchObject({ checkInStatus: 'LEFT' });
    await gate.wire.close();
  });

  test('or sells a ticket on at its face value; the buyer pays with Alipay', async () => {
    const ticket = tickets[1] as string;
    await ann.losesNothing(async () => {
      expect(await eve.does(listTicketForResale, { ticket })).toMatchObject({ code: 'TICKET_NOT_FOUND' });
    });
    const { listing } = await ann.does(listTicketForResale, { ticket });
    expect(listing).toMatchObject({ state: 'LISTED', face: hold.places[1]?.price });
    expect(percentOf(listing.face, listing.buyerFee)).toBe(10);
    expect(percentOf(listing.face, listing.sellerFee)).toBe(5);
    expect(await ann.does(orderResaleTicket, { listing: listing.id, idempotencyKey: 'anns-own-ticket' })).toMatchObject(
      {
        code: 'OWN_RESALE_LISTING',
      },
    );

    const offers = await chloe.asks(resaleListings, { session });
    expect(offers.nodes).toMatchObject([{ id: listing.id, buyerTotal: listing.buyerTotal, sellerProceeds: null }]);
    const made = await chloe.does(orderResaleTicket, { listing: listing.id, idempotencyKey: 'a-ticket-for-chloe' });
    expect(made.order.total).toEqual(listing.buyerTotal);
    expect(
      await eve.does(orderResaleTicket, { listing: listing.id, idempotencyKey: 'a-ticket-for-eve' }),
    ).toMatchObject({
      code: 'RESALE_LISTING_TAKEN',
      isSold: false,
    });

    const bought = made.order.id;
    const means = { order: bought, method: 'ALIPAY', returnUrl, idempotencyKey: 'chloe-pays' };
    const action = await chloe.does(payTicketOrder, means);
    expect(action).toMatchObject({ __typename: 'TicketPaymentActionRequired', kind: 'REDIRECT' });
    await chloe.losesNothing(async () => {
      expect(await notifyOfPayment(action.redirectUrl, { trans_currency: 'JPY' })).toBe('failure');
      expect(await notifyOfPayment(action.redirectUrl, { total_amount: '0.01' })).toBe('failure');
      expect(await notifyOfPayment(action.redirectUrl, { sign: 'forged' })).toBe('failure');
    });
    const alipay = await openPage(action.redirectUrl);
    expect(await alipay.press(alipay.buttons[0] as string)).toContain(returnUrl);
    // Alipay tells the service by itself, whether the browser comes back or not.
    await until('the order is paid', async () => (await chloe.asks(orderById, { id: bought })).state === 'PAID');

    expect((await chloe.belongings()).tickets).toMatchObject([{ id: ticket, version: 2, state: 'VALID' }]);
    const annsEnd = await ann.asks(myResale);
    expect(annsEnd.tickets.nodes).toEqual([]);
    expect(annsEnd.resaleListings.nodes).toMatchObject([{ state: 'SOLD', sellerProceeds: listing.sellerProceeds }]);
  });

  test('is closed to who has no valid token, and leaves the books in order', async () => {
    const expired = await login({ kind: 'fan', subject: 'ann', country: 'FR' }, -3_600);
    const nobody: Credentials = { token: `${ann.credentials.token}x` };
    const join = { input: { phase } };
    const codeFor = async (credentials: Credentials) =>
      (await ask(games.gatewayUrl, joinWaitingRoom, join, credentials)).errors?.[0]?.extensions.code;
    expect(await codeFor(expired.credentials)).toBe('TOKEN_EXPIRED');
    expect(await codeFor(nobody)).toBe('UNAUTHENTICATED');
    expect(await codeFor({ key: games.partnerKey })).toMatch(/UNAUTHENTICATED|FORBIDDEN/);
    expect(await eve.belongings()).toEqual(nothing);
    // On one's own machine the command line gives tokens.
    const token = (await runGames(stack.folder, ['token', 'chloe', '--country', 'CN'])).stdout.trim();
    expect((await ask(games.gatewayUrl, '{ me { id } }', {}, { token })).data).toEqual({ me: { id: chloe.id } });

    const audit = await runGames(stack.folder, ['tickets', 'audit', '--json']);
    expect([audit.code, JSON.parse(audit.stdout).holds]).toEqual([0, true]);
    const { holds, invariants } = await staff.asks(ticketsAudit);
    expect([holds, invariants.filter((one: { holds: boolean }) => !one.holds)]).toEqual([true, []]);
  });
});

/** The shop's page to which the bank and Alipay send the browser back. */
const returnUrl = 'https://tickets.example/back';

/** Somebody who talks to the gateway. */
interface Person {
  /** Global id of a fan. */
  readonly id: string;
  readonly credentials: Credentials;
  // biome-ignore-start lint/suspicious/noExplicitAny: a test reads data of any shape
  /** Carries out a mutation; returns its outcome. */
  does(mutation: string, input: object): Promise<any>;
  /** Asks a query; returns what its one root field gives. */
  asks(query: string, variables?: Readonly<Record<string, unknown>>): Promise<any>;
  // biome-ignore-end lint/suspicious/noExplicitAny: a test reads data of any shape
  /** What a subscription needs. */
  watching(query: string, variables: Readonly<Record<string, unknown>>): Parameters<typeof overEvents>[0];
  /** All that a fan has. */
  belongings(): Promise<Belongings>;
  /** Lets others try something, and makes sure that this fan has everything afterwards, unchanged. */
  losesNothing(attempts: () => Promise<void>): Promise<void>;
}

interface Belongings {
  readonly holds: readonly { readonly id: string }[];
  readonly orders: readonly { readonly id: string }[];
  readonly tickets: readonly { readonly id: string }[];
}
const nothing: Belongings = { holds: [], orders: [], tickets: [] };

interface Seated {
  readonly seat: { readonly id: string; readonly row: string; readonly place: number };
}
interface Money {
  readonly amount: string;
  readonly currency: string;
}
interface Hold {
  readonly id: string;
  readonly total: Money;
  readonly places: readonly (Seated & { readonly price: Money })[];
}
interface Left {
  readonly code: string;
  readonly availability: { readonly free: number };
}

/** Gives somebody a token, as the Games' login would; `lifetimeSeconds` from now. */
async function login(viewer: DevelopmentViewer, lifetimeSeconds?: number): Promise<Person> {
  const issuer = await createDevelopmentIssuer(join(stack.folder, 'issuer'));
  const credentials = { token: await issuer.issue(viewer, lifetimeSeconds) };
  const asks: Person['asks'] = async (query, variables = {}) => {
    const { data, errors } = await ask(games.gatewayUrl, query, variables, credentials);
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data)[0];
  };
  const belongings = async (): Promise<Belongings> => {
    const { holds, ticketOrders, tickets } = await asks(myBelongings);
    return { holds, orders: ticketOrders.nodes, tickets: tickets.nodes };
  };
  return {
    id: `fan_${viewer.subject}`,
    credentials,
    asks,
    does: (mutation, input) => asks(mutation, { input }),
    watching: (query, variables) => ({ url: games.gatewayUrl, query, variables, credentials }),
    belongings,
    losesNothing: async (attempts) => {
      const before = await belongings();
      await attempts();
      expect(await belongings()).toEqual(before);
    },
  };
}

/** Puts a ticket on a fan's phone. */
async function takeOnPhone(fan: Person, ticket: string, phone: Phone = newPhone()): Promise<ShownTicket> {
  const input = { ticket, deviceKey: phone.deviceKey, deviceName: 'my phone' };
  const activated = await fan.does(activateTicket, input);
  expect(activated).toMatchObject({ __typename: 'TicketActivated', ticket: { medium: { kind: 'DEVICE' } } });
  return phone.keep(activated);
}

/** Changes one character. */
const tamper = (text: string): string => `${text.slice(0, 10)}${text[10] === 'A' ? 'B' : 'A'}${text.slice(11)}`;

/** A ticket's document: its bytes, each as a character. */
async function download(path: string): Promise<string> {
  const answer = await fetch(new URL(path, games.gatewayUrl));
  return Buffer.from(await answer.arrayBuffer()).toString('latin1');
}

const notifyOfPayment = (page: string, changes: Readonly<Record<string, string>>): Promise<string> =>
  notifyInAlipaysName(stack.folder, page, changes);

const percentOf = (whole: Money, part: Money): number => (100 * Number(part.amount)) / Number(whole.amount);

/** `npm run games -- gate`, let in by staff, on a wire that can be cut. */
interface GateOfTest {
  readonly wire: Wire;
  /** Holds a code before the scanner; what the gate says. */
  scans(line: string): Promise<string>;
  /** Switches the gate off; what it says last. */
  closes(): Promise<string>;
}

async function enrolGate(): Promise<GateOfTest> {
  await staff.does(setGate, { code: 'AQC-NORTH', venue, name: 'North gate' });
  const { code } = await staff.does(createGateEnrolment, { gate: 'AQC-NORTH' });
  const wire = await layWire([{ port: Number(new URL(games.publicUrls.ticketing as string).port) }]);
  const service = `http://127.0.0.1:${wire.port}`;
  // The gate decides by itself when the service is slow; here it shall do so only when the wire is cut.
  const options = ['--code', code, '--url', service, '--timeout', '30000', '--every', '600000'];
  const command: RunningCommand = startGames(stack.folder, ['gate', sessionCode, ...options]);
  const said = (): readonly string[] => command.stdout().trimEnd().split('\n').filter(Boolean);
  await until('the gate is open', () => said().length > 0);
  return {
    wire,
    scans: async (line) => {
      const before = said().length;
      command.write(line);
      await until('the gate answers', () => said().length > before);
      return said().at(-1) as string;
    },
    closes: async () => {
      command.endInput();
      const { code: exitCode } = await command.ended;
      expect(exitCode).toBe(0);
      return said().at(-1) as string;
    },
  };
}

// The operations, as an app would send them. Problems of an outcome have a code; here it is asked for once for all.

const problem = '... on Problem { code }';

const setWaitingRoom = `mutation ($input: SetWaitingRoomInput!) { setWaitingRoom(input: $input) { __typename } }`;
const placeFields = `__typename ... on WaitingRoomPlace { position state ahead admission } ${problem}`;
const joinWaitingRoom = `mutation ($input: JoinWaitingRoomInput!) { joinWaitingRoom(input: $input) { ${placeFields} } }`;
const waitingRoomPlace = `query ($position: String!) { waitingRoomPlace(position: $position) { ${placeFields} } }`;
const waitingRoomPlaceLive = waitingRoomPlace.replace('query', 'subscription');

const whatIsLeft = `query ($session: ID!) { ticketedSession(id: $session) {
  priceCategories { code price { amount currency } availability { free state } } } }`;
const holdFields = `id state expiresAt total { amount currency }
  places { category price { amount currency } seat { id row place } }`;
const holdOutcome = `__typename ... on HoldPlaced { hold { ${holdFields} } }
  ... on SeatsUnavailable { conflicts { seat state } } ... on NotOnSale { reason } ${problem}`;
const holdBestSeats = `mutation ($input: HoldBestSeatsInput!) { holdBestSeats(input: $input) { ${holdOutcome} } }`;
const holdSeats = `mutation ($input: HoldSeatsInput!) { holdSeats(input: $input) { ${holdOutcome} } }`;
const holdById = `query ($id: ID!) { hold(id: $id) { state } }`;
const releaseHold = `mutation ($input: ReleaseHoldInput!) { releaseHold(input: $input) { __typename ${problem} } }`;

const orderFields = `id state total { amount currency } tickets { id state seat { id } }`;
const createTicketOrder = `mutation ($input: CreateTicketOrderInput!) { createTicketOrder(input: $input) {
  __typename ... on TicketOrderCreated { order { ${orderFields} } } ... on HoldNotUsable { fault } ${problem} } }`;
const payOutcome = `__typename ... on TicketOrderPaid { order { ${orderFields} } }
  ... on TicketPaymentActionRequired { kind redirectUrl } ... on TicketPaymentDeclined { order { state } } ${problem}`;
const payTicketOrder = `mutation ($input: PayTicketOrderInput!) { payTicketOrder(input: $input) { ${payOutcome} } }`;
const continueTicketPayment = `mutation ($input: ContinueTicketPaymentInput!) {
  continueTicketPayment(input: $input) { ${payOutcome} } }`;
const cancelTicketOrder = `mutation ($input: CancelTicketOrderInput!) {
  cancelTicketOrder(input: $input) { __typename ${problem} } }`;
const orderById = `query ($id: ID!) { ticketOrder(id: $id) { ${orderFields} } }`;

const ticketById = `query ($id: ID!) { ticket(id: $id) { id state version checkInStatus } }`;
const activateTicket = `mutation ($input: ActivateTicketInput!) { activateTicket(input: $input) {
  __typename ... on TicketActivated { signedTicket serverTime sealedSecret { ephemeralKey nonce ciphertext }
    ticket { medium { kind name } } } ${problem} } }`;
const printTicket = `mutation ($input: TicketInput!) { printTicket(input: $input) {
  __typename ... on TicketPrinted { pdfPath pngPath svgPath passPath } ${problem} } }`;
const addTicketToGoogleWallet = `mutation ($input: TicketInput!) { addTicketToGoogleWallet(input: $input) {
  __typename ... on GoogleWalletTicket { object } ${problem} } }`;

const offerTicketTransfer = `mutation ($input: OfferTicketTransferInput!) { offerTicketTransfer(input: $input) {
  __typename ... on TicketTransferOffered { transfer { id state claimCode } } ${problem} } }`;
const endOutcome = `__typename ... on TicketTransferEnded { transfer { state } } ... on TicketTransferClosed { state } ${problem}`;
const cancelTicketTransfer = `mutation ($input: TicketTransferInput!) { cancelTicketTransfer(input: $input) { ${endOutcome} } }`;
const acceptTicketTransfer = `mutation ($input: AcceptTicketTransferInput!) { acceptTicketTransfer(input: $input) {
  __typename ... on TicketTransferAccepted { ticket { id version } } ... on TicketTransferClosed { state } ${problem} } }`;
const incomingTransfers = `{ me { incomingTransfers { id session { name } } } }`;

const setGate = `mutation ($input: SetGateInput!) { setGate(input: $input) { __typename ${problem} } }`;
const createGateEnrolment = `mutation ($input: CreateGateEnrolmentInput!) { createGateEnrolment(input: $input) {
  __typename ... on GateEnrolmentCreated { code expiresAt } ${problem} } }`;
const attendanceOf = `query ($session: ID!) { ticketedSession(id: $session) { attendance { inside entered openConflicts } } }`;

const listingFields = `id state face { amount currency } buyerFee { amount currency } buyerTotal { amount currency }
  sellerFee { amount currency } sellerProceeds { amount currency }`;
const listTicketForResale = `mutation ($input: ListTicketForResaleInput!) { listTicketForResale(input: $input) {
  __typename ... on TicketListed { listing { ${listingFields} } } ${problem} } }`;
const resaleListings = `query ($session: ID!) { resaleListings(session: $session) { nodes { ${listingFields} } } }`;
const orderResaleTicket = `mutation ($input: OrderResaleTicketInput!) { orderResaleTicket(input: $input) {
  __typename ... on TicketOrderCreated { order { ${orderFields} } } ... on ResaleListingTaken { isSold } ${problem} } }`;
const myResale = `{ me { tickets { nodes { id } } resaleListings { nodes { ${listingFields} } } } }`;

const myBelongings = `{ me {
  holds { id state expiresAt }
  ticketOrders { nodes { id state total { amount } refunded { amount } } }
  tickets { nodes { id version state medium { kind } transfer { state } } } } }`;
const ticketsAudit = `{ ticketsAudit { holds invariants { name holds offenders { subject detail } } } }`;
