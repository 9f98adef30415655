import { uuidOfHex } from '../uuid.ts';

/**
 * What a ticket's code says, in 50 bytes that are then signed. A gate needs nothing else to know whom it admits where, so it
 * works without a network.
 *
 *     0  format, always 1          22  version of the ticket (u16)      34  valid from (u32)
 *     1  key id (4 bytes)          24  medium number (u16)             38  valid until (u32)
 *     5  flags                     26  session (u32)                    42  pseudonym of the holder (8 bytes)
 *     6  ticket id (16 bytes)      30  seat or block (u32)
 *
 * Integers are big-endian, times are seconds since 1970.
 */
export interface TicketBody {
  /** Eight hexadecimal digits: which key has signed it. */
  readonly keyId: string;
  /** True when the code is good only together with the rotating code of the moment. */
  readonly rotating: boolean;
  /** UUID of the ticket. */
  readonly ticketId: string;
  /** Grows when the ticket changes hands or is made anew. */
  readonly version: number;
  /** Grows when the ticket moves to another device, wallet or sheet of paper. */
  readonly mediumNo: number;
  /** Number of the ticketed session. */
  readonly sessionId: number;
  readonly seatNo: number | null;
  /** Of a place without a number. */
  readonly blockNo: number | null;
  readonly validFrom: Date;
  readonly validUntil: Date;
  /** Sixteen hexadecimal digits that differ for each holder and ticket, and tell nobody who it is. */
  readonly holder: string;
}

export const bodyBytes = 50;

const bodyFormat = 1;
const rotatingFlag = 1;
const withoutNumberFlag = 2;

/** The bytes that are signed. */
export function encodeTicketBody(body: TicketBody): Buffer {
  const bytes = Buffer.alloc(bodyBytes);
  bytes[0] = bodyFormat;
  bytes.write(body.keyId, 1, 4, 'hex');
  bytes[5] = (body.rotating ? rotatingFlag : 0) | (body.seatNo === null ? withoutNumberFlag : 0);
  bytes.write(body.ticketId.replaceAll('-', ''), 6, 16, 'hex');
  bytes.writeUInt16BE(body.version, 22);
  bytes.writeUInt16BE(body.mediumNo, 24);
  bytes.writeUInt32BE(body.sessionId, 26);
  bytes.writeUInt32BE(body.seatNo ?? body.blockNo ?? 0, 30);
  bytes.writeUInt32BE(seconds(body.validFrom), 34);
  bytes.writeUInt32BE(seconds(body.validUntil), 38);
  bytes.write(body.holder, 42, 8, 'hex');
  return bytes;
}

/** What the bytes say; null when they are of another format. Whether they are true is for the signature to tell. */
export function decodeTicketBody(bytes: Buffer): TicketBody | null {
  if (bytes.length !== bodyBytes || bytes[0] !== bodyFormat) return null;
  const flags = bytes[5] as number;
  const place = bytes.readUInt32BE(30);
  const numbered = (flags & withoutNumberFlag) === 0;
  return {
    keyId: bytes.toString('hex', 1, 5),
    rotating: (flags & rotatingFlag) !== 0,
    ticketId: uuidOfHex(bytes.toString('hex', 6, 22)),
    version: bytes.readUInt16BE(22),
    mediumNo: bytes.readUInt16BE(24),
    sessionId: bytes.readUInt32BE(26),
    seatNo: numbered ? place : null,
    blockNo: numbered ? null : place,
    validFrom: new Date(bytes.readUInt32BE(34) * 1_000),
    validUntil: new Date(bytes.readUInt32BE(38) * 1_000),
    holder: bytes.toString('hex', 42, 50),
  };
}

const seconds = (moment: Date): number => Math.floor(moment.getTime() / 1_000);
