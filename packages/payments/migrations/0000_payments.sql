-- Payments, in the database of the service that sells.
-- payment_event is the truth and only ever grows; the state and sums on payment are derived from it in the same transaction.

create table payment (
  id                   text primary key,
  reference            text not null,
  owner                text not null,
  method               text not null check (method in ('VISA', 'ALIPAY')),
  capture_mode         text not null check (capture_mode in ('AUTOMATIC', 'MANUAL')),
  currency             text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor         bigint not null check (amount_minor > 0),
  state                text not null default 'CREATED' check (state in (
                         'CREATED', 'REQUIRES_ACTION', 'FAILED', 'AUTHORIZED', 'VOIDED', 'CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED')),
  authorized_minor     bigint not null default 0,
  captured_minor       bigint not null default 0,
  refunded_minor       bigint not null default 0,
  refund_pending_minor bigint not null default 0,
  action               jsonb,
  failure_code         text,
  provider_reference   text,
  created_at           timestamptz not null default now(),
  expires_at           timestamptz not null,
  -- When to ask the provider next, and how often it was asked without news; null when there is nothing to ask.
  inquire_at           timestamptz,
  inquiries            integer not null default 0,
  check (authorized_minor in (0, amount_minor)),
  check (captured_minor between 0 and amount_minor),
  check (refunded_minor between 0 and captured_minor),
  check (refund_pending_minor >= 0)
);
create index payment_by_reference on payment (reference);
create index payment_to_inquire on payment (inquire_at) where inquire_at is not null;

create table payment_event (
  payment_id   text not null references payment (id),
  key          text not null,
  sequence     bigint generated always as identity,
  type         text not null check (type in (
                 'ACTION_REQUIRED', 'AUTHENTICATED', 'FAILED', 'AUTHORIZED', 'VOIDED', 'CAPTURED',
                 'REFUND_REQUESTED', 'REFUNDED', 'REFUND_FAILED', 'MISMATCH')),
  amount_minor bigint,
  detail       jsonb not null default '{}',
  happened_at  timestamptz not null,
  recorded_at  timestamptz not null default now(),
  primary key (payment_id, key)
);

create function payment_event_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'payment_event only ever grows';
end $$;
create trigger payment_event_append_only before update or delete on payment_event
  for each row execute function payment_event_is_append_only();

-- One row per idempotency key: what was asked, who is at it until when, and how it ended.
create table payment_operation (
  payment_id   text not null references payment (id),
  key          text not null check (length(key) between 1 and 128),
  kind         text not null check (kind in ('START', 'CONTINUE', 'CAPTURE', 'VOID', 'REFUND')),
  -- What the key was first used for; other content under the same key is refused.
  request      jsonb not null,
  leased_until timestamptz,
  outcome      jsonb,
  begun_at     timestamptz not null default now(),
  ended_at     timestamptz,
  primary key (payment_id, key),
  check ((outcome is null) = (ended_at is null))
);
create index payment_operation_open on payment_operation (payment_id) where ended_at is null;

create table payment_notification (
  provider    text not null,
  id          text not null,
  payment_id  text not null references payment (id),
  arrivals    integer not null default 1,
  received_at timestamptz not null default now(),
  primary key (provider, id)
);
