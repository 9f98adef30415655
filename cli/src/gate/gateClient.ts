import { type Refusal, type SessionBundle, signRequest } from '@games/ticketing/gate';
import type { GateDevice } from './device.ts';
import type { ServiceClock } from './serviceClock.ts';

export interface ScanRequest {
  readonly session: string;
  readonly nonce: string;
  readonly code: string;
  readonly direction: 'ENTRY' | 'EXIT';
  readonly deviceTime: string;
  readonly force: boolean;
}

export interface ScanAnswer {
  readonly result: 'ADMITTED' | 'REFUSED';
  readonly reason: Refusal | null;
  readonly message: string | null;
  readonly ticket: string | null;
}

export interface UploadRequest {
  readonly session: string;
  readonly deviceNow: string;
  readonly scans: readonly object[];
}

/** The service does not answer in time, or is in trouble: the gate goes on by itself. */
export class ServiceAway extends Error {
  override readonly name = 'ServiceAway';
}

/** The service answers, and refuses what the device sent: another request may be accepted. */
export class ServiceRefusal extends Error {
  override readonly name: string = 'ServiceRefusal';
}

/** The service answers, and refuses the device itself. */
export class DeviceRefusal extends ServiceRefusal {
  override readonly name = 'DeviceRefusal';
}

/** The service as a gate talks to it: every request signed by the device. */
export interface GateClient {
  scan(request: ScanRequest): Promise<ScanAnswer>;
  upload(request: UploadRequest): Promise<{ readonly merged: number }>;
  /** The bundle of a session; null when it is still the one with this tag. */
  bundle(
    session: string,
    etag: string | null,
  ): Promise<{ readonly bundle: SessionBundle; readonly etag: string } | null>;
  /** Compares our clock with the service's. */
  readClock(): Promise<void>;
}

export function createGateClient(device: GateDevice, clock: ServiceClock, timeoutMs: number): GateClient {
  const send = async (method: string, path: string, content: object | null, headers: Record<string, string> = {}) => {
    const body = Buffer.from(content === null ? '' : JSON.stringify(content));
    const signed = signRequest(device.id, device.privateKey, { method, path, timeMs: clock.now().getTime(), body });
    const response = await fetch(new URL(path, device.url), {
      method,
      headers: { 'content-type': 'application/json', ...signed, ...headers },
      signal: AbortSignal.timeout(timeoutMs),
      ...(content === null ? {} : { body }),
    }).catch((cause: unknown) => {
      throw new ServiceAway('The service does not answer.', { cause });
    });
    if (response.status >= 500) throw new ServiceAway(`The service answered with status ${response.status}.`);
    if (response.status === 401 || response.status === 403) throw new DeviceRefusal(await reasonOf(response));
    if (response.status >= 400) throw new ServiceRefusal(await reasonOf(response));
    return response;
  };
  return {
    scan: async (request) => (await (await send('POST', '/gates/scans', request)).json()) as ScanAnswer,
    upload: async (request) => (await (await send('POST', '/gates/uploads', request)).json()) as { merged: number },
    bundle: async (session, etag) => {
      const known = etag === null ? {} : { 'if-none-match': etag };
      const response = await send('GET', `/gates/bundles/${encodeURIComponent(session)}`, null, known);
      if (response.status === 304) return null;
      return { bundle: (await response.json()) as SessionBundle, etag: response.headers.get('etag') ?? '' };
    },
    readClock: async () => {
      const response = await fetch(new URL('/gates/time', device.url), {
        signal: AbortSignal.timeout(timeoutMs),
      }).catch((cause: unknown) => {
        throw new ServiceAway('The service does not answer.', { cause });
      });
      const { now } = (await response.json()) as { now: string };
      clock.set(new Date(now));
    },
  };
}

async function reasonOf(response: Response): Promise<string> {
  const answer = (await response.json().catch(() => null)) as { errors?: { message: string }[] } | null;
  return answer?.errors?.[0]?.message ?? `The service answered with status ${response.status}.`;
}
