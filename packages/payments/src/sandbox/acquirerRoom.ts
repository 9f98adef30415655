import { randomUUID, timingSafeEqual } from 'node:crypto';
import { signWebhook } from '@games/postgres';
import { holdsCardNumber } from '../domain/refuseCardNumbers.ts';
import type {
  AcquirerErrorCode,
  AcquirerEvent,
  AuthorisationBody,
  CaptureBody,
  CreatePaymentBody,
  RefundBody,
  VoidBody,
} from '../visa/acquirerApi.ts';
import { AcquirerDesk, type DeskAnswer, type DeskPayment } from './acquirerDesk.ts';
import { type Behaviour, type Step, testCards, testTokens } from './behaviour.ts';
import { BoundedMap } from './boundedMap.ts';
import { type Exchange, jsonReply, pageReply, parseJson, type Reply, redirectReply } from './exchange.ts';
import type { Notifier } from './notifier.ts';
import { cardFormPage, decisionPage, messagePage } from './pages.ts';
import type { Switchboard } from './switchboard.ts';

export type AcquirerRoomOptions = {
  readonly apiKey: string;
  readonly webhookSecret: string;
  readonly merchantId: string;
  readonly switchboard: Switchboard;
  readonly notifier: Notifier;
  /** Address of the sandbox, known once it listens. */
  readonly baseUrl: () => string;
};

const TOKENS_MAX = 100_000;
const errorStatus: Readonly<Record<AcquirerErrorCode, number>> = {
  unauthorised: 401,
  invalid_request: 400,
  unknown_payment: 404,
  unknown_token: 422,
  not_allowed_in_state: 409,
  amount_exceeded: 422,
};

/** The acquirer's HTTP side below `/acquirer`: its interface for merchants, its card form, and its challenge page. */
export function createAcquirerRoom(options: AcquirerRoomOptions): (exchange: Exchange) => Reply {
  const desk = new AcquirerDesk(
    () => `${options.baseUrl()}/acquirer/challenge`,
    (payment, type) => notify(options, payment, type),
  );
  /** Tokens of cards that were typed into the form, with what their card does. */
  const tokens = new BoundedMap<Partial<Behaviour>>(TOKENS_MAX);
  return (exchange) => {
    const path = exchange.url.pathname.slice('/acquirer'.length);
    if (path === '/tokens') return tokenise(exchange, tokens);
    if (path.startsWith('/challenge/')) return challenge(desk, exchange, path.slice('/challenge/'.length));
    if (!path.startsWith('/v1/')) return nothingHere;
    if (!isAuthorised(exchange, options.apiKey)) return refusal('unauthorised');
    return serve(options, desk, tokens, exchange, path.slice('/v1'.length));
  };
}

const nothingHere = jsonReply(404, { error: { code: 'unknown_path', message: 'There is nothing at this address.' } });

function serve(
  options: AcquirerRoomOptions,
  desk: AcquirerDesk,
  tokens: BoundedMap<Partial<Behaviour>>,
  exchange: Exchange,
  path: string,
): Reply {
  const [, resource, id, action] = path.split('/');
  if (exchange.method === 'GET' && resource === 'payments') {
    const found = desk.find(exchange.url.searchParams.get('reference') ?? '');
    return answered('inquire', found, () => found);
  }
  const body = parseJson<Record<string, unknown>>(exchange.body);
  if (exchange.method !== 'POST' || body === null || typeof body !== 'object') return refusal('invalid_request');
  if (resource === 'voids') {
    const { reference } = body as VoidBody;
    return answered('void', desk.find(reference), () => desk.void(reference));
  }
  if (id === undefined) return create(options, desk, tokens, body as CreatePaymentBody);
  const found = desk.findById(id);
  if ('refused' in found) return refusal(found.refused);
  const { payment } = found;
  switch (action) {
    case 'authorisation':
      return answered('authorise', found, () => desk.authorise(payment, body as AuthorisationBody));
    case 'capture':
      return answered('capture', found, () => desk.capture(payment, body as CaptureBody));
    case 'refunds':
      return answered('refund', found, () => desk.refund(payment, body as RefundBody));
    default:
      return nothingHere;
  }
}

function create(
  options: AcquirerRoomOptions,
  desk: AcquirerDesk,
  tokens: BoundedMap<Partial<Behaviour>>,
  body: CreatePaymentBody,
): Reply {
  if (body.merchantId !== options.merchantId || typeof body.reference !== 'string') return refusal('invalid_request');
  const known = desk.find(body.reference);
  if ('payment' in known) return authenticate(desk, body, known.payment.behaviour);
  const base = testTokens[body.token] ?? tokens.get(body.token);
  if (base === undefined) return refusal('unknown_token');
  const { minor: amountMinor, currency } = body.amount;
  const subject = { reference: body.reference, amountMinor, currency, token: body.token };
  const behaviour = options.switchboard.behaviourFor(subject, base);
  return authenticate(desk, body, behaviour);
}

/** Authenticates, and where the result is one that the merchant has named, authorises: one call, two steps to be spoiled. */
function authenticate(desk: AcquirerDesk, body: CreatePaymentBody, behaviour: Behaviour): Reply {
  let authorisation: Reply | undefined;
  const reply = spoiled(behaviour, 'authenticate', () => {
    const created = desk.create(body, behaviour);
    if ('refused' in created || !isNamed(body, created.payment)) return created;
    const eci = created.payment.record.authentication.eci ?? '07';
    const act = () => desk.authorise(created.payment, { eci, capture: body.capture });
    authorisation = spoiled(behaviour, 'authorise', act);
    return created;
  });
  return reply === null || authorisation === undefined ? reply : authorisation;
}

function isNamed({ authoriseUpon }: CreatePaymentBody, { record }: DeskPayment): boolean {
  const { transStatus, eci } = record.authentication;
  return authoriseUpon.some((named) => named.transStatus === transStatus && named.eci === eci);
}

/** Acts, and answers in the way that the payment's behaviour wants. */
function answered(step: Step, found: DeskAnswer, act: () => DeskAnswer): Reply {
  return 'payment' in found ? spoiled(found.payment.behaviour, step, act) : toReply(act());
}

function spoiled(behaviour: Behaviour, step: Step, act: () => DeskAnswer): Reply {
  const answer = behaviour.answers[step] ?? 'given';
  if (answer === 'withheld') return null;
  if (answer === 'fault') return jsonReply(503, { error: { code: 'unavailable', message: 'Try again later.' } });
  const done = act();
  return answer === 'lost' ? null : toReply(done);
}

function toReply(answer: DeskAnswer): Reply {
  return 'payment' in answer ? jsonReply(200, answer.payment.record) : refusal(answer.refused);
}

function refusal(code: AcquirerErrorCode): Reply {
  return jsonReply(errorStatus[code], { error: { code, message: code.replaceAll('_', ' ') } });
}

function isAuthorised({ headers }: Exchange, apiKey: string): boolean {
  const given = Buffer.from(headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${apiKey}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function notify(options: AcquirerRoomOptions, payment: DeskPayment, type: AcquirerEvent['type']): void {
  const event: AcquirerEvent = { type, occurredAt: new Date().toISOString(), payment: payment.record };
  const body = JSON.stringify(event);
  options.notifier.send(payment.record.id, payment.behaviour, {
    url: payment.notificationUrl,
    headers: { 'content-type': 'application/json', ...signWebhook(options.webhookSecret, `evt_${randomUUID()}`, body) },
    body,
    understood: (status) => status >= 200 && status < 300,
  });
}

/** The bank's page on which the fan confirms a payment. */
function challenge(desk: AcquirerDesk, exchange: Exchange, reference: string): Reply {
  const found = desk.find(reference);
  if ('refused' in found) return pageReply(messagePage('Nothing to confirm', 'This payment is unknown.'), 404);
  const { payment } = found;
  if (exchange.method === 'POST') {
    const decision = new URLSearchParams(exchange.body).get('decision');
    desk.completeAuthentication(payment, decision === 'confirm' ? 'Y' : 'N');
    return redirectReply(payment.returnUrl);
  }
  if (payment.record.authentication.transStatus !== 'C') {
    return pageReply(messagePage('Nothing to confirm', 'You have answered already.'));
  }
  const { minor, currency } = payment.record.amount;
  const text = `Your bank asks: do you want to pay ${minor} (minor units) ${currency}?`;
  return pageReply(
    decisionPage('Confirm your payment', text, [
      { value: 'confirm', label: 'Confirm' },
      { value: 'refuse', label: 'Refuse' },
    ]),
  );
}

/** The card form: turns a card number into a token. The number is looked at and forgotten. */
function tokenise(exchange: Exchange, tokens: BoundedMap<Partial<Behaviour>>): Reply {
  if (exchange.method !== 'POST') return pageReply(cardFormPage());
  const form = new URLSearchParams(exchange.body);
  const number = (form.get('number') ?? '').replace(/[ -]/g, '');
  if (!number.startsWith('4') || number.length !== 16 || !holdsCardNumber(number)) {
    return jsonReply(422, { error: { code: 'card_refused', message: 'Only valid Visa numbers are taken.' } });
  }
  const token = `tok_${randomUUID().replaceAll('-', '')}`;
  tokens.set(token, testTokens[testCards[number] ?? 'tok_visa'] ?? {});
  return jsonReply(200, { token, brand: 'visa', last4: number.slice(-4) });
}
