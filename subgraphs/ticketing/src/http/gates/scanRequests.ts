import { ClientError } from '@games/service';
import type { EnrolGateDevice } from '../../commands/gates/enrolGateDevice.ts';
import { isRefusal, type OfflineScan } from '../../commands/gates/mergeScans.ts';

/** Reads what devices send. Throws ClientError BAD_USER_INPUT that names the first thing that is wrong. */

const scansMax = 500;
const codeLengthMax = 512;
const nameLengthMax = 60;
const noncePattern = /^[A-Za-z0-9_-]{8,64}$/;

export interface ScanBody {
  readonly session: string;
  readonly nonce: string;
  readonly code: string;
  readonly direction: 'ENTRY' | 'EXIT';
  readonly deviceTime: Date;
  readonly force: boolean;
}

export interface UploadBody {
  readonly session: string;
  readonly deviceNow: Date;
  readonly scans: readonly OfflineScan[];
}

export function readEnrolment(body: Buffer): EnrolGateDevice {
  const content = readObject(body);
  return {
    code: text(content, 'code', 64),
    name: text(content, 'name', nameLengthMax),
    publicKey: text(content, 'publicKey', 200),
  };
}

export function readScan(body: Buffer): ScanBody {
  const content = readObject(body);
  return {
    session: text(content, 'session', 64),
    ...readCode(content),
    deviceTime: moment(content, 'deviceTime'),
    force: content.force === true,
  };
}

export function readUpload(body: Buffer): UploadBody {
  const content = readObject(body);
  const { scans } = content;
  if (!Array.isArray(scans) || scans.length > scansMax) throw refused(`scans must be a list of at most ${scansMax}`);
  return {
    session: text(content, 'session', 64),
    deviceNow: moment(content, 'deviceNow'),
    scans: scans.map((scan: unknown): OfflineScan => {
      if (!isObject(scan)) throw refused('a scan must be an object');
      const { refusal } = scan;
      if (refusal !== null && !(typeof refusal === 'string' && isRefusal(refusal))) throw refused('refusal is unknown');
      return { ...readCode(scan), deviceTime: moment(scan, 'deviceTime'), refusal, forced: scan.forced === true };
    }),
  };
}

type Content = Readonly<Record<string, unknown>>;

function readCode(content: Content) {
  const { direction } = content;
  if (direction !== 'ENTRY' && direction !== 'EXIT') throw refused('direction must be ENTRY or EXIT');
  const nonce = text(content, 'nonce', 64);
  if (!noncePattern.test(nonce)) throw refused('nonce must have 8 to 64 letters, digits, - or _');
  return { nonce, code: text(content, 'code', codeLengthMax), direction } as const;
}

function readObject(body: Buffer): Content {
  let content: unknown;
  try {
    content = JSON.parse(body.toString('utf8'));
  } catch {
    throw new ClientError('BAD_REQUEST', 'The body is not JSON.');
  }
  if (!isObject(content)) throw refused('the body must be an object');
  return content;
}

function text(content: Content, name: string, lengthMax: number): string {
  const value = content[name];
  if (typeof value === 'string' && value.length > 0 && value.length <= lengthMax) return value;
  throw refused(`${name} must be a text of 1 to ${lengthMax} characters`);
}

function moment(content: Content, name: string): Date {
  const value = new Date(typeof content[name] === 'string' ? content[name] : Number.NaN);
  if (Number.isNaN(value.getTime())) throw refused(`${name} must be a time in ISO 8601`);
  return value;
}

const isObject = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const refused = (what: string): ClientError => new ClientError('BAD_USER_INPUT', `Not understood: ${what}.`);
