-- A hold: places of one session kept for one fan until expires_at. Whether it lives is decided by that time alone; the
-- sweeper only tidies.

create table holds (
  id uuid primary key,
  fan_id text not null,
  session_id integer not null,
  phase_id integer,
  allocation_id integer not null default 1,
  state text not null default 'HELD' check (state in ('HELD', 'SOLD', 'RELEASED', 'EXPIRED')),
  expires_at timestamptz not null,
  -- Named seats, or null for general admission. prices and categories go with the places one by one.
  seat_nos integer[],
  block_no integer,
  pool_no smallint,
  categories smallint[] not null,
  prices_minor bigint[] not null,
  currency text not null,
  quantity smallint not null check (quantity between 1 and 100),
  order_id uuid,
  created_at timestamptz(3) not null default now(),
  check ((seat_nos is null) = (block_no is not null)),
  check ((block_no is null) = (pool_no is null)),
  check (cardinality(categories) = quantity and cardinality(prices_minor) = quantity),
  check (seat_nos is null or cardinality(seat_nos) = quantity)
) with (fillfactor = 85);
create index holds_of_fan on holds (fan_id, created_at);
create index holds_open on holds (session_id, expires_at) where state = 'HELD';

-- Sparse occupancy: a free seat has no row, and a row whose time is over counts as none. The primary key is
-- unconditional: two owners of one seat can not be written down, whatever the code above it does.
create table seat_occupancy (
  session_id integer not null,
  seat_no integer not null,
  state text not null check (state in ('HELD', 'SOLD', 'BLOCKED')),
  category_no smallint not null,
  hold_id uuid,
  allocation_id integer,
  expires_at timestamptz,
  constraint seat_occupancy_one_owner primary key (session_id, seat_no),
  check ((state = 'HELD') = (expires_at is not null)),
  check (num_nonnulls(hold_id, allocation_id) = 1),
  check (state <> 'HELD' or hold_id is not null)
) with (fillfactor = 85);
comment on column seat_occupancy.allocation_id is 'Instead of a hold: places that went out of sale as a whole, sold elsewhere (SOLD) or kept back (BLOCKED).';

-- General admission is a number. It is spread over pools so that buyers of one area do not queue for one row.
create table area_pools (
  session_id integer not null,
  block_no integer not null,
  pool_no smallint not null,
  category_no smallint not null,
  capacity integer not null check (capacity >= 0),
  -- Held or sold: a hold takes its places, paying changes nothing here, and so no two payments wait for each other.
  taken integer not null default 0 check (taken >= 0),
  -- Sold before this platform, or on another: there are no tickets of ours for these.
  sold_elsewhere integer not null default 0 check (sold_elsewhere >= 0),
  constraint area_pools_never_oversold check (taken + sold_elsewhere <= capacity),
  primary key (session_id, block_no, pool_no)
) with (fillfactor = 50);

-- Seats and places sold (and seats blocked), by category: what a transaction has changed, written by the transaction itself.
-- Rows are only added, so that sellers never wait for each other; the sum counts, and the sweep adds rows up.
create table session_sold (
  session_id integer not null,
  category_no smallint not null,
  -- Whether the places belong to a block that is set aside (session_blocks).
  set_aside boolean not null,
  sold integer not null,
  blocked integer not null default 0
);
create index session_sold_of_session on session_sold (session_id);

-- What an account has taken against a limit: session_id 0 is the whole Games.
create table fan_allowances (
  fan_id text not null,
  session_id integer not null,
  taken integer not null check (taken >= 0),
  cap integer not null,
  constraint fan_allowances_cap check (taken <= cap),
  primary key (fan_id, session_id)
) with (fillfactor = 70);

-- One outcome for each key of a caller. A row without an outcome is in flight.
create table idempotency_keys (
  caller text not null,
  key text not null check (length(key) between 1 and 128),
  command text not null,
  request_hash text not null,
  outcome jsonb,
  created_at timestamptz(3) not null default now(),
  primary key (caller, key)
);
create index idempotency_keys_by_age on idempotency_keys using brin (created_at);
