import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { sql } from '@games/postgres';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { scanTicket } from '../../src/commands/gates/scanTicket.ts';
import { type CheckIn, checkInStatusOf } from '../../src/domain/gates/checkInStatus.ts';
import { judgeTicket } from '../../src/domain/gates/judgeTicket.ts';
import { signRequest } from '../../src/domain/gates/requestSignature.ts';
import { openBundle, type SessionBundle } from '../../src/domain/gates/sessionBundle.ts';
import { readTicketKeys } from '../../src/readTicketKeys.ts';
import { type SessionRow, selectSessionsByCodes } from '../../src/sql/sessions/sessions.ts';
import { fan, staff, startTestService, type TestService } from '../service.ts';
import { newPhone, putOnPhone } from './device.ts';
import { type SoldSessions, storeSoldSessions } from './soldTickets.ts';
import { withoutLocks } from './withoutLocks.ts';

let service: TestService;
let sold: SoldSessions;
beforeAll(async () => {
  service = await startTestService();
  sold = await storeSoldSessions(service.database);
  await ask('setGate', { code: 'STA-N', venue: 'STA', name: 'North' });
  await ask('setGate', { code: 'STA-S', venue: 'STA', name: 'South' });
  await ask('setGate', { code: 'OTH-1', venue: 'OTH', name: 'Elsewhere' });
});
afterAll(() => service.close());

const inputTypes: Record<string, string> = {
  setGate: 'SetGateInput',
  createGateEnrolment: 'CreateGateEnrolmentInput',
  revokeGateDevice: 'RevokeGateDeviceInput',
  resolveEntryConflict: 'ResolveEntryConflictInput',
};
const fieldsFragment: Record<string, string> = {
  setGate: '... on GateSet { gate { id code name venue { code } } }',
  createGateEnrolment: '... on GateEnrolmentCreated { code expiresAt gate { code } }',
  revokeGateDevice: '... on GateDeviceRevoked { device { id revokedAt } }',
  resolveEntryConflict: '... on EntryConflictResolved { conflict { state resolution resolvedBy } }',
};

async function ask(name: string, input: object) {
  const document = `mutation ($input: ${inputTypes[name]}!) { ${name}(input: $input) {
    __typename ${fieldsFragment[name]} ... on Problem { code } } }`;
  return (await service.ask(document, { input }, staff))[name];
}

/** A device at a gate that talks to the service over HTTP. */
class Device {
  readonly id: string;
  readonly privateKey: KeyObject;

  constructor(id: string, privateKey: KeyObject) {
    this.id = id;
    this.privateKey = privateKey;
  }

  static async enrol(gate: string): Promise<Device> {
    const { code } = await ask('createGateEnrolment', { gate });
    const { status, answer, privateKey } = await enrol(code);
    if (status !== 201) throw new Error(JSON.stringify(answer));
    return new Device(answer.device, privateKey);
  }

  async send(method: string, path: string, content?: object, changed: { body?: string; timeMs?: number } = {}) {
    const body = Buffer.from(content === undefined ? '' : JSON.stringify(content));
    const timeMs =
      changed.timeMs ?? Date.parse(((await (await service.get('/gates/time')).json()) as { now: string }).now);
    const headers = signRequest(this.id, this.privateKey, { method, path, timeMs, body });
    const response = await fetch(new URL(path, service.url), {
      method,
      headers,
      ...(content === undefined ? {} : { body: changed.body ?? body }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: a test reads data of any shape
    return { status: response.status, answer: (await response.json()) as any };
  }

  async scan(code: string, changes: object = {}) {
    const scan = {
      session: 'ATH-T01',
      nonce: randomUUID(),
      code,
      direction: 'ENTRY',
      deviceTime: new Date().toISOString(),
    };
    return (await this.send('POST', '/gates/scans', { ...scan, ...changes })).answer;
  }

  /** Tells of scans that were decided offline; `secondsAgo` is by the device's clock. */
  async upload(
    scans: { code: string; direction?: string; secondsAgo: number; nonce?: string; refusal?: string }[],
    clockOffMs = 0,
  ) {
    const deviceNow = Date.now() + clockOffMs;
    const reported = scans.map(({ code, direction = 'ENTRY', secondsAgo, nonce = randomUUID(), refusal = null }) => ({
      code,
      direction,
      nonce,
      refusal,
      forced: false,
      deviceTime: new Date(deviceNow - secondsAgo * 1_000).toISOString(),
    }));
    const content = { session: 'ATH-T01', deviceNow: new Date(deviceNow).toISOString(), scans: reported };
    return this.send('POST', '/gates/uploads', content);
  }
}

async function enrol(code: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const response = await fetch(new URL('/gates/devices', service.url), {
    method: 'POST',
    body: JSON.stringify({ code, name: 'scanner', publicKey: key }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: a test reads data of any shape
  return { status: response.status, answer: (await response.json()) as any, privateKey };
}

/** The clock of the Games as the service has it. */
async function gamesNow(): Promise<Date> {
  return new Date(((await (await service.get('/gates/time')).json()) as { now: string }).now);
}

/** What a phone shows now. */
async function shown(fanId: string, ticketId: string, phone = newPhone()): Promise<string> {
  const show = await putOnPhone(service, fanId, ticketId, phone);
  return show(await gamesNow());
}

async function give(ticketId: string, from: string, to: string): Promise<void> {
  const offer = `mutation ($input: OfferTicketTransferInput!) { offerTicketTransfer(input: $input) {
    ... on TicketTransferOffered { transfer { id } } } }`;
  const input = { ticket: `tkt_${ticketId}`, recipient: `fan_${to}` };
  const { transfer } = (await service.ask(offer, { input }, fan(from))).offerTicketTransfer;
  const accept = `mutation ($input: AcceptTicketTransferInput!) { acceptTicketTransfer(input: $input) { __typename } }`;
  await service.ask(accept, { input: { transfer: transfer.id } }, fan(to));
}

async function conflicts(state?: string) {
  const document = `query ($id: ID!, $state: EntryConflictState) { ticketedSession(id: $id) {
    entryConflicts(state: $state, first: 100) { nodes {
      kind state ticket { id } first { id offline device { name gate { code } } } second { id offline } } } } }`;
  const variables = { id: 'tse_ATH-T01', state: state ?? null };
  return (await service.ask(document, variables, staff)).ticketedSession.entryConflicts.nodes;
}

async function conflictsOf(ticketId: string, state?: string) {
  const all = await conflicts(state);
  return all.filter((conflict: { ticket: { id: string } }) => conflict.ticket.id === `tkt_${ticketId}`);
}

describe('a device', () => {
  test('is let in once by a one-time code, however it is typed', async () => {
    const { code } = await ask('createGateEnrolment', { gate: 'STA-N' });
    expect((await enrol(code.toLowerCase().replaceAll('-', ' '))).status).toBe(201);
    expect((await enrol(code)).status).toBe(403);
    expect((await enrol('AAAA-BBBB-CCCC')).status).toBe(403);
    expect(await ask('createGateEnrolment', { gate: 'NOWHERE' })).toMatchObject({ code: 'GATE_NOT_FOUND' });
  });

  test('is not let in by a code whose half hour is over', async () => {
    const { code } = await ask('createGateEnrolment', { gate: 'STA-N' });
    await service.database.run(sql`update gate_enrolment set expires_at = now() where used_at is null`);
    expect((await enrol(code)).status).toBe(403);
  });

  test('must sign what it sends: changed, old, or foreign requests are refused', async () => {
    const device = await Device.enrol('STA-N');
    const path = '/gates/bundles/ATH-T01';
    expect((await device.send('GET', path)).status).toBe(200);
    const old = (await gamesNow()).getTime() - 600_000;
    expect((await device.send('GET', path, undefined, { timeMs: old })).status).toBe(401);
    const body = JSON.stringify({ session: 'ATH-T01', scans: [] });
    expect((await device.send('POST', '/gates/uploads', { session: 'X' }, { body })).status).toBe(401);
    const stranger = new Device(device.id, generateKeyPairSync('ed25519').privateKey);
    expect((await stranger.send('GET', path)).status).toBe(401);
    expect((await fetch(new URL(path, service.url))).status).toBe(401);
  });

  test('that staff shuts out is out', async () => {
    const device = await Device.enrol('STA-N');
    expect(await ask('revokeGateDevice', { device: `gdv_${device.id}` })).toMatchObject({
      __typename: 'GateDeviceRevoked',
    });
    expect((await device.send('GET', '/gates/bundles/ATH-T01')).status).toBe(403);
    expect(await ask('revokeGateDevice', { device: 'gdv_nobody' })).toMatchObject({ code: 'GATE_DEVICE_NOT_FOUND' });
  });

  test('works at its own venue only', async () => {
    const device = await Device.enrol('OTH-1');
    expect((await device.send('GET', '/gates/bundles/ATH-T01')).status).toBe(404);
    const { id } = await sold.sell('ann');
    expect(await device.scan(await shown('ann', id))).toMatchObject({
      errors: [{ extensions: { code: 'NOT_FOUND' } }],
    });
  });

  test.each([
    ['no JSON', 'nonsense'],
    ['no direction', '{"session":"ATH-T01","nonce":"12345678","code":"x","deviceTime":"2028-07-22T19:30:00Z"}'],
    [
      'a short nonce',
      '{"session":"ATH-T01","nonce":"1","code":"x","direction":"ENTRY","deviceTime":"2028-07-22T19:30:00Z"}',
    ],
    ['a bad time', '{"session":"ATH-T01","nonce":"12345678","code":"x","direction":"ENTRY","deviceTime":"now"}'],
  ])('that sends %s is told so', async (_what, body) => {
    const device = await Device.enrol('STA-N');
    const timeMs = (await gamesNow()).getTime();
    const request = { method: 'POST', path: '/gates/scans', timeMs, body: Buffer.from(body) };
    const response = await fetch(new URL('/gates/scans', service.url), {
      method: 'POST',
      headers: signRequest(device.id, device.privateKey, request),
      body,
    });
    expect(response.status).toBe(400);
  });

  test('is managed by staff alone', async () => {
    const document = '{ gates(venue: "STA") { code devices { name lastSeenAt } } }';
    const { gates } = await service.ask(document, {}, staff);
    expect(gates.map(({ code }: { code: string }) => code)).toEqual(['STA-N', 'STA-S']);
    expect(await service.codeOf(document, {}, fan('ann'))).toBe('FORBIDDEN');
    expect(await ask('setGate', { code: 'STA-N', venue: 'OTH', name: 'Stolen' })).toMatchObject({
      code: 'GATE_CODE_TAKEN',
    });
  });
});

describe('a ticket at a connected gate', () => {
  test('enters once, leaves, and enters again; the scan that is sent twice counts once', async () => {
    const [north, south] = [await Device.enrol('STA-N'), await Device.enrol('STA-S')];
    const { id } = await sold.sell('ann');
    const code = await shown('ann', id);
    const nonce = randomUUID();
    expect(await north.scan(code, { nonce })).toMatchObject({ result: 'ADMITTED', ticket: id });
    expect(await north.scan(code, { nonce })).toMatchObject({ result: 'ADMITTED', ticket: id });
    expect(await south.scan(code)).toMatchObject({
      result: 'REFUSED',
      reason: 'ALREADY_IN',
      lastEntry: { gate: 'STA-N' },
    });
    const exit = { direction: 'EXIT' };
    expect(await south.scan(code, exit)).toMatchObject({ result: 'ADMITTED' });
    expect(await south.scan(code, exit)).toMatchObject({ reason: 'NOT_IN' });
    expect(await north.scan(code)).toMatchObject({ result: 'ADMITTED' });
    const ticket = await service.ask(
      'query ($id: ID!) { ticket(id: $id) { checkInStatus } }',
      { id: `tkt_${id}` },
      fan('ann'),
    );
    expect(ticket.ticket.checkInStatus).toBe('INSIDE');
    expect(await conflictsOf(id)).toEqual([]);
  });

  test('shown to many gates in the same moment opens one', async () => {
    const devices = await Promise.all(
      Array.from({ length: 6 }, (_, index) => Device.enrol(index % 2 ? 'STA-N' : 'STA-S')),
    );
    const { id } = await sold.sell('ann');
    const code = await shown('ann', id);
    const answers = await Promise.all(devices.map((device) => device.scan(code)));
    expect(answers.filter(({ result }) => result === 'ADMITTED')).toHaveLength(1);
    expect(answers.filter(({ reason }) => reason === 'ALREADY_IN')).toHaveLength(5);
  });

  test('opens several when scans do not take turns on the ticket, and the test sees it', async () => {
    const device = await Device.enrol('STA-N');
    const database = withoutLocks(service.database);
    const keys = await readTicketKeys(service.keysFolder);
    const [session] = await selectSessionsByCodes(database, ['ATH-T01']);
    let admitted = 0;
    for (let round = 0; round < 20 && admitted <= 1; round += 1) {
      const { id } = await sold.sell('ann');
      const code = await shown('ann', id);
      const now = await gamesNow();
      const scan = () => ({
        deviceId: device.id,
        nonce: randomUUID(),
        code,
        direction: 'ENTRY' as const,
        session: session as SessionRow,
        deviceTime: now,
        force: false,
      });
      const dependencies = { database, keys, clock: { now: () => now } };
      const outcomes = await Promise.all(Array.from({ length: 6 }, () => scanTicket(dependencies, scan())));
      admitted = outcomes.filter(({ refusal }) => refusal === null).length;
    }
    expect(admitted).toBeGreaterThan(1);
  });

  test('is refused with its reason: transferred, superseded, revoked, refunded, stale, forged, of another session', async () => {
    const device = await Device.enrol('STA-N');
    const reasonOf = async (code: string) => (await device.scan(code)).reason;

    const given = await sold.sell('ann');
    const before = await shown('ann', given.id);
    await give(given.id, 'ann', 'bob');
    expect(await reasonOf(before)).toBe('TRANSFERRED');
    expect(await reasonOf(await shown('bob', given.id))).toBeNull();

    const moved = await sold.sell('ann');
    const first = await shown('ann', moved.id);
    await shown('ann', moved.id);
    expect(await reasonOf(first)).toBe('SUPERSEDED');

    const revoked = await sold.sell('ann');
    const good = await shown('ann', revoked.id);
    const document = 'mutation ($input: StaffTicketInput!) { revokeTicket(input: $input) { __typename } }';
    await service.ask(document, { input: { ticket: `tkt_${revoked.id}`, reason: 'fraud' } }, staff);
    expect(await reasonOf(good)).toBe('REVOKED');

    const refunded = await sold.sell('ann');
    const paid = await shown('ann', refunded.id);
    await service.database.run(sql`update ticket set state = 'REFUNDED' where id = ${refunded.id}`);
    expect(await reasonOf(paid)).toBe('REFUNDED');

    const stale = await sold.sell('ann');
    const show = await putOnPhone(service, 'ann', stale.id);
    expect(await reasonOf(show(new Date((await gamesNow()).getTime() - 120_000)))).toBe('STALE_CODE');
    expect(await reasonOf(`${show(await gamesNow()).slice(0, -1)}0`)).toMatch(/BAD_SIGNATURE|MALFORMED/);
    expect(await reasonOf('a cinema ticket')).toBe('MALFORMED');
    const elsewhere = { session: 'ATH-T02' };
    expect((await device.scan(show(await gamesNow()), elsewhere)).reason).toBe('WRONG_SESSION');
  });

  test('that was used can no longer be given away', async () => {
    const device = await Device.enrol('STA-N');
    const { id } = await sold.sell('ann');
    await device.scan(await shown('ann', id));
    const offer = `mutation ($input: OfferTicketTransferInput!) { offerTicketTransfer(input: $input) { __typename } }`;
    const { offerTicketTransfer } = await service.ask(offer, { input: { ticket: `tkt_${id}` } }, fan('ann'));
    expect(offerTicketTransfer.__typename).toBe('TicketUsed');
  });

  test('that is used is offered to nobody any more, neither in resale nor as a gift', async () => {
    const device = await Device.enrol('STA-N');
    const { database } = service;
    const listed = await sold.sell('ann');
    await database.run(sql`
      insert into resale_listing (id, ticket_id, ticket_version, session_id, seller_id, seller_order_id, state, currency,
        face_minor, buyer_fee_minor, seller_fee_minor, reserved_by, reserved_until)
      select gen_random_uuid(), id, version, session_id, owner_id, order_id, 'RESERVED', 'USD', 10000, 1000, 500, 'bob',
        now() + interval '5 minutes' from ticket where id = ${listed.id}`);
    const given = await sold.sell('ann');
    const offer = `mutation ($input: OfferTicketTransferInput!) { offerTicketTransfer(input: $input) { __typename } }`;
    await service.ask(offer, { input: { ticket: `tkt_${given.id}` } }, fan('ann'));
    for (const { id } of [listed, given]) {
      expect(await device.scan(await shown('ann', id))).toMatchObject({ result: 'ADMITTED' });
    }
    expect(await database.many(sql`select state from resale_listing where ticket_id = ${listed.id}`)).toEqual([
      { state: 'WITHDRAWN' },
    ]);
    expect(await database.many(sql`select state from ticket_transfer where ticket_id = ${given.id}`)).toEqual([
      { state: 'CANCELLED' },
    ]);
  });

  test('can be forced by people at the gate, which is written down and no conflict', async () => {
    const device = await Device.enrol('STA-N');
    const { id } = await sold.sell('ann');
    const code = await shown('ann', id);
    await device.scan(code);
    expect(await device.scan(code, { force: true })).toMatchObject({ result: 'ADMITTED' });
    const forced = await service.database.many(
      sql`select forced from scan where ticket_id = ${id} order by scanned_at`,
    );
    expect(forced).toEqual([{ forced: false }, { forced: true }]);
    expect(await conflictsOf(id)).toEqual([]);
    expect(await device.scan('nonsense', { force: true })).toMatchObject({ result: 'REFUSED' });
  });
});

describe('a session’s bundle', () => {
  async function bundle(device: Device): Promise<SessionBundle> {
    return (await device.send('GET', '/gates/bundles/ATH-T01')).answer;
  }

  test('lets a gate decide without a network as the service would', async () => {
    const device = await Device.enrol('STA-N');
    const given = await sold.sell('ann');
    const old = await putOnPhone(service, 'ann', given.id);
    await give(given.id, 'ann', 'bob');
    const moved = await sold.sell('ann');
    const first = await putOnPhone(service, 'ann', moved.id);
    const second = await putOnPhone(service, 'ann', moved.id);
    const plain = await sold.sell('ann');
    const third = await putOnPhone(service, 'ann', plain.id);
    const { keys, session, statuses } = openBundle(await bundle(device));
    const now = await gamesNow();
    const judge = (code: string) => {
      const judgement = judgeTicket(code, keys, session, (id) => statuses.get(id) ?? null, now);
      return judgement.kind === 'Good' ? 'GOOD' : judgement.reason;
    };
    expect([old(now), first(now), second(now), third(now)].map(judge)).toEqual([
      'TRANSFERRED',
      'SUPERSEDED',
      'GOOD',
      'GOOD',
    ]);
  });

  test('names who is inside, and is not sent again while it says the same', async () => {
    const device = await Device.enrol('STA-N');
    const { id } = await sold.sell('ann');
    await device.scan(await shown('ann', id));
    const path = '/gates/bundles/ATH-T01';
    expect((await bundle(device)).inside).toContain(id);
    const timeMs = (await gamesNow()).getTime();
    const signed = signRequest(device.id, device.privateKey, { method: 'GET', path, timeMs, body: Buffer.alloc(0) });
    const first = await fetch(new URL(path, service.url), { headers: signed });
    const again = { ...signed, 'if-none-match': first.headers.get('etag') ?? '' };
    expect((await fetch(new URL(path, service.url), { headers: again })).status).toBe(304);
  });
});

describe('scans that are told of later', () => {
  test('merge: two first entries of one ticket at two gates become a conflict, and neither is overwritten', async () => {
    const [north, south] = [await Device.enrol('STA-N'), await Device.enrol('STA-S')];
    const { id } = await sold.sell('ann');
    const code = await shown('ann', id);
    expect((await north.upload([{ code, secondsAgo: 300 }])).answer).toMatchObject({ received: 1, merged: 1 });
    expect(await conflictsOf(id)).toEqual([]);
    await south.upload([{ code, secondsAgo: 200 }]);
    expect(await conflictsOf(id)).toMatchObject([
      { state: 'OPEN', first: { offline: true, device: { gate: { code: 'STA-N' } } }, second: { offline: true } },
    ]);
    const entries = await service.database.many(sql`select id from scan where ticket_id = ${id} and refusal is null`);
    expect(entries).toHaveLength(2);
    const [conflict] = await conflictsOf(id);
    const finding = { first: conflict.first.id, second: conflict.second.id, resolution: 'copied on paper' };
    expect(await ask('resolveEntryConflict', finding)).toMatchObject({
      conflict: { state: 'RESOLVED', resolution: 'copied on paper', resolvedBy: 'staff-1' },
    });
    expect(await ask('resolveEntryConflict', finding)).toMatchObject({ code: 'ENTRY_CONFLICT_NOT_OPEN' });
  });

  test('of a ticket that was not good any more at that moment are conflicts; one from before is none', async () => {
    const device = await Device.enrol('STA-N');
    const ended = await sold.sell('ann');
    const before = await sold.sell('ann');
    const given = await sold.sell('ann');
    const codes = [await shown('ann', ended.id), await shown('ann', before.id), await shown('ann', given.id)] as const;
    await service.database.run(
      sql`update ticket set state = 'REFUNDED' where id = any(${[ended.id, before.id]}::uuid[])`,
    );
    await give(given.id, 'ann', 'bob');
    const scan = { direction: 'ENTRY' };
    await device.upload([
      { ...scan, code: codes[0], secondsAgo: 0 },
      { ...scan, code: codes[1], secondsAgo: 600 },
      { ...scan, code: codes[2], secondsAgo: 0 },
    ]);
    for (const id of [ended.id, given.id]) {
      const [conflict] = await conflictsOf(id, 'OPEN');
      expect(conflict).toMatchObject({ kind: 'TICKET_NOT_VALID' });
      expect(conflict.first.id).toBe(conflict.second.id);
    }
    expect(await conflictsOf(before.id)).toEqual([]);
  });

  test('on two tickets that were sold for one seat are a conflict, whichever is reported first', async () => {
    const [north, south] = [await Device.enrol('STA-N'), await Device.enrol('STA-S')];
    for (const order of [0, 1]) {
      const first = await sold.sell('ann');
      const early = await shown('ann', first.id);
      await service.database.run(sql`update ticket set state = 'REFUNDED' where id = ${first.id}`);
      const second = await sold.sell('bob');
      await service.database.run(sql`
        update ticket set seat_no = f.seat_no, block_no = null, pool_no = null from ticket f
        where ticket.id = ${second.id} and f.id = ${first.id}`);
      const late = await shown('bob', second.id);
      const entries = [
        () => north.upload([{ code: early, secondsAgo: 600 }]),
        () => south.upload([{ code: late, secondsAgo: 60 }]),
      ];
      for (const at of [order, 1 - order]) await entries[at]?.();
      expect(await conflictsOf(second.id, 'OPEN')).toMatchObject([{ kind: 'SEAT_ENTERED_TWICE' }]);
    }
  });

  test('are one scan when the gate tells of them twice, and when the service had decided before the answer was lost', async () => {
    const device = await Device.enrol('STA-N');
    const { id } = await sold.sell('ann');
    const code = await shown('ann', id);
    const nonce = randomUUID();
    await device.scan(code, { nonce });
    expect((await device.upload([{ code, nonce, secondsAgo: 1 }])).answer).toMatchObject({ merged: 0 });
    expect((await device.upload([{ code, nonce, secondsAgo: 1 }])).answer).toMatchObject({ merged: 0 });
    expect(await conflictsOf(id)).toEqual([]);
  });

  test('conflict with an entry that the service has decided meanwhile', async () => {
    const [north, south] = [await Device.enrol('STA-N'), await Device.enrol('STA-S')];
    const { id } = await sold.sell('ann');
    const code = await shown('ann', id);
    await south.scan(code);
    await north.upload([{ code, secondsAgo: 60 }]);
    expect(await conflictsOf(id)).toMatchObject([{ first: { offline: true }, second: { offline: false } }]);
  });

  test('are explained when an exit between them is told of last', async () => {
    const [north, south] = [await Device.enrol('STA-N'), await Device.enrol('STA-S')];
    const { id } = await sold.sell('ann');
    const code = await shown('ann', id);
    await south.upload([{ code, secondsAgo: 100 }]);
    await north.upload([{ code, secondsAgo: 300 }]);
    expect(await conflictsOf(id, 'OPEN')).toHaveLength(1);
    await north.upload([{ code, direction: 'EXIT', secondsAgo: 200 }]);
    expect(await conflictsOf(id, 'OPEN')).toHaveLength(0);
    expect(await conflictsOf(id, 'EXPLAINED')).toHaveLength(1);
  });

  test('are put in order by the service’s time, whatever the device’s clock shows', async () => {
    const [north, south] = [await Device.enrol('STA-N'), await Device.enrol('STA-S')];
    const { id } = await sold.sell('ann');
    const code = await shown('ann', id);
    // North's clock is an hour slow; in truth its entry came first, then an exit there, then the entry at South.
    await south.upload([{ code, secondsAgo: 50 }]);
    await north.upload(
      [
        { code, secondsAgo: 300 },
        { code, direction: 'EXIT', secondsAgo: 200 },
      ],
      -3_600_000,
    );
    expect(await conflictsOf(id)).toEqual([]);
    const rows = await service.database.many<{ direction: string }>(
      sql`select direction from scan where ticket_id = ${id} order by scanned_at`,
    );
    expect(rows.map(({ direction }) => direction)).toEqual(['ENTRY', 'EXIT', 'ENTRY']);
  });

  test('of forged codes are attributed to nobody', async () => {
    const device = await Device.enrol('STA-N');
    const { id } = await sold.sell('ann');
    const code = await shown('ann', id);
    const middle = code.length >> 1;
    const forged = code.slice(0, middle) + (code[middle] === '0' ? '1' : '0') + code.slice(middle + 1);
    await device.upload([{ code: forged, secondsAgo: 5 }]);
    const ticket = await service.ask(
      'query ($id: ID!) { ticket(id: $id) { checkInStatus } }',
      { id: `tkt_${id}` },
      fan('ann'),
    );
    expect(ticket.ticket.checkInStatus).toBe('NOT_ENTERED');
  });

  test('count for the session: who is inside, who came, what is open', async () => {
    const document = '{ ticketedSession(id: "tse_ATH-T01") { attendance { inside entered refused openConflicts } } }';
    const { attendance } = (await service.ask(document, {}, staff)).ticketedSession;
    expect(attendance.entered).toBeGreaterThanOrEqual(attendance.inside);
    expect(attendance.refused).toBeGreaterThan(0);
    expect(await service.codeOf(document, {}, fan('ann'))).toBe('FORBIDDEN');
  });
});

describe('where a ticket is', () => {
  const at = new Date('2028-07-22T19:00:00-07:00').getTime();
  const checkIns = fc
    .array(
      fc.record({
        direction: fc.constantFrom('ENTRY' as const, 'EXIT' as const),
        second: fc.nat(20),
        forced: fc.boolean(),
        wasValid: fc.constant(true),
      }),
      {
        maxLength: 12,
      },
    )
    .map((list) =>
      list.map(
        ({ direction, second, forced, wasValid }, index): CheckIn => ({
          wasValid,
          scanId: `scan-${index}`,
          direction,
          scannedAt: new Date(at + second * 1_000),
          forced,
        }),
      ),
    );

  test('follows from the set of its scans, in whichever order the gates report them', () => {
    fc.assert(
      fc.property(
        checkIns.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, told]) => expect(checkInStatusOf(told)).toEqual(checkInStatusOf(list)),
      ),
      { numRuns: 1_000 },
    );
  });

  test('has a conflict exactly where an entry follows an entry', () => {
    fc.assert(
      fc.property(checkIns, (list) => {
        const ordered = list.toSorted(
          (a, b) => a.scannedAt.getTime() - b.scannedAt.getTime() || (a.scanId < b.scanId ? -1 : 1),
        );
        const expected = ordered.filter(
          (checkIn, place) =>
            checkIn.direction === 'ENTRY' && !checkIn.forced && ordered[place - 1]?.direction === 'ENTRY',
        );
        expect(checkInStatusOf(list)?.doubleEntries.map(({ secondScanId }) => secondScanId) ?? []).toEqual(
          expected.map(({ scanId }) => scanId),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test('would depend on the order of arrival without sorting: the property sees that fault', () => {
    const unsorted = (list: readonly CheckIn[]) => list.at(-1)?.direction ?? null;
    const outcome = fc.check(
      fc.property(
        checkIns.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, told]) => unsorted(told) === unsorted(list),
      ),
    );
    expect(outcome.failed).toBe(true);
  });
});
