-- The rules of sale are rows, not code. See docs/ticketing.md.

-- Limits over all phases. One row.
create table sales_rules (
  only_row boolean primary key default true check (only_row),
  account_cap integer not null check (account_cap > 0),
  session_cap integer not null check (session_cap > 0),
  ceremony_cap integer not null check (ceremony_cap > 0),
  hold_seconds integer not null check (hold_seconds between 30 and 3600),
  -- A hold in payment lives at least this long, so that it outlives an authentication at the bank.
  payment_seconds integer not null check (payment_seconds between 60 and 3600),
  -- Up to so many hours before a session its tickets can be given back for their money, or exchanged; null: not at all.
  return_hours integer check (return_hours >= 0),
  resale_seller_fee_bp integer not null check (resale_seller_fee_bp between 0 and 10000),
  resale_buyer_fee_bp integer not null check (resale_buyer_fee_bp between 0 and 10000)
);
insert into sales_rules values (true, 30, 6, 4, 600, 900, 72, 500, 1000);

create table sales_phases (
  id integer generated always as identity primary key,
  code text not null unique check (code ~ '^[A-Za-z0-9-]{1,64}$'),
  names jsonb not null check (names ? 'en'),
  kind text not null check (kind in ('DRAW', 'FIRST_COME', 'PRESALE')),
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  registration_opens_at timestamptz,
  registration_closes_at timestamptz,
  -- Of a draw: how long one slot is, and how long before it the fan is told.
  slot_hours smallint,
  notice_hours smallint,
  slot_size integer,
  -- Of a presale: the accounts' countries (ISO 3166-1 alpha-2) that may buy.
  countries text[],
  -- A pack: the number of different sessions that one order of this phase must cover at least.
  pack_sessions_min smallint not null default 1 check (pack_sessions_min >= 1),
  -- Tighter limits than the general ones, or null.
  account_cap integer check (account_cap > 0),
  session_cap integer check (session_cap > 0),
  -- Categories on sale in this phase by their code, or null for all.
  categories text[],
  allocation_id integer not null references allocations default 1,
  -- Holds need an admission from the waiting room.
  waiting_room boolean not null default false,
  check (opens_at < closes_at),
  check ((kind = 'DRAW') = (registration_opens_at is not null and registration_closes_at is not null
    and slot_hours is not null and notice_hours is not null and slot_size is not null)),
  check (registration_opens_at < registration_closes_at and registration_closes_at <= opens_at),
  check ((kind = 'PRESALE') = (countries is not null))
);

create table sales_phase_sessions (
  phase_id integer not null references sales_phases on delete cascade,
  session_id integer not null references ticketed_sessions on delete cascade,
  primary key (phase_id, session_id)
);
create index sales_phases_of_session on sales_phase_sessions (session_id);

-- A draw orders the registered accounts by chance and gives each a slot. The hash of the seed stands before registration
-- opens; the seed itself is shown after; anybody can replay it.
create table draws (
  id integer generated always as identity primary key,
  code text not null unique check (code ~ '^[A-Za-z0-9-]{1,64}$'),
  phase_id integer not null unique references sales_phases,
  state text not null default 'ANNOUNCED' check (state in ('ANNOUNCED', 'CLOSED', 'DRAWN')),
  seed_hash text not null check (seed_hash ~ '^[0-9a-f]{64}$'),
  -- Secret until DRAWN.
  seed text not null,
  -- A public random value that did not exist when the draw was announced, and where it was to be read.
  beacon_source text,
  beacon_value text,
  entries_count integer,
  entries_hash text,
  closed_at timestamptz,
  drawn_at timestamptz,
  check ((state = 'ANNOUNCED') = (closed_at is null)),
  check ((state = 'DRAWN') = (drawn_at is not null)),
  check (state = 'ANNOUNCED' or (entries_count is not null and entries_hash is not null))
);

create table draw_entries (
  draw_id integer not null references draws,
  fan_id text not null,
  -- The account's name in the published list: random, and known to the fan only.
  entry text not null check (entry ~ '^[0-9a-f]{32}$'),
  country text,
  registered_at timestamptz(3) not null default now(),
  position integer,
  slot_opens_at timestamptz,
  slot_closes_at timestamptz,
  excluded text check (excluded in ('ACCOUNT_CAP_REACHED')),
  primary key (draw_id, fan_id),
  unique (draw_id, entry),
  unique (draw_id, position)
);
create index draw_entries_of_fan on draw_entries (fan_id);
