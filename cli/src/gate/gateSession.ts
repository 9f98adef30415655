import { randomUUID } from 'node:crypto';
import {
  judgeTicket,
  type OpenBundle,
  openBundle,
  type Refusal,
  readTicketCode,
  refusalTexts,
  type TicketStatus,
} from '@games/ticketing/gate';
import { DeviceRefusal, type GateClient, ServiceAway, ServiceRefusal } from './gateClient.ts';
import type { GateMemory, LocalCheckIn, SpooledScan, StoredBundle } from './gateMemory.ts';
import type { ServiceClock } from './serviceClock.ts';

export interface GateScan {
  readonly code: string;
  readonly direction: 'ENTRY' | 'EXIT';
  readonly force: boolean;
}

export interface GateVerdict {
  readonly admitted: boolean;
  readonly reason: Refusal | null;
  readonly message: string | null;
  /** Decided here because the service did not answer. */
  readonly offline: boolean;
}

export interface Synchronised {
  readonly reported: number;
  /** Scans that the service refused, and why it refused the last of them. */
  readonly setAside: number;
  readonly reason: string | null;
}

/** One gate at one session: decides with the service while it answers, and by itself while it doesn't. */
export interface GateSession {
  scan(scan: GateScan): Promise<GateVerdict>;
  /** Fetches the newest bundle and reports what was decided here; what the service refuses is set aside. Throws ServiceAway. */
  synchronise(): Promise<Synchronised>;
  /** Scans that the service hasn't heard of. */
  unreported(): number;
}

const uploadMax = 200;

/** Throws ServiceAway when there is no bundle yet and the service doesn't answer. */
export async function openGateSession(
  session: string,
  client: GateClient,
  memory: GateMemory,
  clock: ServiceClock,
): Promise<GateSession> {
  const stored = memory.readBundle() ?? (await fetchBundle(session, client, memory, clock, null));
  if (stored === null) throw new ServiceAway('There is no bundle of this session yet.');
  return new OpenGateSession(session, client, memory, clock, stored);
}

async function fetchBundle(
  session: string,
  client: GateClient,
  memory: GateMemory,
  clock: ServiceClock,
  etag: string | null,
): Promise<StoredBundle | null> {
  await client.readClock();
  const fetched = await client.bundle(session, etag);
  if (fetched === null) return null;
  const stored = { ...fetched, aheadMs: clock.aheadMs() };
  memory.writeBundle(stored);
  return stored;
}

class OpenGateSession implements GateSession {
  readonly #session: string;
  readonly #client: GateClient;
  readonly #memory: GateMemory;
  readonly #clock: ServiceClock;
  #stored: StoredBundle;
  #open: OpenBundle;
  #inside = new Set<string>();
  /** Newer statuses than the bundle's, learnt from tickets that came through. */
  #learnt = new Map<string, TicketStatus>();

  constructor(session: string, client: GateClient, memory: GateMemory, clock: ServiceClock, stored: StoredBundle) {
    this.#session = session;
    this.#client = client;
    this.#memory = memory;
    this.#clock = clock;
    this.#stored = stored;
    this.#open = openBundle(stored.bundle);
    if (clock.aheadMs() === 0) clock.set(new Date(Date.now() + stored.aheadMs));
    this.#use(stored);
  }

  async scan(scan: GateScan): Promise<GateVerdict> {
    const request = { ...scan, session: this.#session, nonce: randomUUID(), deviceTime: new Date().toISOString() };
    try {
      const { result, reason, message } = await this.#client.scan(request);
      if (result === 'ADMITTED') this.#note(scan);
      return { admitted: result === 'ADMITTED', reason, message, offline: false };
    } catch (error) {
      // What the service can't read is judged here: whatever is scanned or typed has a verdict.
      if (error instanceof DeviceRefusal) throw error;
      if (!(error instanceof ServiceAway || error instanceof ServiceRefusal)) throw error;
      // The service may have decided before it fell silent: the same nonce makes both reports one scan.
      return this.#scanAlone(scan, request.nonce, request.deviceTime);
    }
  }

  async synchronise(): Promise<Synchronised> {
    let sent: Synchronised = { reported: 0, setAside: 0, reason: null };
    for (let spooled = this.#memory.spooled(); spooled.length > 0; spooled = this.#memory.spooled()) {
      const scans = spooled.slice(0, uploadMax);
      const { reported, setAside, reason } = await this.#upload(scans);
      this.#memory.dropSpooled(scans.length);
      sent = { reported: sent.reported + reported, setAside: sent.setAside + setAside, reason: reason ?? sent.reason };
    }
    // All of these check-ins are known to the service now, and so they are in what it answers.
    const known = this.#memory.checkIns().length;
    const fetched = await fetchBundle(this.#session, this.#client, this.#memory, this.#clock, this.#stored.etag);
    this.#memory.dropCheckIns(known);
    this.#use(fetched ?? this.#stored);
    return sent;
  }

  /** Uploads scans; of those that are refused together, the half that is to blame is found and set aside. */
  async #upload(scans: readonly SpooledScan[]): Promise<Synchronised> {
    try {
      await this.#client.upload({ session: this.#session, deviceNow: new Date().toISOString(), scans });
      return { reported: scans.length, setAside: 0, reason: null };
    } catch (error) {
      if (!(error instanceof ServiceRefusal) || error instanceof DeviceRefusal) throw error;
      const [scan, ...others] = scans;
      if (scan !== undefined && others.length === 0) {
        this.#memory.setAside(scan, error.message);
        return { reported: 0, setAside: 1, reason: error.message };
      }
    }
    const middle = scans.length >> 1;
    const first = await this.#upload(scans.slice(0, middle));
    const second = await this.#upload(scans.slice(middle));
    return {
      reported: first.reported + second.reported,
      setAside: first.setAside + second.setAside,
      reason: second.reason ?? first.reason,
    };
  }

  unreported(): number {
    return this.#memory.spooled().length;
  }

  #use(stored: StoredBundle): void {
    if (stored !== this.#stored) this.#open = openBundle(stored.bundle);
    this.#stored = stored;
    this.#inside = new Set(stored.bundle.inside);
    this.#learnt = new Map();
    for (const checkIn of this.#memory.checkIns()) this.#apply(checkIn);
  }

  #scanAlone(scan: GateScan, nonce: string, deviceTime: string): GateVerdict {
    const judged = this.#judge(scan);
    const forced = scan.force && judged !== null && this.#read(scan) !== null;
    const refusal = forced ? null : judged;
    this.#memory.spool({ nonce, code: scan.code, direction: scan.direction, deviceTime, refusal, forced });
    if (refusal === null) this.#note(scan);
    return {
      admitted: refusal === null,
      reason: refusal,
      message: refusal === null ? null : refusalTexts[refusal],
      offline: true,
    };
  }

  #judge({ code, direction }: GateScan): Refusal | null {
    const { keys, session, statuses } = this.#open;
    const statusOf = (ticketId: string) => this.#learnt.get(ticketId) ?? statuses.get(ticketId) ?? null;
    const judgement = judgeTicket(code, keys, session, statusOf, this.#clock.now());
    if (judgement.kind === 'Refused') return judgement.reason;
    const inside = this.#inside.has(judgement.body.ticketId);
    if (direction === 'ENTRY') return inside ? 'ALREADY_IN' : null;
    return inside ? null : 'NOT_IN';
  }

  #read({ code }: GateScan): Omit<LocalCheckIn, 'direction'> | null {
    const read = readTicketCode(code, this.#open.keys);
    return read.kind === 'Read' ? read.body : null;
  }

  #note(scan: GateScan): void {
    const body = this.#read(scan);
    if (body === null) return;
    const { ticketId, version, mediumNo } = body;
    const checkIn = { ticketId, version, mediumNo, direction: scan.direction };
    this.#memory.noteCheckIn(checkIn);
    this.#apply(checkIn);
  }

  #apply({ ticketId, version, mediumNo, direction }: LocalCheckIn): void {
    if (direction === 'ENTRY') this.#inside.add(ticketId);
    else this.#inside.delete(ticketId);
    const known = this.#learnt.get(ticketId) ?? this.#open.statuses.get(ticketId);
    const isNewer =
      known === undefined || version > known.version || (version === known.version && mediumNo > known.mediumNo);
    if (isNewer) this.#learnt.set(ticketId, { version, mediumNo, state: 'VALID' });
  }
}
