import { ClientError } from '@games/service';

/**
 * Card numbers must never reach us: the acquirer's own form turns them into tokens. A client that sends one anyway is refused
 * before it is written anywhere, and the message doesn't repeat it.
 * @throws ClientError BAD_USER_INPUT
 */
export function assertNoCardNumber(...texts: readonly string[]): void {
  if (!texts.some(holdsCardNumber)) return;
  throw new ClientError('BAD_USER_INPUT', 'Card numbers are not accepted here; send the token made by the acquirer.');
}

const uuidPattern = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;

/**
 * True when 13 to 19 digits, perhaps grouped by blanks or dashes, stand in the text with a right check digit (ISO 7812-1).
 * A uuidPattern, such as of an order, is none, though one in some thousands looks like it.
 */
export function holdsCardNumber(text: string): boolean {
  const runs = text.replace(uuidPattern, '').match(/\d(?:[ -]?\d){12,18}/g) ?? [];
  return runs.some((run) => luhn(run.replace(/\D/g, '')));
}

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
