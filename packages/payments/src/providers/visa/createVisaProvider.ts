import { ClientError } from '@games/service';
import { isCurrency } from '../../currency.ts';
import { failed, refundFailed, voided } from '../../domain/fact.ts';
import type { Instrument } from '../../domain/payment.ts';
import { type PaymentProvider, type ProviderPayment, type ProviderReport, ProviderSilent } from '../provider.ts';
import type {
  AcquirerAmount,
  AcquirerPayment,
  AuthorisationBody,
  CreatePaymentBody,
  RefundBody,
} from './acquirerApi.ts';
import { reportOfPayment } from './acquirerFacts.ts';
import { type AcquirerAnswer, callAcquirer } from './callAcquirer.ts';
import { type AcquirerConfig, visaNotificationPath } from './config.ts';
import { readAcquirerWebhook } from './readAcquirerWebhook.ts';
import { chargeableResults, judgeAuthentication } from './threeDSecure.ts';

/** Visa cards through an acquirer: 3-D Secure first, and an authorisation only where its result allows one. */
export function createVisaProvider(config: AcquirerConfig): PaymentProvider {
  return {
    method: 'VISA',
    notificationPath: visaNotificationPath,
    captureModes: ['AUTOMATIC', 'MANUAL'],
    supportsCurrency: isCurrency,
    readInstrument: readCard,
    ...createAcquirer(config),
    readNotification: (notification) => readAcquirerWebhook(config, notification),
    replyTo: (accepted) => ({
      status: accepted ? 200 : 422,
      contentType: 'application/json',
      body: JSON.stringify({ accepted }),
    }),
  };
}

const cardToken = /^tok_[A-Za-z0-9_]{1,60}$/;

function readCard(instrument: Instrument): Instrument {
  if (!instrument.token) throw new ClientError('BAD_USER_INPUT', 'Paying by card needs the token of the card.');
  if (cardToken.test(instrument.token)) return instrument;
  throw new ClientError('BAD_USER_INPUT', 'This is not a card token of the acquirer.');
}

type Calls = 'start' | 'proceed' | 'capture' | 'void' | 'refund' | 'inquire';

/** What is asked of the acquirer. */
function createAcquirer(config: AcquirerConfig): Pick<PaymentProvider, Calls> {
  const get = (payment: ProviderPayment, signal: AbortSignal) =>
    callAcquirer(config, 'GET', `/payments?reference=${payment.id}`, null, signal);
  const post = (path: string, body: object, signal: AbortSignal) => callAcquirer(config, 'POST', path, body, signal);

  /** Authorises where the authentication allows it and nothing has been decided yet; otherwise reports what there is. */
  async function authorise(record: AcquirerPayment, payment: ProviderPayment, signal: AbortSignal) {
    const report = reportOfPayment(record, config.policy);
    const { transStatus, eci } = record.authentication;
    const step = judgeAuthentication(transStatus, eci, config.policy);
    if (report.proceed !== true || step.next !== 'authorise') return report;
    const body: AuthorisationBody = { eci: step.eci, capture: payment.capture === 'AUTOMATIC' };
    const answer = await post(`/payments/${record.id}/authorisation`, body, signal);
    if ('payment' in answer) {
      const authorised = reportOfPayment(sameAmount(answer.payment, payment), config.policy);
      return { ...authorised, facts: [...report.facts, ...authorised.facts] };
    }
    // It was decided meanwhile (voided, expired): what it came to is what the acquirer says now.
    return reportOf(await get(payment, signal), payment);
  }

  function reportOf(answer: AcquirerAnswer, payment: ProviderPayment): ProviderReport {
    if ('payment' in answer) return reportOfPayment(sameAmount(answer.payment, payment), config.policy);
    if (answer.refused === 'unknown_payment') return { facts: [] };
    throw new ProviderSilent(`The acquirer refused with ${answer.refused}.`);
  }

  return {
    async start({ payment, instrument, returnUrl, description }, signal) {
      const body: CreatePaymentBody = {
        merchantId: config.merchantId,
        reference: payment.id,
        amount: amountOf(payment, payment.amountMinor),
        token: instrument.token ?? '',
        description,
        returnUrl,
        notificationUrl: config.notifyBaseUrl + visaNotificationPath,
        expiresAt: payment.expiresAt.toISOString(),
        authoriseUpon: chargeableResults(config.policy),
        capture: payment.capture === 'AUTOMATIC',
      };
      const answer = await post('/payments', body, signal);
      if ('refused' in answer) return { facts: [failed(new Date(), 'REFUSED')] };
      return authorise(sameAmount(answer.payment, payment), payment, signal);
    },

    async proceed(payment, signal) {
      const answer = await get(payment, signal);
      if ('refused' in answer) return reportOf(answer, payment);
      const report = await authorise(sameAmount(answer.payment, payment), payment, signal);
      return { ...report, proceed: false };
    },

    async capture(payment, amountMinor, signal) {
      const path = `/payments/${payment.providerReference}/capture`;
      const answer = await post(path, { amount: amountOf(payment, amountMinor) }, signal);
      if ('payment' in answer) return reportOf(answer, payment);
      return { ...reportOf(await get(payment, signal), payment), refused: 'REFUSED' };
    },

    /** Giving up is by our reference, so that it also stops a payment whose first answer never reached us. */
    async void(payment, signal) {
      const answer = await post('/voids', { merchantId: config.merchantId, reference: payment.id }, signal);
      if ('payment' in answer) return reportOf(answer, payment);
      if (answer.refused === 'unknown_payment') return { facts: [voided(new Date())] };
      return { ...reportOf(await get(payment, signal), payment), refused: 'REFUSED' };
    },

    async refund({ payment, refundId, amountMinor, reason }, signal) {
      const body: RefundBody = { refundReference: refundId, amount: amountOf(payment, amountMinor), reason };
      const answer = await post(`/payments/${payment.providerReference}/refunds`, body, signal);
      if ('payment' in answer) return reportOf(answer, payment);
      // The usual reason: somebody has refunded it in the acquirer's console.
      const report = reportOf(await get(payment, signal), payment);
      return { ...report, facts: [refundFailed(new Date(), refundId, amountMinor), ...report.facts] };
    },

    async inquire(payment, _refundIds, signal) {
      return reportOf(await get(payment, signal), payment);
    },
  };
}

function amountOf(payment: ProviderPayment, amountMinor: bigint): AcquirerAmount {
  return { minor: amountMinor.toString(), currency: payment.currency };
}

/** An answer about other money is not an answer: nothing of it may be recorded. */
function sameAmount(record: AcquirerPayment, payment: ProviderPayment): AcquirerPayment {
  const { minor, currency } = record.amount;
  if (record.reference !== payment.id || currency !== payment.currency || BigInt(minor) !== payment.amountMinor) {
    throw new ProviderSilent(`The acquirer answered for another payment than ${payment.id}.`);
  }
  return record;
}
