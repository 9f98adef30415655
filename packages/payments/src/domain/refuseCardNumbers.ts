import { ClientError } from '@games/service';
import type { Instrument } from './payment.ts';

const TOKEN = /^tok_[A-Za-z0-9_]{1,60}$/;

/**
 * Card numbers must never reach us: the acquirer's own form turns them into tokens. Whoever sends one anyway is refused
 * before it is written anywhere, and the message doesn't repeat it.
 */
export function refuseCardNumbers(request: {
  readonly instrument: Instrument;
  readonly description: string;
  readonly returnUrl: string;
}): void {
  const { instrument } = request;
  const texts = [instrument.method === 'VISA' ? instrument.token : '', request.description, request.returnUrl];
  if (texts.some(holdsCardNumber)) {
    throw new ClientError('BAD_USER_INPUT', 'Card numbers are not accepted here; send the token made by the acquirer.');
  }
  if (instrument.method === 'VISA' && !TOKEN.test(instrument.token)) {
    throw new ClientError('BAD_USER_INPUT', 'This is not a card token of the acquirer.');
  }
}

const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;

/**
 * True when 13 to 19 digits, perhaps grouped by blanks or dashes, stand in the text with a right check digit (ISO 7812-1).
 * A UUID, such as of an order, is none, though one in some thousands looks like it.
 */
export function holdsCardNumber(text: string): boolean {
  const runs = text.replace(UUID, '').match(/\d(?:[ -]?\d){12,18}/g) ?? [];
  return runs.some((run) => luhn(run.replace(/\D/g, '')));
}

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
