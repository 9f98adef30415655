import {
  allocate,
  currencyCodes,
  currencyExponent,
  fromDecimal,
  isCurrency,
  roundingMode,
  scale,
  toDecimal,
} from '@games/payments';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

const anyCurrency = fc.constantFrom(...currencyCodes);
const anyMinor = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });

describe('currencies', () => {
  test('the minor unit of the yen is the yen, of the dollar the cent, of the Bahraini dinar the fils', () => {
    expect(['JPY', 'USD', 'BHD', 'CLF'].map(currencyExponent)).toEqual([0, 2, 3, 4]);
  });

  test('a code that is not a currency in circulation is refused', () => {
    expect(isCurrency('DEM')).toBe(false);
    expect(isCurrency('usd')).toBe(false);
    expect(() => currencyExponent('XXX')).toThrow(RangeError);
    expect(currencyCodes.every((code) => /^[A-Z]{3}$/.test(code))).toBe(true);
    expect(new Set(currencyCodes).size).toBe(currencyCodes.length);
  });
});

describe('decimal texts', () => {
  test('an amount is written with exactly the places of its currency', () => {
    expect(toDecimal(123456n, 'USD')).toBe('1234.56');
    expect(toDecimal(5n, 'USD')).toBe('0.05');
    expect(toDecimal(-5n, 'EUR')).toBe('-0.05');
    expect(toDecimal(1500n, 'JPY')).toBe('1500');
    expect(toDecimal(1n, 'BHD')).toBe('0.001');
  });

  test('reading what was written gives the same amount in every currency', () => {
    fc.assert(
      fc.property(anyMinor, anyCurrency, (minor, currency) => {
        expect(fromDecimal(toDecimal(minor, currency), currency)).toBe(minor);
      }),
    );
  });

  test('an amount finer than the minor unit is refused, trailing zeros are not', () => {
    expect(fromDecimal('40.000', 'USD')).toBe(4000n);
    expect(fromDecimal('1500.000', 'JPY')).toBe(1500n);
    expect(fromDecimal('7', 'BHD')).toBe(7000n);
    expect(() => fromDecimal('40.005', 'USD')).toThrow(/finer than the minor unit/);
    expect(() => fromDecimal('0.5', 'JPY')).toThrow(/finer than the minor unit/);
  });

  test.each(['', '.5', '1.', '1e3', '1,000.00', ' 1', '+1', '0x10', 'NaN', '9'.repeat(40)])(
    'the text %j is not an amount',
    (text) => {
      expect(() => fromDecimal(text, 'USD')).toThrow(RangeError);
    },
  );
});

describe('rounding and allocation', () => {
  test('a ratio rounds to the nearest minor unit and a tie to the even one', () => {
    expect(roundingMode).toBe('HALF_EVEN');
    expect(scale(25n, 1n, 10n)).toBe(2n);
    expect(scale(35n, 1n, 10n)).toBe(4n);
    expect(scale(-25n, 1n, 10n)).toBe(-2n);
    expect(scale(26n, 1n, 10n)).toBe(3n);
    expect(scale(10_000n, 825n, 10_000n)).toBe(825n);
    expect(() => scale(1n, 1n, 0n)).toThrow(RangeError);
  });

  test('the parts of an allocation always add up to the whole and differ from the exact share by less than one unit', () => {
    const weights = fc
      .array(fc.bigInt({ min: 0n, max: 10_000n }), { minLength: 1, maxLength: 40 })
      .filter((list) => list.some((weight) => weight > 0n));
    fc.assert(
      fc.property(anyMinor, weights, (minor, list) => {
        const parts = allocate(minor, list);
        const sum = list.reduce((total, weight) => total + weight, 0n);
        expect(parts.reduce((total, part) => total + part, 0n)).toBe(minor);
        for (const [index, part] of parts.entries()) {
          const error = part * sum - minor * (list[index] as bigint);
          expect(error < sum && error > -sum).toBe(true);
        }
      }),
    );
  });

  test('a hundred cents over three equal lines give the first the odd cent', () => {
    expect(allocate(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
    expect(allocate(-100n, [1n, 1n, 1n])).toEqual([-34n, -33n, -33n]);
    expect(() => allocate(1n, [])).toThrow(RangeError);
    expect(() => allocate(1n, [0n])).toThrow(RangeError);
    expect(() => allocate(1n, [2n, -1n])).toThrow(RangeError);
  });
});
