import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import type { TicketPrint } from '../../sql/tickets/ticketPrints.ts';
import { plainPng } from './plainPng.ts';
import { printedTexts } from './printedTexts.ts';

const colour = [31, 78, 121] as const;

export interface PassTicket {
  readonly serialNumber: string;
  readonly barcode: string;
  readonly print: TicketPrint;
  readonly validUntil: Date;
}

/**
 * A bundle in the form of Apple Wallet: a zip with `pass.json`, pictures, and a manifest of SHA-1 sums. The signature over
 * the manifest needs a certificate of Apple's and is left to those who have one; the rest is complete.
 */
export function passBundle(ticket: PassTicket): Buffer {
  const files: Record<string, Buffer> = {
    'pass.json': Buffer.from(JSON.stringify(passOf(ticket))),
    'icon.png': plainPng(29, colour),
    'icon@2x.png': plainPng(58, colour),
    'logo.png': plainPng(50, colour),
  };
  const sums = Object.entries(files).map(([name, content]) => [name, createHash('sha1').update(content).digest('hex')]);
  const manifest = Buffer.from(JSON.stringify(Object.fromEntries(sums)));
  return Buffer.from(zipSync({ ...files, 'manifest.json': manifest }));
}

function passOf({ serialNumber, barcode, print, validUntil }: PassTicket): object {
  const [starts, ...others] = printedTexts(print);
  return {
    formatVersion: 1,
    passTypeIdentifier: 'pass.games.ticket',
    teamIdentifier: 'GAMES',
    organizationName: 'Games',
    description: `Ticket for ${print.sessionName}`,
    serialNumber,
    foregroundColor: 'rgb(255, 255, 255)',
    backgroundColor: `rgb(${colour.join(', ')})`,
    relevantDate: print.startsAt.toISOString(),
    expirationDate: validUntil.toISOString(),
    sharingProhibited: true,
    barcodes: [{ format: 'PKBarcodeFormatQR', message: barcode, messageEncoding: 'iso-8859-1' }],
    eventTicket: {
      primaryFields: [{ key: 'session', label: print.sessionCode, value: print.sessionName }],
      secondaryFields: [starts],
      auxiliaryFields: others,
    },
  };
}
