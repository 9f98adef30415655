export { currencyCodes, currencyExponent, isCurrency } from './currency.ts';
export { allocate, fromDecimal, ROUNDING_MODE, scale, toDecimal } from './money.ts';
