export type { AppliedNotification } from './commands/createNotificationHandler.ts';
export type { OpenPayment, StartedPayment, StartingPayment } from './commands/openPayments.ts';
export type { RefundRequest, StartRequest } from './commands/operations.ts';
export { scheduleRefund, scheduleVoid } from './commands/scheduleOperations.ts';
export { createPayments, type Payments, type PaymentsOptions } from './createPayments.ts';
export { currencyCodes, currencyExponent, isCurrency } from './currency.ts';
export type {
  CaptureMode,
  Instrument,
  Payment,
  PaymentAction,
  PaymentFailure,
  PaymentFailureCode,
  PaymentMethod,
  PaymentState,
} from './domain/payment.ts';
export { paymentTransitions } from './domain/paymentStates.ts';
export { readReturnHosts } from './domain/returnUrl.ts';
export { allocate, fromDecimal, roundingMode, scale, toDecimal } from './money.ts';
export type { NextOperations, OnPaymentChange, PaymentChange } from './paymentChange.ts';
export type { PaymentOutcome, PaymentOutcomeKind } from './paymentOutcome.ts';
export type { PaymentProvider } from './providers/provider.ts';
export { readPaymentProviders } from './providers/readPaymentProviders.ts';
export type { OperationName } from './sql/operations.ts';
export { selectPayment, selectPaymentsOf } from './sql/payments.ts';

/** The tables of payments, for `migrate` beside a service's own. */
export const paymentMigrations = new URL('../migrations/', import.meta.url);
