import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  putOnPhone,
  type SoldSessions,
  staff,
  startTestService,
  storeSoldSessions,
  type TestService,
  updateTicketOwner,
} from '@games/ticketing/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { runGate } from '../src/gate/runGate.ts';

/** A wire to the service that can be cut and repaired. */
class Wire {
  readonly #server: TcpServer;
  readonly #sockets = new Set<Socket>();
  isCut = false;

  constructor(target: URL) {
    this.#server = createTcpServer((client) => {
      this.#keep(client);
      if (this.isCut) return void client.destroy();
      const service = connect(Number(target.port), target.hostname);
      this.#keep(service);
      client.pipe(service).pipe(client);
    });
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket));
  }

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  repair(): void {
    this.isCut = false;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}

let service: TestService;
let sold: SoldSessions;
let wire: Wire;
let url: string;
let folder: string;

beforeAll(async () => {
  service = await startTestService();
  sold = await storeSoldSessions(service.database);
  const document = 'mutation ($input: SetGateInput!) { setGate(input: $input) { __typename } }';
  await service.ask(document, { input: { code: 'STA-N', venue: 'STA', name: 'North' } }, staff);
  wire = new Wire(new URL(service.url));
  url = await wire.open();
});
beforeEach(() => {
  wire.repair();
  folder = mkdtempSync(join(tmpdir(), 'gate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(async () => {
  wire.close();
  await service.close();
});

async function enrolment() {
  const document = `mutation ($input: CreateGateEnrolmentInput!) { createGateEnrolment(input: $input) {
    ... on GateEnrolmentCreated { code } } }`;
  const { createGateEnrolment } = await service.ask(document, { input: { gate: 'STA-N' } }, staff);
  return { url, code: createGateEnrolment.code as string, name: 'test gate' };
}

async function gamesNow(): Promise<Date> {
  return new Date(((await (await service.get('/gates/time')).json()) as { now: string }).now);
}

/** A ticket on a phone, as a text that shows it now. */
async function ticketOf(fanId: string): Promise<{ id: string; shown: () => Promise<string> }> {
  const { id } = await sold.sell(fanId);
  const show = await putOnPhone(service, fanId, id);
  return { id, shown: async () => show(await gamesNow()) };
}

type Step = string | (() => void) | (() => Promise<string | undefined>);

/** Runs the gate with steps as its input: texts are scanned, functions are called (and what they return is scanned). */
async function gate(steps: Step[], isFirst = true): Promise<string[]> {
  const printed: string[] = [];
  async function* input() {
    for (const step of steps) {
      const line = typeof step === 'string' ? step : await step();
      if (typeof line === 'string') yield line;
    }
  }
  await runGate({
    folder,
    session: 'ATH-T01',
    ...(isFirst ? { enrolment: await enrolment() } : {}),
    input: input(),
    print: (line) => printed.push(line),
    timeoutMs: 60_000,
    synchroniseMs: 60_000,
  });
  return printed;
}

async function checkInStatusOf(id: string): Promise<string> {
  const { ticket } = await service.ask(
    'query ($id: ID!) { ticket(id: $id) { checkInStatus } }',
    { id: `tkt_${id}` },
    staff,
  );
  return ticket.checkInStatus;
}

describe('the gate at the command line', () => {
  test('lets a ticket in once, out, and refuses what is none, with the service', async () => {
    const { id, shown } = await ticketOf('ann');
    const printed = await gate([shown, shown, async () => `EXIT ${await shown()}`, 'a cinema ticket']);
    expect(printed).toEqual([
      'North (STA-N, STA), session ATH-T01',
      'ADMITTED',
      'REFUSED ALREADY_IN: This ticket has been used to enter.',
      'ADMITTED',
      'REFUSED MALFORMED: This is not a ticket of these Games.',
    ]);
    expect(await checkInStatusOf(id)).toBe('LEFT');
  });

  test('goes on by itself when the wire is cut, remembers who is in, and tells when it is repaired', async () => {
    const [first, second] = [await ticketOf('ann'), await ticketOf('bob')];
    const codes = [await first.shown(), await second.shown()] as const;
    const printed = await gate([codes[0], () => wire.cut(), codes[0], codes[1], codes[1], () => wire.repair()]);
    expect(printed).toEqual([
      'North (STA-N, STA), session ATH-T01',
      'ADMITTED',
      'REFUSED ALREADY_IN (offline): This ticket has been used to enter.',
      'ADMITTED (offline)',
      'REFUSED ALREADY_IN (offline): This ticket has been used to enter.',
      'reported 3 scans to the service',
    ]);
    expect(await checkInStatusOf(second.id)).toBe('INSIDE');
  });

  test('that is switched off while it is cut off forgets nothing', async () => {
    const { id, shown } = await ticketOf('ann');
    const code = await shown();
    const before = await gate([() => wire.cut(), code]);
    expect(before.at(-1)).toBe('1 scans are still to be reported; start the gate again when the network is back.');
    const after = await gate([code], false);
    expect(after).toContain('REFUSED ALREADY_IN (offline): This ticket has been used to enter.');
    wire.repair();
    expect(await gate([], false)).toContain('reported 2 scans to the service');
    expect(await checkInStatusOf(id)).toBe('INSIDE');
  });

  test('refuses old owners while it is cut off, as soon as it has seen the new one', async () => {
    const { id, shown } = await ticketOf('ann');
    const old = await shown();
    await service.database.transaction(async (tx) => {
      await updateTicketOwner(tx, id, 'bob');
    });
    const show = await putOnPhone(service, 'bob', id);
    const printed = await gate([() => wire.cut(), async () => show(await gamesNow()), old]);
    expect(printed).toContain('ADMITTED (offline)');
    expect(printed).toContain(
      'REFUSED TRANSFERRED (offline): This ticket has changed hands since; its new owner has another code.',
    );
  });

  test('can be told by people to let somebody in, without a network too', async () => {
    const { id, shown } = await ticketOf('ann');
    const code = await shown();
    const printed = await gate([code, () => wire.cut(), `FORCE ${code}`, 'FORCE nonsense', () => wire.repair()]);
    expect(printed.slice(1, 4)).toEqual([
      'ADMITTED',
      'ADMITTED (offline)',
      'REFUSED MALFORMED (offline): This is not a ticket of these Games.',
    ]);
    expect(await checkInStatusOf(id)).toBe('INSIDE');
  });

  test('judges whatever is scanned or typed, and sets aside what the service refuses while the others go up', async () => {
    const { id, shown } = await ticketOf('ann');
    const code = await shown();
    const tooLong = 'GG1:'.padEnd(600, 'A');
    const typed = ['\u{1f3ab}\u0000', 'EXIT', 'FORCE FORCE', '{"code":1}'];
    const printed = await gate([tooLong, ...typed, () => wire.cut(), tooLong, code, tooLong, () => wire.repair()]);
    const refusals = printed.filter((line) => line.startsWith('REFUSED MALFORMED'));
    expect(refusals).toHaveLength(7);
    expect(printed).toContain('ADMITTED (offline)');
    expect(printed.some((line) => /^reported \d+ scans to the service$/.test(line))).toBe(true);
    expect(printed.filter((line) => line.startsWith('set aside')).join()).toMatch(
      /^set aside [23] scans that the service refused/,
    );
    expect(await checkInStatusOf(id)).toBe('INSIDE');
    // Nothing is left that would block the gate when it is started again.
    expect((await gate([], false)).filter((line) => line.includes('set aside'))).toEqual([]);
  });

  test('says what is wrong when it was never let in, or with a wrong code', async () => {
    await expect(gate([], false)).rejects.toThrow('not let in yet');
    const wrong = { url, code: 'AAAA-BBBB-CCCC', name: 'test gate' };
    const options = { folder, session: 'ATH-T01', print: () => {}, input: (async function* () {})() };
    await expect(runGate({ ...options, enrolment: wrong })).rejects.toThrow('wrong, used, or too old');
    wire.cut();
    await expect(runGate({ ...options, enrolment: wrong })).rejects.toThrow('does not answer');
  });

  test('does not start when the service shuts it out', async () => {
    await gate([]);
    await service.database.run((await import('@games/postgres')).sql`update gate_device set revoked_at = now()`);
    await expect(gate([], false)).rejects.toThrow('shut out');
  });
});
