-- The transactional outbox: an event is written in the transaction whose effect it tells of, and leaves after the commit.

create table outbox_event (
  sequence     bigint generated always as identity primary key,
  -- What consumers know it by; the same on every delivery.
  id           uuid not null default gen_random_uuid(),
  queue        text not null,
  -- Events of one aggregate leave in the order of their sequence, one after the other.
  aggregate    text not null,
  slot         smallint not null generated always as ((hashtext(queue || aggregate) & 63)::smallint) stored,
  type         text not null,
  payload      jsonb not null,
  happened_at  timestamptz not null default now(),
  available_at timestamptz not null default now(),
  attempts     integer not null default 0,
  unique (queue, aggregate, id)
);
create index outbox_event_by_slot on outbox_event (queue, slot, sequence);
create index outbox_event_by_aggregate on outbox_event (queue, aggregate, sequence);

-- Relays take a slot at a time. Whoever holds a slot is the only one to deliver its aggregates.
create table outbox_slot (
  queue        text not null,
  slot         smallint not null,
  holder       uuid,
  leased_until timestamptz not null default '-infinity',
  served_at    timestamptz not null default '-infinity',
  primary key (queue, slot)
);

create table outbox_dead_letter (
  sequence    bigint primary key,
  id          uuid not null,
  queue       text not null,
  aggregate   text not null,
  type        text not null,
  payload     jsonb not null,
  happened_at timestamptz not null,
  attempts    integer not null,
  reason      text not null,
  died_at     timestamptz not null default now()
);
create index outbox_dead_letter_by_queue on outbox_dead_letter (queue, sequence);

create table webhook_endpoint (
  id          uuid primary key default gen_random_uuid(),
  partner     text not null,
  url         text not null,
  -- `ticketing.order.completed`, or `ticketing.*`
  event_types text[] not null check (cardinality(event_types) between 1 and 100),
  secret      text not null,
  failures    integer not null default 0,
  -- Null while it is enabled; else why it isn't.
  disabled    text,
  created_at  timestamptz not null default now(),
  unique (partner, url)
);

create table webhook_attempt (
  sequence    bigint generated always as identity primary key,
  endpoint_id uuid not null references webhook_endpoint (id) on delete cascade,
  event_id    uuid not null,
  type        text not null,
  attempt     integer not null,
  -- HTTP status; null when there was no answer.
  status      integer,
  error       text,
  duration_ms integer not null,
  made_at     timestamptz not null default now()
);
create index webhook_attempt_by_endpoint on webhook_attempt (endpoint_id, sequence desc);
