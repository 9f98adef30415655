import type { Database } from '@games/postgres';
import { ClientError } from '@games/service';
import type { Route } from '@games/subgraph';
import { readDocumentSegment } from '../../domain/tickets/documentAddress.ts';
import { type IssuedTicket, issueTicket } from '../../domain/tickets/issueTicket.ts';
import { barcodeText } from '../../domain/tickets/ticketCode.ts';
import type { TicketKeys } from '../../domain/tickets/ticketKeys.ts';
import { selectMedium } from '../../sql/tickets/ticketMedia.ts';
import { selectTicketPrint } from '../../sql/tickets/ticketPrints.ts';
import { selectTicketStatus } from '../../sql/tickets/ticketStatus.ts';
import { passBundle } from './passBundle.ts';
import { pdfTicket } from './pdfTicket.ts';
import { qrPng, qrSvg } from './qrCode.ts';

const pathPrefix = '/tickets/';

type Renderer = {
  readonly contentType: string;
  readonly render: (database: Database, on: IssuedTicket, barcode: string) => Promise<Buffer | string>;
};

/** The documents of a printed ticket by their names. */
const renderers: Readonly<Record<string, Renderer>> = {
  'ticket.pdf': {
    contentType: 'application/pdf',
    render: async (database, on, barcode) => pdfTicket(await selectTicketPrint(database, on.body.ticketId), barcode),
  },
  'ticket.png': { contentType: 'image/png', render: (_database, _on, barcode) => qrPng(barcode) },
  'ticket.svg': { contentType: 'image/svg+xml', render: (_database, _on, barcode) => qrSvg(barcode) },
  'ticket.pkpass': {
    contentType: 'application/vnd.apple.pkpass',
    render: async (database, { body }, barcode) => {
      const { ticketId, version, mediumNo, validUntil } = body;
      const print = await selectTicketPrint(database, ticketId);
      return passBundle({ serialNumber: `${ticketId}-${version}-${mediumNo}`, barcode, print, validUntil });
    },
  },
};

/** `GET /tickets/{permission}/{document}`. A ticket that has changed hands or media since is not given out any more. */
export function documentRoutes(database: Database, keys: TicketKeys): Readonly<Record<string, Route>> {
  return {
    [`GET ${pathPrefix}*`]: async (_request, response, url) => {
      const [segment = '', name = ''] = url.pathname.slice(pathPrefix.length).split('/');
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

async function printedTicket(database: Database, keys: TicketKeys, segment: string): Promise<IssuedTicket | null> {
  const address = readDocumentSegment(keys.documentKey, segment);
  if (address === null) return null;
  const ticket = await selectTicketStatus(database, address.ticketId);
  const medium = await selectMedium(database, address.ticketId);
  const isCurrent =
    ticket?.state === 'VALID' && ticket.version === address.version && ticket.mediumNo === address.mediumNo;
  return isCurrent && medium?.kind === 'PRINT' ? issueTicket(keys, ticket, address.mediumNo, false) : null;
}
