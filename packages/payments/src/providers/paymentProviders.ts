import { ClientError, InternalError } from '@games/service';
import { isCurrency } from '../currency.ts';
import { assertNoCardNumber } from '../domain/cardNumber.ts';
import type { CaptureMode, Instrument, PaymentMethod } from '../domain/payment.ts';
import { readReturnUrl } from '../domain/returnUrl.ts';
import type { PaymentProvider } from './provider.ts';

/** The configured providers, and what they say of a payment before it is opened. */
export interface PaymentProviders {
  readonly all: readonly PaymentProvider[];
  /** Throws InternalError when the method has no provider. */
  of(method: PaymentMethod): PaymentProvider;
  /** Methods that take payments in a currency. */
  methodsFor(currency: string): readonly PaymentMethod[];
  /** The capture mode of a new payment. Throws ClientError BAD_USER_INPUT when it can't be opened like this. */
  captureModeOf(opening: PaymentTerms): CaptureMode;
  /**
   * A start with the part of the instrument that its provider uses. Throws ClientError BAD_USER_INPUT for a wrong instrument, for
   * card numbers, and for a return URL that is not one of ours.
   */
  readStart<Start extends InstrumentUse>(start: Start): Start;
}

export interface PaymentTerms {
  readonly method: PaymentMethod;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly capture?: CaptureMode;
}

export interface InstrumentUse {
  readonly instrument: Instrument;
  readonly description: string;
  readonly returnUrl: string;
}

export function createPaymentProviders(
  all: readonly PaymentProvider[],
  returnHosts: readonly string[],
): PaymentProviders {
  const byMethod = new Map(all.map((provider) => [provider.method, provider]));
  const providerOf = (method: PaymentMethod): PaymentProvider => {
    const provider = byMethod.get(method);
    if (provider === undefined) throw new InternalError(`No payment provider is configured for ${method}.`);
    return provider;
  };
  return {
    all,
    of: providerOf,
    methodsFor: (currency) => all.filter((one) => one.supportsCurrency(currency)).map(({ method }) => method),
    captureModeOf({ method, currency, amountMinor, capture }) {
      if (amountMinor <= 0n) throw new ClientError('BAD_USER_INPUT', 'A payment must be of more than nothing.');
      const { captureModes, supportsCurrency } = providerOf(method);
      if (!isCurrency(currency) || !supportsCurrency(currency)) {
        throw new ClientError('BAD_USER_INPUT', `${method} does not take payments in "${currency}".`);
      }
      return capture !== undefined && captureModes.includes(capture) ? capture : captureModes[0];
    },
    readStart(start) {
      assertNoCardNumber(start.instrument.token ?? '', start.description, start.returnUrl);
      const returnUrl = readReturnUrl(start.returnUrl, returnHosts);
      return { ...start, returnUrl, instrument: providerOf(start.instrument.method).readInstrument(start.instrument) };
    },
  };
}
