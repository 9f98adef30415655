import { randomUUID, timingSafeEqual } from 'node:crypto';
import { signWebhook } from '@games/postgres';
import { holdsCardNumber } from '../domain/cardNumber.ts';
import type {
  AcquirerErrorCode,
  AcquirerEvent,
  AuthorisationBody,
  CaptureBody,
  CreatePaymentBody,
  RefundBody,
  VoidBody,
} from '../providers/visa/acquirerApi.ts';
import { type AcquirerAnswer, type AcquirerRecord, FakeAcquirer } from './fakeAcquirer.ts';
import type { FaultRules } from './faultRules.ts';
import { type Faults, type Step, testCards, testTokens } from './faults.ts';
import { jsonReply, pageReply, parseJson, type Reply, redirectReply, type SandboxRequest } from './http.ts';
import type { Notifier } from './notifier.ts';
import { cardFormPage, decisionPage, messagePage } from './pages.ts';
import type { SandboxState, StateMap } from './sandboxState.ts';

export interface AcquirerEndpointsOptions {
  readonly apiKey: string;
  readonly webhookSecret: string;
  readonly merchantId: string;
  readonly state: SandboxState;
  readonly faultRules: FaultRules;
  readonly notifier: Notifier;
  /** Address of the sandbox, known once it listens. */
  readonly baseUrl: () => string;
}

const tokensMax = 100_000;
const errorStatus: Readonly<Record<AcquirerErrorCode, number>> = {
  unauthorised: 401,
  invalid_request: 400,
  unknown_payment: 404,
  unknown_token: 422,
  not_allowed_in_state: 409,
  amount_exceeded: 422,
};

/** The acquirer's HTTP side below `/acquirer`: its interface for merchants, its card form, and its challenge page. */
export function createAcquirerEndpoints(options: AcquirerEndpointsOptions): (request: SandboxRequest) => Reply {
  const acquirer = new FakeAcquirer(
    options.state,
    () => `${options.baseUrl()}/acquirer/challenge`,
    (payment, type) => notify(options, payment, type),
  );
  /** Tokens of cards that were typed into the form, with what their card does. */
  const tokens = options.state.map<Partial<Faults>>('card tokens', tokensMax);
  return (request) => {
    const path = request.url.pathname.slice('/acquirer'.length);
    if (path === '/console') return operateConsole(acquirer, request);
    if (path === '/tokens') return tokenise(request, tokens);
    if (path.startsWith('/challenge/')) return challenge(acquirer, request, path.slice('/challenge/'.length));
    if (!path.startsWith('/v1/')) return nothingHere;
    if (!isAuthorised(request, options.apiKey)) return refusal('unauthorised');
    return serve(options, acquirer, tokens, request, path.slice('/v1'.length));
  };
}

const nothingHere = jsonReply(404, { error: { code: 'unknown_path', message: 'There is nothing at this address.' } });

function serve(
  options: AcquirerEndpointsOptions,
  acquirer: FakeAcquirer,
  tokens: StateMap<Partial<Faults>>,
  request: SandboxRequest,
  path: string,
): Reply {
  const [, resource, id, action] = path.split('/');
  if (request.method === 'GET' && resource === 'payments') {
    const found = acquirer.find(request.url.searchParams.get('reference') ?? '');
    return answered('inquire', found, () => found);
  }
  const body = parseJson<object>(request.body);
  if (request.method !== 'POST' || body === null || typeof body !== 'object') return refusal('invalid_request');
  if (resource === 'voids') {
    const { reference } = body as VoidBody;
    return answered('void', acquirer.find(reference), () => acquirer.void(reference));
  }
  if (id === undefined) return create(options, acquirer, tokens, body as CreatePaymentBody);
  const found = acquirer.findById(id);
  if ('refused' in found) return refusal(found.refused);
  const { payment } = found;
  switch (action) {
    case 'authorisation':
      return answered('authorise', found, () => acquirer.authorise(payment, body as AuthorisationBody));
    case 'capture':
      return answered('capture', found, () => acquirer.capture(payment, body as CaptureBody));
    case 'refunds':
      return answered('refund', found, () => acquirer.refund(payment, body as RefundBody));
    default:
      return nothingHere;
  }
}

function create(
  options: AcquirerEndpointsOptions,
  acquirer: FakeAcquirer,
  tokens: StateMap<Partial<Faults>>,
  body: CreatePaymentBody,
): Reply {
  if (body.merchantId !== options.merchantId || typeof body.reference !== 'string') return refusal('invalid_request');
  const known = acquirer.find(body.reference);
  if ('payment' in known) return authenticate(acquirer, body, known.payment.faults);
  const base = testTokens[body.token] ?? tokens.get(body.token);
  if (base === undefined) return refusal('unknown_token');
  const { minor: amountMinor, currency } = body.amount;
  const subject = { reference: body.reference, amountMinor, currency, token: body.token };
  const faults = options.faultRules.faultsFor(subject, base);
  return authenticate(acquirer, body, faults);
}

/** Authenticates, and where the result is one that the merchant has named, authorises: one call, two steps to be withFaults. */
function authenticate(acquirer: FakeAcquirer, body: CreatePaymentBody, faults: Faults): Reply {
  let authorisation: Reply | undefined;
  const reply = withFaults(faults, 'authenticate', () => {
    const created = acquirer.create(body, faults);
    if ('refused' in created || !isNamed(body, created.payment)) return created;
    const eci = created.payment.record.authentication.eci ?? '07';
    const act = () => acquirer.authorise(created.payment, { eci, capture: body.capture });
    authorisation = withFaults(faults, 'authorise', act);
    return created;
  });
  return reply === null || authorisation === undefined ? reply : authorisation;
}

function isNamed({ authoriseUpon }: CreatePaymentBody, { record }: AcquirerRecord): boolean {
  const { transStatus, eci } = record.authentication;
  return authoriseUpon.some((named) => named.transStatus === transStatus && named.eci === eci);
}

/** Acts, and answers in the way that the payment's faults wants. */
function answered(step: Step, found: AcquirerAnswer, act: () => AcquirerAnswer): Reply {
  return 'payment' in found ? withFaults(found.payment.faults, step, act) : toReply(act());
}

function withFaults(faults: Faults, step: Step, act: () => AcquirerAnswer): Reply {
  const answer = faults.answers[step] ?? 'given';
  if (answer === 'withheld') return null;
  if (answer === 'fault') return jsonReply(503, { error: { code: 'unavailable', message: 'Try again later.' } });
  const done = act();
  return answer === 'lost' ? null : toReply(done);
}

function toReply(answer: AcquirerAnswer): Reply {
  return 'payment' in answer ? jsonReply(200, answer.payment.record) : refusal(answer.refused);
}

function refusal(code: AcquirerErrorCode): Reply {
  return jsonReply(errorStatus[code], { error: { code, message: code.replaceAll('_', ' ') } });
}

function isAuthorised({ headers }: SandboxRequest, apiKey: string): boolean {
  const given = Buffer.from(headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${apiKey}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function notify(options: AcquirerEndpointsOptions, payment: AcquirerRecord, type: AcquirerEvent['type']): void {
  const event: AcquirerEvent = { type, occurredAt: new Date().toISOString(), payment: payment.record };
  const body = JSON.stringify(event);
  options.notifier.send(payment.record.id, payment.faults, {
    url: payment.notificationUrl,
    headers: { 'content-type': 'application/json', ...signWebhook(options.webhookSecret, `evt_${randomUUID()}`, body) },
    body,
    understood: (status) => status >= 200 && status < 300,
  });
}

/** The bank's page on which the fan confirms a payment. */
function challenge(acquirer: FakeAcquirer, request: SandboxRequest, reference: string): Reply {
  const found = acquirer.find(reference);
  if ('refused' in found) return pageReply(messagePage('Nothing to confirm', 'This payment is unknown.'), 404);
  const { payment } = found;
  if (request.method === 'POST') {
    const decision = new URLSearchParams(request.body).get('decision');
    acquirer.completeAuthentication(payment, decision === 'confirm' ? 'Y' : 'N');
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

/** What staff of the merchant, or the fan's bank, does without the merchant's service: `refund`, `chargeback`, `win`, `accept-refunds`. */
function operateConsole(acquirer: FakeAcquirer, request: SandboxRequest): Reply {
  const form = new URLSearchParams(request.body);
  const found = acquirer.find(form.get('reference') ?? '');
  if ('refused' in found) return refusal(found.refused);
  const { payment } = found;
  const amount = {
    minor: form.get('amountMinor') ?? payment.record.amount.minor,
    currency: payment.record.amount.currency,
  };
  switch (form.get('action')) {
    case 'refund':
      return toReply(acquirer.refund(payment, { refundReference: `con_${randomUUID()}`, amount, reason: 'console' }));
    case 'chargeback':
      acquirer.chargeBack(payment, amount);
      return toReply(found);
    case 'accept-refunds':
      acquirer.acceptRefunds(payment);
      return toReply(found);
    case 'win':
      acquirer.winDisputes(payment);
      return toReply(found);
    default:
      return refusal('invalid_request');
  }
}

/** The card form: turns a card number into a token. The number is looked at and forgotten. */
function tokenise(request: SandboxRequest, tokens: StateMap<Partial<Faults>>): Reply {
  if (request.method !== 'POST') return pageReply(cardFormPage());
  const form = new URLSearchParams(request.body);
  const number = (form.get('number') ?? '').replace(/[ -]/g, '');
  if (!number.startsWith('4') || number.length !== 16 || !holdsCardNumber(number)) {
    return jsonReply(422, { error: { code: 'card_refused', message: 'Only valid Visa numbers are taken.' } });
  }
  const token = `tok_${randomUUID().replaceAll('-', '')}`;
  tokens.set(token, testTokens[testCards[number] ?? 'tok_visa'] ?? {});
  return jsonReply(200, { token, brand: 'visa', last4: number.slice(-4) });
}
