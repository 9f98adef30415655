/**
 * ISO 4217 currencies in circulation and how many decimal places their minor unit has.
 *
 * Source: ISO 4217 "List one" (active codes). Funds codes that prices can be quoted in (CLF, UYW, …) are in it;
 * metals, testing codes and the "no currency" code are not, since nothing can be bought with them.
 */

const twoPlaces =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW ' +
  'CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ' +
  'ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV ' +
  'MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD ' +
  'SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG';
const noPlaces = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF';
const threePlaces = 'BHD IQD JOD KWD LYD OMR TND';
const fourPlaces = 'CLF UYW';

const exponents: ReadonlyMap<string, number> = new Map([
  ...withExponent(0, noPlaces),
  ...withExponent(2, twoPlaces),
  ...withExponent(3, threePlaces),
  ...withExponent(4, fourPlaces),
]);

function withExponent(exponent: number, codes: string): [string, number][] {
  return codes.split(' ').map((code) => [code, exponent]);
}

/** Every currency code that money can be kept in, sorted. */
export const currencyCodes: readonly string[] = Object.freeze([...exponents.keys()].sort());

/** True when `code` is an ISO 4217 code of a currency in circulation (upper case). */
export function isCurrency(code: string): boolean {
  return exponents.has(code);
}

/**
 * Decimal places of a currency's minor unit: 2 for USD, 0 for JPY, 3 for BHD.
 * @throws RangeError when the code is not a currency in circulation.
 */
export function currencyExponent(code: string): number {
  const exponent = exponents.get(code);
  if (exponent === undefined) throw new RangeError(`"${code}" is not an ISO 4217 currency in circulation.`);
  return exponent;
}
