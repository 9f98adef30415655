export { type AppliedNotification, applyNotification } from './commands/applyNotification.ts';
export { inquireDuePayments, inquirePayment } from './commands/inquirePayment.ts';
export {
  type OpenPayment,
  openPayment,
  openStarted,
  type StartedPayment,
  type StartingPayment,
} from './commands/openPayment.ts';
export type { RefundRequest, StartRequest } from './commands/operations.ts';
export {
  capturePayment,
  continuePayment,
  refundPayment,
  startOpened,
  startPayment,
  voidPayment,
} from './commands/payment.ts';
export { scheduleRefund, scheduleVoid } from './commands/schedule.ts';
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
export { refuseCardNumbers } from './domain/refuseCardNumbers.ts';
export { allocate, fromDecimal, ROUNDING_MODE, scale, toDecimal } from './money.ts';
export type { PaymentOutcome, PaymentOutcomeKind } from './outcome.ts';
export { paymentRoutes } from './paymentRoutes.ts';
export {
  closePayments,
  createPayments,
  type NextOperations,
  type OnPaymentChange,
  type PaymentChange,
  type Payments,
  type PaymentsOptions,
} from './payments.ts';
export type { PaymentProvider } from './provider.ts';
export { readPaymentProviders } from './readPaymentProviders.ts';
export type { OperationName } from './sql/operations.ts';
export { selectPayment as findPayment, selectPaymentsOf as paymentsOf } from './sql/payments.ts';

/** The tables of payments, for `migrate` beside a service's own. */
export const paymentMigrations = new URL('../migrations/', import.meta.url);
