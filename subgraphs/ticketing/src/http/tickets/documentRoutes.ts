import type { Database } from '@games/postgres';
import { ClientError } from '@games/service';
import type { Route } from '@games/subgraph';
import { readDocumentSegment } from '../../domain/tickets/documentAddress.ts';
import { barcodeText } from '../../domain/tickets/ticketCode.ts';
import type { TicketKeys } from '../../domain/tickets/ticketKeys.ts';
import { putOnCarrier, type TicketOnCarrier } from '../../domain/tickets/ticketOnCarrier.ts';
import { findCarrier } from '../../sql/tickets/ticketCarriers.ts';
import { readTicketPrint } from '../../sql/tickets/ticketPrints.ts';
import { findStandingTicket } from '../../sql/tickets/ticketStandings.ts';
import { passBundle } from './passBundle.ts';
import { pdfTicket } from './pdfTicket.ts';
import { qrPng, qrSvg } from './qrCode.ts';

const PREFIX = '/tickets/';

type Renderer = {
  readonly contentType: string;
  readonly render: (database: Database, on: TicketOnCarrier, barcode: string) => Promise<Buffer | string>;
};

/** The documents of a printed ticket by their names. */
const renderers: Readonly<Record<string, Renderer>> = {
  'ticket.pdf': {
    contentType: 'application/pdf',
    render: async (database, on, barcode) => pdfTicket(await readTicketPrint(database, on.body.ticketId), barcode),
  },
  'ticket.png': { contentType: 'image/png', render: (_database, _on, barcode) => qrPng(barcode) },
  'ticket.svg': { contentType: 'image/svg+xml', render: (_database, _on, barcode) => qrSvg(barcode) },
  'ticket.pkpass': {
    contentType: 'application/vnd.apple.pkpass',
    render: async (database, { body }, barcode) => {
      const { ticketId, version, carrier, validUntil } = body;
      const print = await readTicketPrint(database, ticketId);
      return passBundle({ serialNumber: `${ticketId}-${version}-${carrier}`, barcode, print, validUntil });
    },
  },
};

/** `GET /tickets/{permission}/{document}`. A ticket that has changed hands or carriers since is not given out any more. */
export function documentRoutes(database: Database, keys: TicketKeys): Readonly<Record<string, Route>> {
  return {
    [`GET ${PREFIX}*`]: async (_request, response, url) => {
      const [segment = '', name = ''] = url.pathname.slice(PREFIX.length).split('/');
      const renderer = Object.hasOwn(renderers, name) ? renderers[name] : undefined;
      const on = await printedTicket(database, keys, segment);
      if (renderer === undefined || on === null) {
        throw new ClientError('NOT_FOUND', 'This address is wrong, too old, or of a ticket that has changed since.');
      }
      const content = await renderer.render(database, on, barcodeText(on.signedTicket, null));
      response.writeHead(200, {
        'content-type': renderer.contentType,
        'content-length': Buffer.byteLength(content),
        'cache-control': 'no-store',
      });
      response.end(content);
    },
  };
}

async function printedTicket(database: Database, keys: TicketKeys, segment: string): Promise<TicketOnCarrier | null> {
  const address = readDocumentSegment(keys.documentKey, segment);
  if (address === null) return null;
  const ticket = await findStandingTicket(database, address.ticketId);
  const carrier = await findCarrier(database, address.ticketId);
  const isCurrent =
    ticket?.state === 'VALID' && ticket.version === address.version && ticket.carrier === address.carrier;
  return isCurrent && carrier?.kind === 'PRINT' ? putOnCarrier(keys, ticket, address.carrier, false) : null;
}
