import type { Database, Transaction } from '@games/postgres';
import { createLog, type Log } from '@games/service';
import type { Route } from '@games/subgraph';
import { continuePayment } from './commands/continuePayment.ts';
import { type AppliedNotification, createNotificationHandler } from './commands/createNotificationHandler.ts';
import { createOperationRunner } from './commands/createOperationRunner.ts';
import { inquireDuePayments, inquirePayment } from './commands/inquirePayments.ts';
import {
  type OpenPayment,
  openPayment,
  openStartedPayments,
  type StartedPayment,
  type StartingPayment,
} from './commands/openPayments.ts';
import {
  captureOperation,
  type RefundRequest,
  refundOperation,
  type StartRequest,
  startOperation,
  voidOperation,
} from './commands/operations.ts';
import type { Payment, PaymentMethod } from './domain/payment.ts';
import type { OnPaymentChange } from './paymentChange.ts';
import type { PaymentDependencies } from './paymentDependencies.ts';
import type { PaymentOutcome } from './paymentOutcome.ts';
import { paymentRoutes } from './paymentRoutes.ts';
import { createPaymentProviders, type InstrumentUse } from './providers/paymentProviders.ts';
import type { PaymentProvider, RawNotification } from './providers/provider.ts';
import type { OperationName } from './sql/operations.ts';

export interface PaymentsOptions {
  readonly database: Database;
  readonly providers: readonly PaymentProvider[];
  /** Hosts that fans may be sent back to from a provider's page: {@link readReturnHosts}. */
  readonly returnHosts: readonly string[];
  readonly onChange: OnPaymentChange;
  /** How long one operation may wait for the provider. Default 10,000. */
  readonly callTimeoutMs?: number;
  /** How long an operation belongs to the process that started it. Default: five seconds more than a call may take. */
  readonly leaseMs?: number;
  /** When to ask a silent provider: after the first, then the second, … the last one repeats. */
  readonly inquiryDelaysMs?: readonly number[];
  readonly now?: () => Date;
  readonly log?: Log;
}

/** Payments of a service: what it can do with them. Each function that takes a key is idempotent by it. */
export interface Payments {
  readonly database: Database;
  /** The methods that take payments in a currency. */
  methodsFor(currency: string): readonly PaymentMethod[];
  /**
   * The same request with the part of the instrument that its provider uses.
   * @throws ClientError BAD_USER_INPUT for a wrong instrument, a card number in the place of a token, or a foreign return URL.
   */
  readStart<Start extends InstrumentUse>(start: Start): Start;
  open(tx: Transaction, opening: OpenPayment): Promise<Payment>;
  openStarted(tx: Transaction, requests: readonly StartingPayment[]): Promise<StartedPayment[]>;
  /** Asks the provider to take the money: at once, or by an action of the fan. Throws as {@link Payments.readStart}. */
  start(request: StartRequest): Promise<PaymentOutcome>;
  /** Carries out the start of a payment that `openStarted` has written down, once that is committed. */
  startOpened(started: StartedPayment): Promise<PaymentOutcome>;
  continue(name: OperationName): Promise<PaymentOutcome>;
  /** Takes the whole amount that was authorised. */
  capture(name: OperationName): Promise<PaymentOutcome>;
  /** Gives up a payment that isn't captured: closes the provider's page, or frees the reserved money. */
  void(name: OperationName): Promise<PaymentOutcome>;
  /** Refunds a part or all of what was captured. Throws ClientError BAD_USER_INPUT when the amount isn't positive. */
  refund(request: RefundRequest): Promise<PaymentOutcome>;
  inquire(paymentId: string): Promise<Payment | null>;
  inquireDue(options?: { readonly limit?: number }): Promise<number>;
  applyNotification(method: PaymentMethod, notification: RawNotification): Promise<AppliedNotification>;
  /** The routes at which the providers' servers notify us, for `createSubgraph({ routes })`. */
  readonly routes: Readonly<Record<string, Route>>;
  /** Waits for what goes on in the background. Call it before the database is closed. */
  close(): Promise<void>;
}

const secondMs = 1_000;
const minuteMs = 60_000;
const inquiryDelaysMs = [
  15 * secondMs,
  30 * secondMs,
  minuteMs,
  5 * minuteMs,
  15 * minuteMs,
  60 * minuteMs,
  360 * minuteMs,
];

export function createPayments(options: PaymentsOptions): Payments {
  const { database, callTimeoutMs = 10 * secondMs, now = () => new Date() } = options;
  const providers = createPaymentProviders(options.providers, options.returnHosts);
  const dependencies: PaymentDependencies = {
    database,
    providers,
    onChange: options.onChange,
    callTimeoutMs,
    leaseMs: options.leaseMs ?? callTimeoutMs + 5 * secondMs,
    inquiryDelaysMs: options.inquiryDelaysMs ?? inquiryDelaysMs,
    now,
    log: options.log ?? createLog('payments'),
  };
  const runner = createOperationRunner(dependencies);
  const notifications = createNotificationHandler(dependencies, runner);
  return {
    database,
    methodsFor: providers.methodsFor,
    readStart: providers.readStart,
    open: (tx, opening) => openPayment(dependencies, tx, opening),
    openStarted: (tx, requests) => openStartedPayments(dependencies, tx, requests),
    start: async (request) => runner.run(startOperation(providers.readStart(request))),
    startOpened: ({ operation, payment }) => runner.run(operation, payment),
    continue: (name) => continuePayment(runner, name),
    capture: (name) => runner.run(captureOperation(name)),
    void: (name) => runner.run(voidOperation(name)),
    refund: async (request) => runner.run(refundOperation(request, now())),
    inquire: (paymentId) => inquirePayment(dependencies, runner, paymentId),
    inquireDue: ({ limit = 100 } = {}) => inquireDuePayments(dependencies, runner, limit),
    applyNotification: notifications.apply,
    routes: paymentRoutes(options.providers, notifications.apply),
    close: notifications.close,
  };
}
