create table ticket_orders (
  id uuid primary key,
  fan_id text not null,
  state text not null check (state in ('AWAITING_PAYMENT', 'PAID', 'CANCELLED', 'EXPIRED', 'REFUND_DUE', 'REFUNDED')),
  -- The holds it pays for; each points back with order_id. Empty for a resale purchase, which names its listing.
  hold_ids uuid[] not null,
  listing_id uuid,
  -- Of an exchange: the ticket given back, whose price was counted towards this order.
  exchanged_ticket_id uuid,
  currency text not null,
  places_minor bigint not null check (places_minor >= 0),
  fees_minor bigint not null default 0 check (fees_minor >= 0),
  credit_minor bigint not null default 0 check (credit_minor >= 0),
  total_minor bigint not null check (total_minor >= 0),
  rounding text not null default 'HALF_EVEN',
  refunded_minor bigint not null default 0 check (refunded_minor >= 0),
  payment_id text,
  pay_by timestamptz not null,
  -- Why the fan did not get what was paid for, where that happened.
  failure text check (failure in ('SEATS_GONE', 'CAP_REACHED', 'SESSION_CANCELLED', 'LISTING_GONE', 'TICKET_GONE', 'ORDER_CANCELLED')),
  created_at timestamptz(3) not null default now(),
  paid_at timestamptz,
  check (total_minor = places_minor + fees_minor - credit_minor),
  check (refunded_minor <= total_minor),
  check ((cardinality(hold_ids) = 0) = (listing_id is not null))
) with (fillfactor = 85);
create index ticket_orders_of_fan on ticket_orders (fan_id, created_at, id);
create index ticket_orders_unpaid on ticket_orders (pay_by) where state = 'AWAITING_PAYMENT';
create index ticket_orders_refund_due on ticket_orders (id) where state = 'REFUND_DUE';
create index ticket_orders_of_payment on ticket_orders (payment_id) where payment_id is not null;

create table tickets (
  id uuid primary key,
  -- The order by which the money of its owner came; it changes with a resale, not with a gift.
  order_id uuid not null references ticket_orders,
  session_id integer not null,
  seat_no integer,
  block_no integer,
  -- Of a place of an area: the counter it is sold in.
  pool_no smallint,
  -- What it was bought from; 1 is the public's.
  allocation_id integer not null default 1,
  category_no smallint not null,
  -- Face value: what may be asked for it in resale.
  price_minor bigint not null check (price_minor >= 0),
  currency text not null,
  owner_id text not null,
  -- Grows whenever the ticket changes hands or is revoked and made anew; older codes are worth nothing.
  version integer not null default 1 check (version >= 1),
  -- The key that signs its codes; null until the first one is made.
  key_id text,
  state text not null default 'VALID' check (state in ('VALID', 'REVOKED', 'REFUNDED', 'EXCHANGED')),
  issued_at timestamptz(3) not null default now(),
  check ((seat_no is null) = (block_no is not null)),
  check ((block_no is null) = (pool_no is null))
) with (fillfactor = 85);
create unique index tickets_one_owner_per_seat on tickets (session_id, seat_no) where state = 'VALID';
create index tickets_of_owner on tickets (owner_id, session_id, id);
create index tickets_of_order on tickets (order_id);
create index tickets_of_session on tickets (session_id, id);

-- Tickets offered to others at face value.
create table resale_listings (
  id uuid primary key,
  ticket_id uuid not null references tickets,
  -- Of the ticket when it was listed: a listing of an older version is void.
  ticket_version integer not null,
  session_id integer not null references ticketed_sessions,
  seller_id text not null,
  -- The order by which the seller had got it.
  seller_order_id uuid not null references ticket_orders,
  state text not null default 'LISTED' check (state in ('LISTED', 'RESERVED', 'SOLD', 'WITHDRAWN')),
  currency text not null,
  face_minor bigint not null check (face_minor >= 0),
  buyer_fee_minor bigint not null check (buyer_fee_minor >= 0),
  seller_fee_minor bigint not null check (seller_fee_minor >= 0),
  -- While RESERVED: whose, and until when.
  reserved_by text,
  reserved_until timestamptz,
  order_id uuid references ticket_orders,
  listed_at timestamptz(3) not null default now(),
  sold_at timestamptz,
  check ((state = 'RESERVED') = (reserved_until is not null)),
  check ((state = 'SOLD') = (sold_at is not null))
);
create unique index resale_listings_one_per_ticket on resale_listings (ticket_id) where state in ('LISTED', 'RESERVED');
create index resale_listings_of_session on resale_listings (session_id, id) where state in ('LISTED', 'RESERVED');
create index resale_listings_of_seller on resale_listings (seller_id, listed_at, id);

-- What is owed to sellers; paid out outside of this service.
create table seller_credits (
  listing_id uuid primary key references resale_listings,
  fan_id text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor >= 0),
  created_at timestamptz(3) not null default now()
);

-- Money going back. A row is the decision; it is carried out by the payment's ledger, as the operation of the same key.
create table ticket_refunds (
  -- Also the idempotency key of the refund in the payment's ledger.
  id uuid primary key,
  order_id uuid not null references ticket_orders,
  payment_id text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  reason text not null check (reason in ('FAN_REQUEST', 'SESSION_CANCELLED', 'SEATS_GONE', 'CAP_REACHED', 'LISTING_GONE',
    'TICKET_GONE', 'ORDER_CANCELLED', 'PAID_TWICE', 'EXCHANGE', 'STAFF')),
  ticket_ids uuid[] not null,
  created_at timestamptz(3) not null default now()
);
create index ticket_refunds_of_order on ticket_refunds (order_id);
