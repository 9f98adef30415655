import { createHash } from 'node:crypto';

/** The id of a scan follows from its device and nonce (a UUID of version 8), so that it is the same whenever it is told of. */
export function scanIdOf(deviceId: string, nonce: string): string {
  const bytes = createHash('sha256').update(`${deviceId}\n${nonce}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
