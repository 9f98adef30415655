import { ClientError } from '@games/service';
import { refundableMinor } from '../domain/derivePayment.ts';
import { refundRequested } from '../domain/fact.ts';
import type { Instrument } from '../domain/payment.ts';
import { refundIdOf } from '../domain/refundId.ts';
import type { Operation } from '../operation.ts';
import type { OperationLease, OperationName, StoredOperation } from '../sql/operations.ts';

/** What the five operations do, each as a value for the operation runner. */

export interface StartRequest {
  readonly paymentId: string;
  readonly key: string;
  readonly instrument: Instrument;
  /** Where the browser comes back to after the provider's page. */
  readonly returnUrl: string;
  /** What the fan reads on the provider's page. */
  readonly description: string;
}

export interface RefundRequest {
  readonly paymentId: string;
  readonly key: string;
  readonly amountMinor: bigint;
  readonly reason: string;
}

export function startOperation({ paymentId, key, instrument, returnUrl, description }: StartRequest): Operation {
  return {
    kind: 'START',
    paymentId,
    key,
    request: { method: instrument.method, token: instrument.token ?? '', returnUrl },
    prepare: (payment) =>
      payment.method === instrument.method
        ? []
        : { kind: 'NotAllowed', payment, message: `This payment was opened for ${payment.method}.` },
    call: (provider, payment, signal) => provider.start({ payment, instrument, returnUrl, description }, signal),
  };
}

export function continueOperation(name: OperationName): Operation {
  return plain('CONTINUE', name, (provider, payment, signal) => provider.proceed(payment, signal));
}

export function captureOperation(name: OperationName): Operation {
  return plain('CAPTURE', name, (provider, payment, signal) => provider.capture(payment, payment.amountMinor, signal));
}

export function voidOperation(name: OperationName): Operation {
  return plain('VOID', name, (provider, payment, signal) => provider.void(payment, signal));
}

function plain(kind: Operation['kind'], { paymentId, key }: OperationName, call: Operation['call']): Operation {
  return { kind, paymentId, key, request: {}, call };
}

/** A refund reserves its sum as it starts, so that two at once cannot refund more than was captured. */
export function refundOperation({ paymentId, key, amountMinor, reason }: RefundRequest, now: Date): Operation {
  if (amountMinor <= 0n) throw new ClientError('BAD_USER_INPUT', 'A refund must be of more than nothing.');
  const refundId = refundIdOf(paymentId, key);
  return {
    kind: 'REFUND',
    paymentId,
    key,
    request: { amountMinor: amountMinor.toString(), reason },
    prepare: (payment, facts) => {
      if (facts.some((fact) => fact.type === 'REFUND_REQUESTED' && fact.refundId === refundId)) return [];
      const availableMinor = refundableMinor(payment);
      return amountMinor <= availableMinor
        ? [refundRequested(now, refundId, amountMinor)]
        : { kind: 'AmountExceeded', payment, availableMinor };
    },
    call: (provider, payment, signal) => provider.refund({ payment, refundId, amountMinor, reason }, signal),
  };
}

/** A written-down capture, void or refund as an operation again; null for those that only the fan can repeat. */
export function resumedOperation(
  paymentId: string,
  { kind, key, request }: StoredOperation | OperationLease,
  now: Date,
): Operation | null {
  switch (kind) {
    case 'CAPTURE':
      return captureOperation({ paymentId, key });
    case 'VOID':
      return voidOperation({ paymentId, key });
    case 'REFUND': {
      const { amountMinor = '0', reason = '' } = request;
      return refundOperation({ paymentId, key, amountMinor: BigInt(amountMinor), reason }, now);
    }
    case 'START':
    case 'CONTINUE':
      return null;
  }
}
