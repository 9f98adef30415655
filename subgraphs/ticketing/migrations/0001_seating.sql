-- Static charts. They never say whether a seat is free: that is the business of seat_occupancy (0004), where a free seat has no row.

create table seating_plans (
  id integer generated always as identity primary key,
  code text not null unique check (code ~ '^[A-Za-z0-9-]{1,64}$'),
  venue_code text not null,
  name text not null,
  -- Extent of the drawing in centimetres; the origin is its top left corner, x to the right, y down.
  width_cm integer not null check (width_cm > 0),
  height_cm integer not null check (height_cm > 0),
  -- The field of play, [[x, y], …] in the same units, or null where the plan does not draw one.
  field_outline jsonb,
  seats_count integer not null check (seats_count >= 0),
  standing_count integer not null check (standing_count >= 0),
  created_at timestamptz not null default now()
);
create index seating_plans_of_venue on seating_plans (venue_code);

create table plan_categories (
  plan_id integer not null references seating_plans on delete cascade,
  category_no smallint not null,
  code text not null,
  name text not null,
  colour text not null check (colour ~ '^#[0-9A-Fa-f]{6}$'),
  primary key (plan_id, category_no),
  unique (plan_id, code)
);
comment on column plan_categories.category_no is 'Dearest first, from 1.';

create table plan_blocks (
  plan_id integer not null references seating_plans on delete cascade,
  block_no integer not null,
  code text not null,
  name text not null,
  kind text not null check (kind in ('SEATED', 'GENERAL_ADMISSION')),
  level integer not null,
  -- Of all its places for general admission; of its seats where they all share one, else null.
  category_no smallint,
  capacity integer not null check (capacity >= 0),
  -- [[x, y], …] in centimetres.
  outline jsonb not null,
  primary key (plan_id, block_no),
  unique (plan_id, code),
  check (kind = 'SEATED' or category_no is not null)
);

-- How many places of each category a block has. Static, so kept: availability subtracts whole blocks that are set aside.
create table plan_block_places (
  plan_id integer not null,
  block_no integer not null,
  category_no smallint not null,
  places_count integer not null check (places_count >= 0),
  primary key (plan_id, block_no, category_no),
  foreign key (plan_id, block_no) references plan_blocks on delete cascade
);

create table plan_rows (
  plan_id integer not null references seating_plans on delete cascade,
  row_no integer not null,
  block_no integer not null,
  label text not null,
  -- 1 is the best row of the plan. Best available goes by it.
  quality_rank integer not null check (quality_rank > 0),
  primary key (plan_id, row_no),
  foreign key (plan_id, block_no) references plan_blocks on delete cascade
);
create index plan_rows_of_block on plan_rows (plan_id, block_no);

create table seats (
  plan_id integer not null,
  seat_no integer not null,
  row_no integer not null,
  -- Adjacency index: two seats of a row are neighbours exactly when their places differ by one. An aisle leaves a gap.
  -- It comes from where the seats stand, never from what is printed on them.
  place integer not null,
  label text not null,
  category_no smallint not null,
  x integer not null,
  y integer not null,
  kind text not null default 'STANDARD' check (kind in ('STANDARD', 'WHEELCHAIR', 'COMPANION')),
  -- Of a companion's seat: the wheelchair place it belongs to.
  companion_of integer,
  sight text check (sight in ('RESTRICTED', 'OBSTRUCTED', 'SIDE_VIEW')),
  -- The seat's name in the file it was imported from.
  source_guid text,
  primary key (plan_id, seat_no),
  check ((kind = 'COMPANION') = (companion_of is not null))
);
comment on table seats is 'Loaded by COPY only, by the two importers, which give seat_no row by row in order of place. Half a million rows: the references to rows and categories are checked by the importers in one statement instead of by a trigger for each row.';
create index seats_of_row on seats (plan_id, row_no);
