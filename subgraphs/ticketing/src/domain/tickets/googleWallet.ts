import type { TicketPrint } from '../../sql/tickets/ticketPrints.ts';
import type { IssuedTicket } from './issueTicket.ts';
import { codeDigits, periodSeconds } from './rotatingCode.ts';
import { barcodePattern } from './ticketCode.ts';

/**
 * An `EventTicketObject` of Google Wallet with a rotating barcode: the wallet makes the code itself, without a network, as
 * our app does. The issuer signs it into a "save to wallet" link.
 */
export function googleWalletObject(issuerId: string, on: IssuedTicket, print: TicketPrint): object {
  const { ticketId, version, mediumNo, validFrom, validUntil } = on.body;
  if (on.secret === null) throw new TypeError('A rotating barcode needs the secret of a rotating code.');
  const text = (value: string) => ({ defaultValue: { language: 'en', value } });
  return {
    id: `${issuerId}.${ticketId}-${version}-${mediumNo}`,
    classId: `${issuerId}.${print.sessionCode}`,
    state: 'ACTIVE',
    ticketNumber: ticketId,
    ticketType: text(print.category),
    seatInfo: {
      section: text(print.block),
      ...(print.row === null ? {} : { row: text(print.row) }),
      ...(print.seat === null ? {} : { seat: text(print.seat) }),
    },
    faceValue: { micros: print.priceMinor.toString(), currencyCode: print.currency },
    validTimeInterval: { start: { date: validFrom.toISOString() }, end: { date: validUntil.toISOString() } },
    rotatingBarcode: {
      type: 'QR_CODE',
      valuePattern: barcodePattern(on.signedTicket, '{totp_value_0}'),
      totpDetails: {
        periodMillis: (periodSeconds * 1_000).toString(),
        algorithm: 'TOTP_SHA1',
        parameters: [{ key: on.secret.toString('hex').toUpperCase(), valueLength: codeDigits }],
      },
    },
  };
}
