import { randomBytes } from 'node:crypto';
import { isCurrency } from '../currency.ts';
import type {
  AcquirerAmount,
  AcquirerAuthentication,
  AcquirerChargeback,
  AcquirerErrorCode,
  AcquirerEvent,
  AcquirerPayment,
  AcquirerRefund,
  AuthorisationBody,
  CaptureBody,
  CreatePaymentBody,
  RefundBody,
} from '../providers/visa/acquirerApi.ts';
import type { Faults } from './faults.ts';
import type { SandboxState, StateMap } from './sandboxState.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A payment at the acquirer, with what the outside doesn't see. */
export interface AcquirerRecord {
  readonly record: Mutable<Omit<AcquirerPayment, 'authentication'>> & {
    authentication: Mutable<AcquirerAuthentication>;
  };
  readonly faults: Faults;
  readonly returnUrl: string;
  readonly notificationUrl: string;
}

export type AcquirerAnswer = { readonly payment: AcquirerRecord } | { readonly refused: AcquirerErrorCode };

type Notify = (payment: AcquirerRecord, type: AcquirerEvent['type']) => void;

const paymentsMax = 200_000;
const decoupledDelayMs = 1_000;
/** Visa's indicator for each result that has one. */
const indicators: Readonly<Record<string, string>> = { Y: '05', A: '06', U: '07', I: '07', N: '07', R: '07' };

/** The acquirer's state: what happens to a card payment, and its notifications. */
export class FakeAcquirer {
  readonly #payments: StateMap<AcquirerRecord>;
  /** References by the acquirer's ids. */
  readonly #references: StateMap<string>;
  /** References that were given up before anything was heard of them. */
  readonly #voided: StateMap<true>;
  readonly #challengeBaseUrl: () => string;
  readonly #notify: Notify;

  constructor(state: SandboxState, challengeBaseUrl: () => string, notify: Notify) {
    this.#payments = state.map('acquirer payments', paymentsMax);
    this.#references = state.map('acquirer references', paymentsMax);
    this.#voided = state.map('acquirer voided references', paymentsMax);
    this.#challengeBaseUrl = challengeBaseUrl;
    this.#notify = (payment, type) => {
      this.#payments.set(payment.record.reference, payment);
      notify(payment, type);
    };
    for (const payment of this.#payments.values()) this.#settleLater(payment);
  }

  find(reference: string): AcquirerAnswer {
    const payment = this.#payments.get(reference);
    return payment === undefined ? { refused: 'unknown_payment' } : { payment };
  }

  findById(id: string): AcquirerAnswer {
    return this.find(this.#references.get(id) ?? '');
  }

  /** Authenticates the cardholder; a reference that is known answers with what there is. */
  create(body: CreatePaymentBody, faults: Faults): AcquirerAnswer {
    const known = this.#payments.get(body.reference);
    if (known !== undefined) return { payment: known };
    if (this.#voided.get(body.reference)) return { refused: 'not_allowed_in_state' };
    const amountIsGood = /^[1-9]\d{0,17}$/.test(body.amount?.minor ?? '') && isCurrency(body.amount.currency);
    if (!amountIsGood || Number.isNaN(Date.parse(body.expiresAt))) return { refused: 'invalid_request' };
    const payment = this.#open(body, faults);
    this.#payments.set(body.reference, payment);
    this.#references.set(payment.record.id, body.reference);
    this.#settleLater(payment);
    return { payment };
  }

  /** The end of a challenge or of a decoupled authentication. */
  completeAuthentication(payment: AcquirerRecord, transStatus: 'Y' | 'N'): void {
    const { record } = payment;
    const { authentication } = record;
    if (authentication.transStatus !== 'C' && authentication.transStatus !== 'D') return;
    if (record.voidedAt !== null || record.refusedAt !== null) return;
    if (Date.parse(authentication.expiresAt) <= Date.now()) {
      record.refusedAt = new Date().toISOString();
      record.refusalReason = 'expired';
      this.#notify(payment, 'payment.refused');
      return;
    }
    authentication.transStatus = transStatus;
    authentication.eci = indicators[transStatus] ?? null;
    authentication.completedAt = new Date().toISOString();
    this.#notify(payment, 'authentication.completed');
  }

  authorise(payment: AcquirerRecord, body: AuthorisationBody): AcquirerAnswer {
    const { record, faults } = payment;
    if (record.authorisedAt !== null || record.refusedAt !== null) return { payment };
    const { transStatus, eci } = record.authentication;
    if (record.voidedAt !== null || !'YAUI'.includes(transStatus)) return { refused: 'not_allowed_in_state' };
    if (body.eci !== eci && body.eci !== '07') return { refused: 'invalid_request' };
    const now = new Date().toISOString();
    if (!faults.approves) {
      record.refusedAt = now;
      record.refusalReason = 'do_not_honour';
      this.#notify(payment, 'payment.refused');
      return { payment };
    }
    record.authorisedAt = now;
    if (body.capture) this.#capture(payment, record.amount, now);
    else this.#notify(payment, 'payment.authorised');
    return { payment };
  }

  capture(payment: AcquirerRecord, { amount }: CaptureBody): AcquirerAnswer {
    const { record } = payment;
    if (record.capturedAt !== null) return { payment };
    if (record.authorisedAt === null || record.voidedAt !== null) return { refused: 'not_allowed_in_state' };
    if (!isPart(amount, record.amount, 0n)) return { refused: 'amount_exceeded' };
    this.#capture(payment, amount, new Date().toISOString());
    return { payment };
  }

  /** Gives a reference up, heard of or not: nothing can be authorised for it afterwards. */
  void(reference: string): AcquirerAnswer {
    const payment = this.#payments.get(reference);
    if (payment === undefined) {
      this.#voided.set(reference, true);
      return { refused: 'unknown_payment' };
    }
    const { record } = payment;
    if (record.capturedAt !== null) return { refused: 'not_allowed_in_state' };
    if (record.voidedAt === null) {
      record.voidedAt = new Date().toISOString();
      this.#notify(payment, 'payment.voided');
    }
    return { payment };
  }

  refund(payment: AcquirerRecord, { refundReference, amount }: RefundBody): AcquirerAnswer {
    const { record, faults } = payment;
    if (record.refunds.some((refund) => refund.refundReference === refundReference)) return { payment };
    if (record.captured === null) return { refused: 'not_allowed_in_state' };
    const taken = record.refunds
      .filter(({ status }) => status !== 'FAILED')
      .reduce((sum, refund) => sum + BigInt(refund.amount.minor), 0n);
    if (!isPart(amount, record.captured, taken)) return { refused: 'amount_exceeded' };
    const at = new Date().toISOString();
    const refund: Mutable<AcquirerRefund> = { refundReference, amount, status: faults.refund, at };
    record.refunds = [...record.refunds, refund];
    if (refund.status !== 'PENDING') {
      this.#notify(payment, refund.status === 'FAILED' ? 'refund.failed' : 'refund.succeeded');
    } else {
      this.#payments.set(record.reference, payment);
      this.#settleLater(payment);
    }
    return { payment };
  }

  /** The fan's bank reverses the payment. */
  chargeBack(payment: AcquirerRecord, amount: AcquirerAmount): void {
    const chargeback: AcquirerChargeback = {
      id: `cbk_${randomBytes(8).toString('hex')}`,
      amount,
      openedAt: new Date().toISOString(),
      wonAt: null,
    };
    payment.record.chargebacks = [...(payment.record.chargebacks ?? []), chargeback];
    this.#notify(payment, 'chargeback.opened');
  }

  /** From now on refunds of a payment succeed, whatever its card does. */
  acceptRefunds(payment: AcquirerRecord): void {
    const faults = { ...payment.faults, refund: 'SUCCEEDED' } as const;
    this.#payments.set(payment.record.reference, { ...payment, faults });
  }

  /** The merchant wins all disputes about a payment. */
  winDisputes(payment: AcquirerRecord): void {
    const wonAt = new Date().toISOString();
    payment.record.chargebacks = (payment.record.chargebacks ?? []).map((one) => ({
      ...one,
      wonAt: one.wonAt ?? wonAt,
    }));
    this.#notify(payment, 'chargeback.won');
  }

  /** Decoupled authentications and pending refunds end a moment later, after a restart too. */
  #settleLater(payment: AcquirerRecord): void {
    const { authentication, refunds } = payment.record;
    if (authentication.transStatus === 'D') {
      setTimeout(() => this.completeAuthentication(payment, 'Y'), decoupledDelayMs).unref();
    }
    for (const refund of refunds as Mutable<AcquirerRefund>[]) {
      if (refund.status === 'PENDING') setTimeout(() => this.#settle(payment, refund), decoupledDelayMs).unref();
    }
  }

  #settle(payment: AcquirerRecord, refund: Mutable<AcquirerRefund>): void {
    if (refund.status !== 'PENDING') return;
    refund.status = 'SUCCEEDED';
    refund.at = new Date().toISOString();
    this.#notify(payment, 'refund.succeeded');
  }

  #capture(payment: AcquirerRecord, amount: AcquirerAmount, now: string): void {
    payment.record.capturedAt = now;
    payment.record.captured = amount;
    this.#notify(payment, 'payment.captured');
  }

  #open(body: CreatePaymentBody, faults: Faults): AcquirerRecord {
    const { transStatus } = faults;
    const now = new Date().toISOString();
    const authenticationId = randomBytes(12).toString('hex');
    return {
      faults,
      returnUrl: body.returnUrl,
      notificationUrl: body.notificationUrl,
      record: {
        id: `acq_${randomBytes(12).toString('hex')}`,
        merchantId: body.merchantId,
        reference: body.reference,
        amount: { minor: body.amount.minor, currency: body.amount.currency },
        createdAt: now,
        authentication: {
          id: authenticationId,
          transStatus,
          eci: indicators[transStatus] ?? null,
          challengeUrl: transStatus === 'C' ? `${this.#challengeBaseUrl()}/${body.reference}` : null,
          expiresAt: body.expiresAt,
          completedAt: transStatus === 'C' || transStatus === 'D' ? null : now,
        },
        authorisedAt: null,
        refusedAt: null,
        refusalReason: null,
        capturedAt: null,
        captured: null,
        voidedAt: null,
        refunds: [],
        chargebacks: [],
      },
    };
  }
}

function isPart(amount: AcquirerAmount | undefined, whole: AcquirerAmount, taken: bigint): boolean {
  if (amount === undefined || amount.currency !== whole.currency || !/^[1-9]\d{0,17}$/.test(amount.minor)) return false;
  return BigInt(amount.minor) + taken <= BigInt(whole.minor);
}
