import PDFDocument from 'pdfkit';
import type { TicketPrint } from '../../sql/tickets/ticketPrints.ts';
import { printedTexts } from './printedTexts.ts';
import { qrModules } from './qrCode.ts';

const margin = 48;
const codeSide = 220;
/** A4 in points. */
const page = { width: 595, height: 842 } as const;

/** A sheet with the ticket's code, drawn in vectors so that every printer gets it sharp. */
export function pdfTicket(print: TicketPrint, barcode: string): Promise<Buffer> {
  const document = new PDFDocument({
    size: [page.width, page.height],
    margin: margin,
    info: { Title: `Ticket ${print.sessionCode}` },
  });
  const bytes = collect(document);
  document.font('Helvetica-Bold').fontSize(22).text(print.sessionName);
  document.font('Helvetica').fontSize(12).fillColor('#444').text(`${print.planName} (${print.venueCode})`);
  document.moveDown(1.5);
  for (const { label, value } of printedTexts(print)) {
    document.fontSize(9).fillColor('#777').text(label);
    document.fontSize(13).fillColor('#000').text(value).moveDown(0.4);
  }
  drawCode(document, barcode, (page.width - codeSide) / 2, document.y + 24);
  document
    .fontSize(9)
    .fillColor('#777')
    .text('The first who enters with this code is in. Show it to nobody before.', margin, document.y + codeSide + 48, {
      width: page.width - 2 * margin,
      align: 'center',
    });
  document.end();
  return bytes;
}

function drawCode(document: PDFKit.PDFDocument, barcode: string, left: number, top: number): void {
  const { size, isDark } = qrModules(barcode);
  const side = codeSide / size;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (isDark(row, column)) document.rect(left + column * side, top + row * side, side, side);
    }
  }
  document.fill('#000');
}

function collect(document: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
}
