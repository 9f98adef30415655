import { createHmac, timingSafeEqual } from 'node:crypto';
import { uuidOfHex } from '../uuid.ts';

/**
 * The code by which somebody accepts a ticket that was offered to anybody who brings it: the transfer's id and a MAC of it. It
 * is made when it is asked for and stored nowhere.
 */

const macBytes = 16;
const idBytes = 16;

export function claimCodeOf(key: Buffer, transferId: string): string {
  const id = Buffer.from(transferId.replaceAll('-', ''), 'hex');
  return Buffer.concat([id, macOf(key, id)]).toString('base64url');
}

/** The transfer that a claim code is for; null when it is none of ours. */
export function transferOfClaimCode(key: Buffer, code: string): string | null {
  const bytes = Buffer.from(code, 'base64url');
  if (bytes.length !== idBytes + macBytes) return null;
  const id = bytes.subarray(0, idBytes);
  if (!timingSafeEqual(bytes.subarray(idBytes), macOf(key, id))) return null;
  return uuidOfHex(id.toString('hex'));
}

function macOf(key: Buffer, id: Buffer): Buffer {
  return createHmac('sha256', key).update('claim of transfer ').update(id).digest().subarray(0, macBytes);
}
