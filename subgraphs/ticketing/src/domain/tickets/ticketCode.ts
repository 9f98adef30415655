import { sign, verify } from 'node:crypto';
import { fromBase45, toBase45 } from './base45.ts';
import { codeDigits } from './rotatingCode.ts';
import { bodyBytes, decodeTicketBody, encodeTicketBody, type TicketBody } from './ticketBody.ts';
import type { PublicKeys, TicketSigner } from './ticketKeys.ts';

/**
 * The text in a ticket's barcode: `GG1:`, the rotating code (eight digits, `--------` on a medium that doesn't rotate), and
 * body and signature in base45. All of it are characters of a QR code's alphanumeric mode.
 */

const pathPrefix = 'GG1:';
const noCode = '-'.repeat(codeDigits);
const signatureBytes = 64;
const signedFrom = pathPrefix.length + codeDigits;
const signedLength = ((bodyBytes + signatureBytes) / 2) * 3;

/** Body and signature of a ticket, as they stay while the rotating code changes. Ed25519 makes the same for the same body. */
export function signTicket(signer: TicketSigner, body: Omit<TicketBody, 'keyId'>): string {
  const bytes = encodeTicketBody({ ...body, keyId: signer.keyId });
  return toBase45(Buffer.concat([bytes, sign(null, bytes, signer.privateKey)]));
}

/** The text of the barcode, with the rotating code of the moment or without one. */
export function barcodeText(signedTicket: string, rotatingCode: string | null): string {
  return pathPrefix + (rotatingCode ?? noCode) + signedTicket;
}

/** The text with `placeholder` where a wallet puts the rotating code. */
export function barcodePattern(signedTicket: string, placeholder: string): string {
  return pathPrefix + placeholder + signedTicket;
}

export type ReadTicket =
  /** `rotatingCode` is null where the medium doesn't rotate. */
  | { readonly kind: 'Read'; readonly body: TicketBody; readonly rotatingCode: string | null }
  | { readonly kind: 'Unreadable'; readonly reason: 'MALFORMED' | 'UNKNOWN_KEY' | 'BAD_SIGNATURE' };

/** Reads a barcode and checks its signature. */
export function readTicketCode(text: string, keys: PublicKeys): ReadTicket {
  if (text.length !== signedFrom + signedLength || !text.startsWith(pathPrefix)) return unreadable('MALFORMED');
  const bytes = fromBase45(text.slice(signedFrom));
  if (bytes === null) return unreadable('MALFORMED');
  const signed = bytes.subarray(0, bodyBytes);
  const body = decodeTicketBody(signed);
  if (body === null) return unreadable('MALFORMED');
  const key = keys.get(body.keyId);
  if (key === undefined) return unreadable('UNKNOWN_KEY');
  if (!verify(null, signed, key, bytes.subarray(bodyBytes))) return unreadable('BAD_SIGNATURE');
  const code = text.slice(pathPrefix.length, signedFrom);
  return { kind: 'Read', body, rotatingCode: code === noCode ? null : code };
}

const unreadable = (reason: (ReadTicket & { kind: 'Unreadable' })['reason']): ReadTicket => ({
  kind: 'Unreadable',
  reason,
});
