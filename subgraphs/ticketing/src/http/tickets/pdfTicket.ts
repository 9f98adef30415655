import PDFDocument from 'pdfkit';
import type { TicketPrint } from '../../sql/tickets/ticketPrints.ts';
import { printedTexts } from './printedTexts.ts';
import { printText } from './printText.ts';
import { qrModules } from './qrCode.ts';

const margin = 48;
const codeSide = 220;
/** A4 in points. */
const page = { width: 595, height: 842 } as const;

/**
 * A sheet with the ticket's code, drawn in vectors so that every printer gets it sharp. Throws CHARACTER_NOT_PRINTABLE where a
 * name has a character that no font has: a ticket with garbage on it would be held for a forgery.
 */
export async function pdfTicket(print: TicketPrint, barcode: string): Promise<Buffer> {
  const document = new PDFDocument({
    size: [page.width, page.height],
    margin: margin,
    info: { Title: `Ticket ${print.sessionCode}` },
  });
  const bytes = collect(document);
  let y = margin;
  const write = async (text: string, size: number, colour: string, gap: number): Promise<void> => {
    document.fillColor(colour).strokeColor(colour);
    y = gap + (await printText(document, text, { x: margin, y, width: page.width - 2 * margin, size }));
  };
  await write(print.sessionName, 22, '#000', 0);
  await write(`${print.planName} (${print.venueCode})`, 12, '#444', 20);
  for (const { label, value } of printedTexts(print)) {
    await write(label, 9, '#777', 0);
    await write(value, 13, '#000', 6);
  }
  drawCode(document, barcode, (page.width - codeSide) / 2, y + 16);
  y += codeSide + 32;
  await write('The first who enters with this code is in. Show it to nobody before.', 9, '#777', 0);
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
