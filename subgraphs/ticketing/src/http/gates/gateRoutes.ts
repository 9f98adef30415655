import { createHash, createPublicKey } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Database } from '@games/postgres';
import { ClientError, type GamesClock } from '@games/service';
import { type Route, readBody, sendJson } from '@games/subgraph';
import { enrolGateDevice } from '../../commands/gates/enrolGateDevice.ts';
import { mergeScans } from '../../commands/gates/mergeScans.ts';
import { scanTicket } from '../../commands/gates/scanTicket.ts';
import { refusalTexts } from '../../domain/gates/reasons.ts';
import { deviceHeader, isSignedBy, signatureHeader, timeHeader } from '../../domain/gates/requestSignature.ts';
import type { TicketKeys } from '../../domain/tickets/ticketKeys.ts';
import { isUuid } from '../../domain/uuid.ts';
import { findDevice, type GateRow, gatesByIds, seeDevice } from '../../sql/gates/gates.ts';
import { lastEntryOf } from '../../sql/gates/scans.ts';
import { type SessionRow, sessionsByCodes } from '../../sql/sessions/sessions.ts';
import { makeBundle } from './makeBundle.ts';
import { readEnrolment, readScan, readUpload } from './scanRequests.ts';

export interface GateRooms {
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

const BODY_BYTES_MAX = 1_048_576;

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
export function gateRoutes(rooms: GateRooms): Readonly<Record<string, Route>> {
  return {
    'GET /gates/time': (_request, response) => sendJson(response, 200, { now: rooms.clock.now().toISOString() }),
    'POST /gates/devices': (request, response) => enrol(rooms, request, response),
    'GET /gates/bundles/*': signed(rooms, (device, response, url, request) =>
      bundle(rooms, device, response, url, request),
    ),
    'POST /gates/scans': signed(rooms, (device, response) => scan(rooms, device, response)),
    'POST /gates/uploads': signed(rooms, (device, response) => upload(rooms, device, response)),
  };
}

async function enrol(
  { database, clock }: GateRooms,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const outcome = await enrolGateDevice(database, readEnrolment(await readBody(request, BODY_BYTES_MAX)));
  if (outcome.kind !== 'Enrolled') {
    throw outcome.kind === 'BadCode'
      ? new ClientError('FORBIDDEN', 'This code is wrong, used, or too old.')
      : new ClientError('BAD_USER_INPUT', 'publicKey is no Ed25519 key (SPKI, base64).');
  }
  const { code, name, venueCode } = outcome.gate;
  sendJson(response, 201, { device: outcome.deviceId, gate: { code, name, venue: venueCode }, now: clock.now() });
}

/** Lets only enrolled devices through that have signed their request. */
function signed(rooms: GateRooms, route: DeviceRoute): Route {
  return async (request, response, url) => {
    const body = await readBody(request, BODY_BYTES_MAX);
    const device = await knownDevice(rooms, request, url, body);
    await route(device, response, url, request);
  };
}

async function knownDevice(
  { database, clock }: GateRooms,
  request: IncomingMessage,
  url: URL,
  body: Buffer,
): Promise<KnownDevice> {
  const refused = () => new ClientError('UNAUTHENTICATED', 'The request is not signed by an enrolled device.');
  const deviceId = String(request.headers[deviceHeader] ?? '');
  const device = isUuid(deviceId) ? await findDevice(database, deviceId) : null;
  if (device === null) throw refused();
  if (device.revokedAt !== null) throw new ClientError('FORBIDDEN', 'This device has been shut out.');
  const publicKey = createPublicKey({ key: Buffer.from(device.publicKey, 'base64'), format: 'der', type: 'spki' });
  const signature = String(request.headers[signatureHeader] ?? '');
  const timeMs = Number(request.headers[timeHeader]);
  const named = { method: request.method ?? '', path: url.pathname + url.search, timeMs, body };
  if (!isSignedBy(publicKey, named, signature, clock.now().getTime())) throw refused();
  await seeDevice(database, deviceId);
  const [gate] = await gatesByIds(database, [device.gateId]);
  return { deviceId, gate: gate as GateRow, body };
}

async function bundle(
  rooms: GateRooms,
  { gate }: KnownDevice,
  response: ServerResponse,
  url: URL,
  request: IncomingMessage,
): Promise<void> {
  const session = await sessionAt(rooms, gate, decodeURIComponent(url.pathname.slice('/gates/bundles/'.length)));
  const made = await makeBundle(rooms, gate, session);
  // The moment of making is no content: a bundle that says the same is the same.
  const etag = `"${createHash('sha256')
    .update(JSON.stringify({ ...made, madeAt: null }))
    .digest('base64url')}"`;
  response.setHeader('etag', etag);
  response.setHeader('cache-control', 'no-store');
  if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
  else sendJson(response, 200, made);
}

async function scan(rooms: GateRooms, { deviceId, gate, body }: KnownDevice, response: ServerResponse): Promise<void> {
  const { session: code, ...request } = readScan(body);
  const session = await sessionAt(rooms, gate, code);
  const { scanId, refusal, ticketId } = await scanTicket(rooms, { ...request, deviceId, session });
  const before = refusal === 'ALREADY_IN' && ticketId !== null ? await lastEntryOf(rooms.database, ticketId) : null;
  sendJson(response, 200, {
    scan: scanId,
    result: refusal === null ? 'ADMITTED' : 'REFUSED',
    reason: refusal,
    message: refusal === null ? null : refusalTexts[refusal],
    ticket: ticketId,
    lastEntry: before,
    now: rooms.clock.now(),
  });
}

async function upload(
  rooms: GateRooms,
  { deviceId, gate, body }: KnownDevice,
  response: ServerResponse,
): Promise<void> {
  const { session: code, deviceNow, scans } = readUpload(body);
  const session = await sessionAt(rooms, gate, code);
  const { merged } = await mergeScans(rooms, { deviceId, session, deviceNow, scans });
  sendJson(response, 200, { received: scans.length, merged, now: rooms.clock.now() });
}

/** A session of the gate's own venue. */
async function sessionAt({ database }: GateRooms, gate: GateRow, code: string): Promise<SessionRow> {
  const [session] = await sessionsByCodes(database, [code]);
  if (session === undefined || session.venueCode !== gate.venueCode) {
    throw new ClientError('NOT_FOUND', `There is no session ${code.slice(0, 64)} at ${gate.venueCode}.`);
  }
  return session;
}
