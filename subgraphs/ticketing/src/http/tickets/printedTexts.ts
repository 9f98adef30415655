import { toDecimal } from '@games/payments';
import type { TicketPrint } from '../../sql/tickets/ticketPrints.ts';

/** A line of a printed ticket: what it is, and what it says. */
export interface PrintedText {
  readonly key: 'starts' | 'doors' | 'place' | 'category' | 'price';
  readonly label: string;
  readonly value: string;
}

/** What is printed beside the code, in the order in which people look for it. */
export function printedTexts(print: TicketPrint): readonly PrintedText[] {
  const { utcOffsetMinutes } = print;
  return [
    { key: 'starts', label: 'Starts', value: localTime(print.startsAt, utcOffsetMinutes) },
    { key: 'doors', label: 'Doors open', value: localTime(print.doorsOpenAt, utcOffsetMinutes) },
    { key: 'place', label: 'Place', value: placeOf(print) },
    { key: 'category', label: 'Category', value: print.category },
    { key: 'price', label: 'Face value', value: `${toDecimal(print.priceMinor, print.currency)} ${print.currency}` },
  ];
}

function placeOf({ block, row, seat }: TicketPrint): string {
  return row === null || seat === null ? block : `${block}, row ${row}, seat ${seat}`;
}

/** `2028-07-23 18:00` at the venue. */
function localTime(moment: Date, utcOffsetMinutes: number): string {
  return new Date(moment.getTime() + utcOffsetMinutes * 60_000).toISOString().slice(0, 16).replace('T', ' ');
}
