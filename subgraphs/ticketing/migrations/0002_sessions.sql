-- Ticketed sessions: what one ticket admits to. Another grouping of units than the competition sessions.

create table ticketed_sessions (
  id integer generated always as identity primary key,
  code text not null unique,
  plan_id integer not null references seating_plans,
  venue_code text not null,
  kind text not null check (kind in ('SPORT', 'CEREMONY')),
  -- Language tag to text; English is always there.
  names jsonb not null check (names ? 'en'),
  disciplines text[] not null,
  logical_date date not null,
  doors_open_at timestamptz not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- From then on tickets show their code.
  tickets_activate_at timestamptz not null,
  -- Minutes east of UTC at the venue, for output.
  utc_offset_minutes smallint not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  state text not null default 'SCHEDULED' check (state in ('SCHEDULED', 'CANCELLED')),
  cancelled_at timestamptz,
  check ((state = 'CANCELLED') = (cancelled_at is not null)),
  check (doors_open_at <= starts_at and starts_at < ends_at)
);
create index ticketed_sessions_by_start on ticketed_sessions (starts_at, id);
create index ticketed_sessions_of_venue on ticketed_sessions (venue_code, starts_at, id);
create index ticketed_sessions_of_disciplines on ticketed_sessions using gin (disciplines);
create index ticketed_sessions_by_day on ticketed_sessions (logical_date, starts_at, id);

-- The tables on which on-sale day is decided name sessions without a foreign key: a reference would lock the one row of
-- the session that everybody buys for, once for every seat. Instead the statements join the session, and it can not vanish.
create function ticketed_sessions_stay() returns trigger language plpgsql as $$
begin
  raise exception 'a ticketed session is cancelled, never deleted';
end $$;
create trigger ticketed_sessions_stay before delete or update of id on ticketed_sessions
  for each row execute function ticketed_sessions_stay();

create table session_units (
  session_id integer not null references ticketed_sessions on delete cascade,
  unit_code text not null check (length(unit_code) = 34),
  -- The first 22 characters of an RSC name its event.
  event_code text not null generated always as (rpad(left(unit_code, 22), 34, '-')) stored,
  unit_order smallint not null,
  primary key (session_id, unit_code)
);
create index session_units_of_unit on session_units (unit_code);
create index session_units_of_event on session_units (event_code);

create table session_prices (
  session_id integer not null references ticketed_sessions on delete cascade,
  category_no smallint not null,
  price_minor bigint not null check (price_minor >= 0),
  -- Places of this category in the plan, general admission included. Static, so kept.
  places_count integer not null check (places_count >= 0),
  primary key (session_id, category_no)
);

-- Who may buy what is not for the public. 1 is the public itself, 2 what was sold elsewhere. (Resale needs none: a ticket
-- that is offered stays sold until its new owner has it.)
create table allocations (
  id integer generated always as identity primary key,
  code text not null unique,
  name text not null,
  kind text not null check (kind in ('PUBLIC', 'ORGANISATION', 'HOSPITALITY', 'IMPORTED_SALE')),
  -- Of an ORGANISATION: its code.
  organisation_code text,
  -- The scope that lets a viewer buy from it; null for the public.
  scope text,
  check ((kind = 'PUBLIC') = (scope is null))
);
insert into allocations (code, name, kind, scope) values ('PUBLIC', 'General public', 'PUBLIC', null);
insert into allocations (code, name, kind, scope)
values ('ELSEWHERE', 'Sold before this platform, or on another', 'IMPORTED_SALE', 'staff:ticketing');

-- Whole blocks that a session sets aside, or that were sold as a whole elsewhere (IMPORTED_SALE). Sparse: a block without
-- a row is the public's.
create table session_blocks (
  session_id integer not null references ticketed_sessions on delete cascade,
  block_no integer not null,
  allocation_id integer not null references allocations,
  primary key (session_id, block_no)
);
