import { createHash } from 'node:crypto';
import { uuidOfHex } from '../uuid.ts';

/** The id of a scan follows from its device and nonce (a UUID of version 8), so that it is the same whenever it is reported. */
export function scanIdOf(deviceId: string, nonce: string): string {
  const bytes = createHash('sha256').update(`${deviceId}\n${nonce}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return uuidOfHex(bytes.toString('hex'));
}
