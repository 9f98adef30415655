import { createHash, createPublicKey } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, sendJson } from '@games/http';
import type { Database } from '@games/postgres';
import { ClientError, type GamesClock } from '@games/service';
import type { Route } from '@games/subgraph';
import { enrolGateDevice } from '../../commands/gates/enrolGateDevice.ts';
import { mergeScans } from '../../commands/gates/mergeScans.ts';
import { scanTicket } from '../../commands/gates/scanTicket.ts';
import { refusalTexts } from '../../domain/gates/reasons.ts';
import { deviceHeader, isSignedBy, signatureHeader, timeHeader } from '../../domain/gates/requestSignature.ts';
import type { TicketKeys } from '../../domain/tickets/ticketKeys.ts';
import { isUuid } from '../../domain/uuid.ts';
import { type GateRow, selectDevice, selectGatesByIds, updateDeviceSeen } from '../../sql/gates/gates.ts';
import { selectLastEntry } from '../../sql/gates/scans.ts';
import { type SessionRow, selectSessionsByCodes } from '../../sql/sessions/sessions.ts';
import { makeBundle } from './makeBundle.ts';
import { readEnrolment, readScan, readUpload } from './scanRequests.ts';

export interface GateDependencies {
  readonly database: Database;
  readonly clock: GamesClock;
  readonly keys: TicketKeys;
}

/** A device that has proved who it is. */
interface KnownDevice {
  readonly deviceId: string;
  readonly gate: GateRow;
  readonly body: Buffer;
}

type DeviceRoute = (device: KnownDevice, response: ServerResponse, url: URL, request: IncomingMessage) => Promise<void>;

const bodyBytesMax = 1_048_576;

/**
 * The HTTP side of the gates:
 *
 * - `GET /gates/time` our time, for everybody
 * - `POST /gates/devices` enrolment by one-time code
 * - `GET /gates/bundles/{session}` what a gate needs to work without a network (with ETag)
 * - `POST /gates/scans` one scan, decided here
 * - `POST /gates/uploads` scans that the gate decided while it was cut off
 *
 * All but the first two are signed by the device.
 */
export function gateRoutes(dependencies: GateDependencies): Readonly<Record<string, Route>> {
  return {
    'GET /gates/time': (_request, response) => sendJson(response, 200, { now: dependencies.clock.now().toISOString() }),
    'POST /gates/devices': (request, response) => enrol(dependencies, request, response),
    'GET /gates/bundles/*': signed(dependencies, (device, response, url, request) =>
      bundle(dependencies, device, response, url, request),
    ),
    'POST /gates/scans': signed(dependencies, (device, response) => scan(dependencies, device, response)),
    'POST /gates/uploads': signed(dependencies, (device, response) => upload(dependencies, device, response)),
  };
}

async function enrol(
  { database, clock }: GateDependencies,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const outcome = await enrolGateDevice(database, readEnrolment(await readBody(request, bodyBytesMax)));
  if (outcome.kind !== 'Enrolled') {
    throw outcome.kind === 'BadCode'
      ? new ClientError('FORBIDDEN', 'This code is wrong, used, or too old.')
      : new ClientError('BAD_USER_INPUT', 'publicKey is not an Ed25519 key (SPKI, base64).');
  }
  const { code, name, venueCode } = outcome.gate;
  sendJson(response, 201, { device: outcome.deviceId, gate: { code, name, venue: venueCode }, now: clock.now() });
}

/** Lets only enrolled devices through that have signed their request. */
function signed(dependencies: GateDependencies, route: DeviceRoute): Route {
  return async (request, response, url) => {
    const body = await readBody(request, bodyBytesMax);
    const device = await knownDevice(dependencies, request, url, body);
    await route(device, response, url, request);
  };
}

async function knownDevice(
  { database, clock }: GateDependencies,
  request: IncomingMessage,
  url: URL,
  body: Buffer,
): Promise<KnownDevice> {
  const refused = () => new ClientError('UNAUTHENTICATED', 'The request is not signed by an enrolled device.');
  const deviceId = String(request.headers[deviceHeader] ?? '');
  const device = isUuid(deviceId) ? await selectDevice(database, deviceId) : null;
  if (device === null) throw refused();
  if (device.revokedAt !== null) throw new ClientError('FORBIDDEN', 'This device has been shut out.');
  const publicKey = createPublicKey({ key: Buffer.from(device.publicKey, 'base64'), format: 'der', type: 'spki' });
  const signature = String(request.headers[signatureHeader] ?? '');
  const timeMs = Number(request.headers[timeHeader]);
  const named = { method: request.method ?? '', path: url.pathname + url.search, timeMs, body };
  if (!isSignedBy(publicKey, named, signature, clock.now().getTime())) throw refused();
  await updateDeviceSeen(database, deviceId);
  const [gate] = await selectGatesByIds(database, [device.gateId]);
  return { deviceId, gate: gate as GateRow, body };
}

async function bundle(
  dependencies: GateDependencies,
  { gate }: KnownDevice,
  response: ServerResponse,
  url: URL,
  request: IncomingMessage,
): Promise<void> {
  const session = await sessionAt(dependencies, gate, decodeURIComponent(url.pathname.slice('/gates/bundles/'.length)));
  const made = await makeBundle(dependencies, gate, session);
  // The moment of making is not content: a bundle that says the same is the same.
  const etag = `"${createHash('sha256')
    .update(JSON.stringify({ ...made, madeAt: null }))
    .digest('base64url')}"`;
  response.setHeader('etag', etag);
  response.setHeader('cache-control', 'no-store');
  if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
  else sendJson(response, 200, made);
}

async function scan(
  dependencies: GateDependencies,
  { deviceId, gate, body }: KnownDevice,
  response: ServerResponse,
): Promise<void> {
  const { session: code, ...request } = readScan(body);
  const session = await sessionAt(dependencies, gate, code);
  const { scanId, refusal, ticketId } = await scanTicket(dependencies, { ...request, deviceId, session });
  const before =
    refusal === 'ALREADY_IN' && ticketId !== null ? await selectLastEntry(dependencies.database, ticketId) : null;
  sendJson(response, 200, {
    scan: scanId,
    result: refusal === null ? 'ADMITTED' : 'REFUSED',
    reason: refusal,
    message: refusal === null ? null : refusalTexts[refusal],
    ticket: ticketId,
    lastEntry: before,
    now: dependencies.clock.now(),
  });
}

async function upload(
  dependencies: GateDependencies,
  { deviceId, gate, body }: KnownDevice,
  response: ServerResponse,
): Promise<void> {
  const { session: code, deviceNow, scans } = readUpload(body);
  const session = await sessionAt(dependencies, gate, code);
  const { merged } = await mergeScans(dependencies, { deviceId, session, deviceNow, scans });
  sendJson(response, 200, { received: scans.length, merged, now: dependencies.clock.now() });
}

/** A session of the gate's own venue. */
async function sessionAt({ database }: GateDependencies, gate: GateRow, code: string): Promise<SessionRow> {
  const [session] = await selectSessionsByCodes(database, [code]);
  if (session === undefined || session.venueCode !== gate.venueCode) {
    throw new ClientError('NOT_FOUND', `There is no session ${code.slice(0, 64)} at ${gate.venueCode}.`);
  }
  return session;
}
