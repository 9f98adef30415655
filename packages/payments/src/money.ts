/**
 * Arithmetic on money. Amounts are whole minor units in a bigint (cents, yen, fils), never a float.
 *
 * There is one rounding mode, {@link roundingMode}; whatever rounds (a percentage, a tax, a conversion) goes through
 * {@link scale}, once per line and not once per piece, and writes the mode's name on the order.
 */

import { currencyExponent } from './currency.ts';

/** The rounding mode of every computed amount: to the nearest minor unit, ties to the even one (IEEE 754 "banker's"). */
export const roundingMode = 'HALF_EVEN';

const decimalPattern = /^(?<sign>-?)(?<whole>\d{1,18})(?:\.(?<fraction>\d{1,18}))?$/;

/** `123456n` USD → `"1234.56"`, `1500n` JPY → `"1500"`, `1234n` BHD → `"1.234"`. Always as many places as the currency has. */
export function toDecimal(minor: bigint, currency: string): string {
  const exponent = currencyExponent(currency);
  const sign = minor < 0n ? '-' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/**
 * `"1234.5"` USD → `123450n`. Exact: a text with more places than the currency has is refused unless they are zeros
 * (Saleor writes every currency with three), because an amount somebody named is never rounded silently.
 * @throws RangeError when the text is not a plain decimal number or finer than the minor unit.
 */
export function fromDecimal(text: string, currency: string): bigint {
  const exponent = currencyExponent(currency);
  const parts = decimalPattern.exec(text)?.groups;
  if (parts === undefined) throw new RangeError(`"${text.slice(0, 40)}" is not a decimal amount such as 12.50.`);
  const fraction = parts.fraction ?? '';
  if (/[1-9]/.test(fraction.slice(exponent))) {
    throw new RangeError(`${text} is finer than the minor unit of ${currency} (${exponent} decimal places).`);
  }
  const minor = BigInt(parts.whole + fraction.slice(0, exponent).padEnd(exponent, '0'));
  return parts.sign === '-' ? -minor : minor;
}

/**
 * `minor × numerator ÷ denominator`, rounded by {@link roundingMode}: 8.25 % of an amount is `scale(minor, 825n, 10_000n)`.
 * @throws RangeError when the denominator is not positive.
 */
export function scale(minor: bigint, numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError('The denominator of a ratio must be positive.');
  const product = minor * numerator;
  const negative = product < 0n;
  const magnitude = negative ? -product : product;
  const quotient = magnitude / denominator;
  const twiceRest = (magnitude % denominator) * 2n;
  const up = twiceRest > denominator || (twiceRest === denominator && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return negative ? -rounded : rounded;
}

/**
 * Splits an amount over weights so that the parts add up to it exactly (largest remainder; ties go to the earlier part).
 * A discount over an order's lines, or a payment over its merchants, loses and invents nothing.
 * @throws RangeError when there is no weight, one is negative, or all are zero.
 */
export function allocate(minor: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((total, weight) => total + weight, 0n);
  if (weights.some((weight) => weight < 0n)) throw new RangeError('A weight must not be negative.');
  if (sum === 0n) throw new RangeError('An amount needs at least one positive weight to be allocated to.');
  const negative = minor < 0n;
  const magnitude = negative ? -minor : minor;
  const parts = weights.map((weight) => (magnitude * weight) / sum);
  const rests = weights.map((weight, index) => ({ index, rest: (magnitude * weight) % sum }));
  const missing = magnitude - parts.reduce((total, part) => total + part, 0n);
  rests.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (const { index } of rests.slice(0, Number(missing))) parts[index] = (parts[index] as bigint) + 1n;
  return negative ? parts.map((part) => -part) : parts;
}
