-- Money that moved, or did not, against our decision: what staff has to look after.

alter table ticket_order drop constraint ticket_orders_failure_check;
alter table ticket_order add constraint ticket_order_failure_check check (failure in ('SEATS_GONE', 'CAP_REACHED',
  'SESSION_CANCELLED', 'LISTING_GONE', 'TICKET_GONE', 'ORDER_CANCELLED', 'PAYMENT_REVERSED'));

alter table ticket_refund drop constraint ticket_refunds_reason_check;
alter table ticket_refund
  add constraint ticket_refund_reason_check check (reason in ('FAN_REQUEST', 'SESSION_CANCELLED', 'SEATS_GONE', 'CAP_REACHED',
    'LISTING_GONE', 'TICKET_GONE', 'ORDER_CANCELLED', 'PAYMENT_REVERSED', 'PAID_TWICE', 'EXCHANGE', 'STAFF',
    -- Not decided by us: the row says what is gone of the payment.
    'UNREQUESTED_REFUND', 'CHARGEBACK')),
  -- How often the provider was asked; each attempt is an operation of its own in the payment's ledger.
  add column attempt integer not null default 1 check (attempt between 1 and 100),
  add column operation_key text not null
    generated always as (id::text || case when attempt > 1 then '.' || attempt::text else '' end) stored,
  -- When staff closed a refund that the provider has refused, and what was found out.
  add column closed_at timestamptz(3),
  add column note text,
  add check ((closed_at is null) = (note is null));

-- What is not a refused refund; those are in ticket_refund.
create table payment_issue (
  id uuid primary key,
  kind text not null check (kind in ('MISMATCH', 'UNREQUESTED_REFUND', 'CHARGEBACK', 'CHARGEBACK_REVERSED')),
  order_id uuid not null references ticket_order,
  payment_id text not null,
  amount_minor bigint,
  currency text not null,
  detail text not null,
  created_at timestamptz(3) not null default now(),
  closed_at timestamptz(3),
  note text,
  check ((closed_at is null) = (note is null))
);
create index payment_issue_by_time on payment_issue (created_at, id);
