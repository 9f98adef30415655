-- Money that the provider or the fan's bank moved without our request.
alter table payment
  add column unrequested_refund_minor bigint not null default 0,
  add column charged_back_minor bigint not null default 0;
alter table payment_event drop constraint payment_event_type_check;
alter table payment_event add constraint payment_event_type_check check (type in (
  'ACTION_REQUIRED', 'AUTHENTICATED', 'FAILED', 'AUTHORIZED', 'VOIDED', 'CAPTURED',
  'REFUND_REQUESTED', 'REFUNDED', 'REFUND_FAILED', 'CHARGED_BACK', 'CHARGEBACK_REVERSED', 'MISMATCH'));
