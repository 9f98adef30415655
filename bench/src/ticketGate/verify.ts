/**
 * A gate without a network, on one core: judges tickets from a session's bundle and prints what it took as JSON. Tickets are
 * made in portions that are not timed; every judgement is compared with what the ticket deserves.
 */

import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import {
  barcodeText,
  judgeTicket,
  keyIdOf,
  openBundle,
  rotatingCode,
  rotationSecret,
  sessionRotationKey,
  signTicket,
  type TicketBody,
  type TicketStatus,
} from '@games/ticketing/gate';

const portion = 20_000;
const sessionId = 42;

const count = Number(process.argv[2] ?? 1_000_000);
const now = new Date('2028-07-22T19:30:00-07:00');
const keys = generateKeyPairSync('ed25519');
const signer = { keyId: keyIdOf(keys.publicKey), privateKey: keys.privateKey };
const forger = { keyId: signer.keyId, privateKey: generateKeyPairSync('ed25519').privateKey };
const rotationKey = sessionRotationKey(randomBytes(32), sessionId);

/** What a hundred tickets are like: most are good, each kind of bad one is among them. */
const kinds = ['GOOD', 'BAD_SIGNATURE', 'STALE_CODE', 'TRANSFERRED', 'SUPERSEDED', 'REVOKED', 'ALREADY_IN'] as const;
type Kind = (typeof kinds)[number];
const kindOf = (index: number): Kind => kinds[index % 100] ?? 'GOOD';

interface Made {
  readonly code: string;
  readonly deserves: Kind;
}

const statuses: [string, number, number, TicketStatus['state']][] = [];
const inside = new Set<string>();

function make(index: number): Made {
  const deserves = kindOf(index);
  const body: Omit<TicketBody, 'keyId'> = {
    rotating: true,
    ticketId: randomUUID(),
    version: 1,
    mediumNo: 1,
    sessionId: sessionId,
    seatNo: index,
    blockNo: null,
    validFrom: new Date(now.getTime() - 3_600_000),
    validUntil: new Date(now.getTime() + 36_000_000),
    holder: '0123456789abcdef',
  };
  if (deserves === 'TRANSFERRED') statuses.push([body.ticketId, 2, 0, 'VALID']);
  if (deserves === 'SUPERSEDED') statuses.push([body.ticketId, 1, 2, 'VALID']);
  if (deserves === 'REVOKED') statuses.push([body.ticketId, 1, 1, 'REVOKED']);
  if (deserves === 'ALREADY_IN') inside.add(body.ticketId);
  const signed = signTicket(deserves === 'BAD_SIGNATURE' ? forger : signer, body);
  // A phone's clock is off by up to a period, either way.
  const shownAt = new Date(now.getTime() + (deserves === 'STALE_CODE' ? -90_000 : ((index % 3) - 1) * 15_000));
  return { code: barcodeText(signed, rotatingCode(rotationSecret(rotationKey, body), shownAt)), deserves };
}

function openGate() {
  return openBundle({
    format: 2,
    gate: { code: 'G1', name: 'Gate 1', venue: 'STA' },
    session: {
      id: sessionId,
      code: 'ATH-T01',
      isCancelled: false,
      doorsOpenAt: now.toISOString(),
      startsAt: now.toISOString(),
      endsAt: now.toISOString(),
    },
    keys: [{ kid: signer.keyId, spki: keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64') }],
    rotationKey: rotationKey.toString('base64'),
    statuses,
    inside: [],
    madeAt: now.toISOString(),
  });
}

let timedMs = 0;
let processorMs = 0;
const verdicts: Record<string, number> = {};
for (let done = 0; done < count; done += portion) {
  const size = Math.min(portion, count - done);
  const tickets = Array.from({ length: size }, (_, index) => make(done + index));
  const gate = openGate();
  const used = process.cpuUsage();
  const beganMs = performance.now();
  const found = tickets.map(({ code }) => {
    const judgement = judgeTicket(code, gate.keys, gate.session, (id) => gate.statuses.get(id) ?? null, now);
    if (judgement.kind === 'Refused') return judgement.reason;
    const isIn = inside.has(judgement.body.ticketId);
    inside.add(judgement.body.ticketId);
    return isIn ? 'ALREADY_IN' : 'GOOD';
  });
  timedMs += performance.now() - beganMs;
  const { user, system } = process.cpuUsage(used);
  processorMs += (user + system) / 1_000;
  for (const [index, verdict] of found.entries()) {
    const deserved = tickets[index]?.deserves;
    if (verdict !== deserved) throw new Error(`A ticket that deserves ${deserved} was judged ${verdict}.`);
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  }
}
process.stdout.write(JSON.stringify({ count, timedMs, processorMs, verdicts }));
