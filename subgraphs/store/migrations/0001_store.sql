-- The store: markets, a catalogue under licences, prices, stock, pick-up, carts, orders, reviews.
--
-- Amounts are whole minor units (cents, yen, fils) in bigint; the currency says how many decimals that is.
-- Codes of other services (athletes, organisations, disciplines, venues, assets) are natural keys without foreign keys.
-- A row that must not go below zero says so itself: the last guard against overselling is a CHECK, not a lock.

create domain country_code as text check (value ~ '^[A-Z]{2}$');
create domain language_tag as text check (value ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$');

-- Texts by language, {"en": {…}, "fr": {…}}; English is always there, being the fallback.
create domain localised as jsonb check (jsonb_typeof(value) = 'object' and value ? 'en');

-- Markets ------------------------------------------------------------------------------------------------------------

create table licence_territory (
  code text primary key check (code ~ '^[A-Z]{2,8}$'),
  name text not null
);

create table market (
  code text primary key check (code ~ '^[A-Z]{2,8}$'),
  name text not null,
  position smallint not null unique,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  licence_territory text not null references licence_territory,
  -- So that a price can say, by its foreign key, that it is in the market's currency.
  unique (code, currency)
);
create table market_country (
  country country_code primary key,
  market text not null references market
);
create index market_country_by_market on market_country (market);
create table market_language (
  market text not null references market,
  position smallint not null check (position > 0),
  language language_tag not null,
  primary key (market, position),
  unique (market, language)
);
create table market_payment_method (
  market text not null references market,
  position smallint not null check (position > 0),
  method text not null check (method in ('VISA', 'ALIPAY')),
  primary key (market, position),
  unique (market, method)
);

-- Who may sell what where --------------------------------------------------------------------------------------------

create table merchant (
  id text primary key,
  name text not null,
  kind text not null check (kind in ('OFFICIAL_STORE', 'BRAND', 'SMALL_BUSINESS')),
  country country_code not null,
  -- The organisers' share of what the merchant sells: 100 basis points are one per cent.
  commission_basis_points integer not null check (commission_basis_points between 0 and 10000)
);

-- The right to sell certain goods with the marks of the Games. A product is shown in a market only while its licence
-- stands and covers the market's territory.
create table licence (
  code text primary key,
  merchant_id text not null references merchant,
  name text not null,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) check (ends_at > starts_at),
  revoked_at timestamptz(3)
);
create index licence_by_merchant on licence (merchant_id);
create table licence_coverage (
  licence text not null references licence,
  territory text not null references licence_territory,
  primary key (licence, territory)
);

-- Catalogue ----------------------------------------------------------------------------------------------------------

create table category (
  code text primary key check (code ~ '^[a-z0-9][a-z0-9-]*$'),
  position smallint not null unique,
  texts localised not null
);

create table product (
  id text primary key,
  handle text not null unique check (handle ~ '^[a-z0-9][a-z0-9-]*$'),
  licence text not null references licence,
  category text not null references category,
  state text not null check (state in ('DRAFT', 'ACTIVE', 'ARCHIVED')),
  texts localised not null,
  -- Titles of all languages in lower case without accents, for search.
  search_text text not null,
  search_words tsvector generated always as (to_tsvector('simple'::regconfig, search_text)) stored,
  athlete_code text,
  organisation_code text,
  discipline_code text,
  -- Place in the store's own arrangement.
  position integer not null,
  created_at timestamptz(3) not null
);
create index product_by_position on product (position, id) where state = 'ACTIVE';
create index product_by_time on product (created_at desc, id desc) where state = 'ACTIVE';
create index product_by_category on product (category, position, id) where state = 'ACTIVE';
create index product_by_athlete on product (athlete_code, position, id) where athlete_code is not null;
create index product_by_organisation on product (organisation_code, position, id) where organisation_code is not null;
create index product_by_discipline on product (discipline_code, position, id) where discipline_code is not null;
create index product_by_licence on product (licence, position, id);
create index product_by_word on product using gin (search_words);

create table product_image (
  product_id text not null references product on delete cascade,
  position smallint not null check (position between 1 and 20),
  asset_key text not null,
  primary key (product_id, position)
);

create table variant (
  sku text primary key check (length(sku) between 1 and 64),
  product_id text not null references product,
  position smallint not null check (position between 1 and 100),
  -- [{"name": "size", "value": "L"}, …] in the order in which they are chosen.
  options jsonb not null check (jsonb_typeof(options) = 'array'),
  barcode text unique check (barcode ~ '^[0-9]{8,14}$'),
  weight_grams integer not null check (weight_grams >= 0),
  unique (product_id, position),
  unique (sku, product_id)
);

create table collection (
  id text primary key,
  kind text not null check (kind in ('GAMES', 'HERITAGE', 'ATHLETE')),
  position integer not null unique,
  texts localised not null
);
create table collection_product (
  collection_id text not null references collection on delete cascade,
  product_id text not null references product on delete cascade,
  position integer not null,
  primary key (collection_id, product_id)
);
create index collection_product_by_position on collection_product (collection_id, position, product_id);
create index collection_product_by_product on collection_product (product_id);

-- What a variant costs in a market, taxes included. Having no price is not being sold there. `prior_minor` is the
-- lowest price of the thirty days before a reduction.
create table price (
  sku text not null,
  product_id text not null,
  market text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  prior_minor bigint check (prior_minor > amount_minor),
  primary key (sku, market),
  foreign key (sku, product_id) references variant (sku, product_id),
  foreign key (market, currency) references market (code, currency)
);
create index price_by_product on price (market, product_id, amount_minor);

-- Stock --------------------------------------------------------------------------------------------------------------

create table stock_location (
  code text primary key,
  name text not null,
  kind text not null check (kind in ('WAREHOUSE', 'STAND')),
  country country_code not null,
  venue_code text,
  check ((kind = 'STAND') = (venue_code is not null))
);
create index stock_location_by_venue on stock_location (venue_code) where venue_code is not null;

-- The warehouses that send parcels to a market, the first one first.
create table market_supply (
  market text not null references market,
  position smallint not null check (position > 0),
  location text not null references stock_location,
  primary key (market, position),
  unique (market, location)
);

-- What lies where. `held` is the sum of the holds on it, lapsed ones included until they are cleared away: a hold is
-- made by raising `held` and inserting the hold in one transaction, and no number of them gets past the CHECK.
create table stock (
  sku text not null references variant,
  location text not null references stock_location,
  on_hand integer not null check (on_hand >= 0),
  held integer not null default 0,
  primary key (sku, location),
  check (held between 0 and on_hand)
);
create index stock_by_location on stock (location, sku);

-- Pick-up ------------------------------------------------------------------------------------------------------------

create table pickup_point (
  id text primary key,
  location text not null unique references stock_location,
  venue_code text not null,
  market text not null references market,
  name text not null,
  directions text not null,
  -- Of the venue's clocks, minutes east of UTC.
  utc_offset_minutes smallint not null check (utc_offset_minutes between -720 and 840)
);
create index pickup_point_by_venue on pickup_point (venue_code, id);

-- A time at which orders can be picked up: its room is an inventory like any other.
create table pickup_slot (
  pickup_point text not null references pickup_point,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null check (ends_at > starts_at),
  capacity integer not null check (capacity > 0),
  taken integer not null default 0,
  primary key (pickup_point, starts_at),
  check (taken between 0 and capacity)
);

-- Carts and holds ----------------------------------------------------------------------------------------------------

create table cart (
  id text primary key,
  fan_subject text not null,
  market text not null references market,
  state text not null check (state in ('OPEN', 'CHECKOUT', 'ORDERED', 'ABANDONED')),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);
-- A fan fills one cart in each market.
create unique index cart_current on cart (fan_subject, market) where state in ('OPEN', 'CHECKOUT');
create index cart_by_fan on cart (fan_subject, updated_at desc, id);

create table cart_line (
  cart_id text not null references cart on delete cascade,
  sku text not null references variant,
  quantity integer not null check (quantity between 1 and 99),
  added_at timestamptz(3) not null,
  primary key (cart_id, sku)
);

-- Stock kept for a cart while it is paid. The key has no condition on time: a lapsed hold is taken over in place
-- (insert … on conflict do update … where expires_at <= now()), and one cart never holds the same goods twice.
create table stock_hold (
  cart_id text not null references cart,
  sku text not null,
  location text not null,
  quantity integer not null check (quantity > 0),
  expires_at timestamptz(3) not null,
  primary key (cart_id, sku, location),
  foreign key (sku, location) references stock (sku, location)
);
create index stock_hold_by_stock on stock_hold (sku, location, expires_at);
create index stock_hold_by_expiry on stock_hold (expires_at);

-- Orders -------------------------------------------------------------------------------------------------------------

create table shop_order (
  id text primary key,
  number text not null unique,
  fan_subject text not null,
  market text not null,
  currency text not null,
  state text not null check (
    state in ('PLACED', 'PAID', 'PACKED', 'READY_FOR_PICKUP', 'SHIPPED', 'COMPLETED', 'CANCELLED', 'REFUNDED')),
  -- The cart it was made from: one cart becomes one order.
  cart_id text unique references cart,
  placed_at timestamptz(3) not null,
  subtotal_minor bigint not null check (subtotal_minor >= 0),
  discount_minor bigint not null check (discount_minor between 0 and subtotal_minor),
  delivery_minor bigint not null check (delivery_minor >= 0),
  tax_minor bigint not null check (tax_minor >= 0),
  total_minor bigint not null generated always as (subtotal_minor - discount_minor + delivery_minor) stored,
  rounding_mode text not null,
  fulfilment text not null check (fulfilment in ('PARCEL', 'PICKUP')),
  recipient text,
  address_lines text[],
  postal_code text,
  city text,
  country country_code,
  pickup_point text,
  pickup_starts_at timestamptz(3),
  pickup_code text,
  foreign key (market, currency) references market (code, currency),
  foreign key (pickup_point, pickup_starts_at) references pickup_slot (pickup_point, starts_at),
  check (tax_minor <= subtotal_minor - discount_minor + delivery_minor),
  check (num_nonnulls(recipient, address_lines, city, country) = case fulfilment when 'PARCEL' then 4 else 0 end),
  check (num_nonnulls(pickup_point, pickup_starts_at, pickup_code) = case fulfilment when 'PICKUP' then 3 else 0 end)
);
create index shop_order_by_fan on shop_order (fan_subject, placed_at desc, id desc);

create table order_line (
  order_id text not null references shop_order,
  sku text not null,
  product_id text not null,
  position smallint not null check (position between 1 and 100),
  title text not null,
  quantity integer not null check (quantity > 0),
  unit_minor bigint not null check (unit_minor > 0),
  total_minor bigint not null generated always as (unit_minor * quantity) stored,
  merchant_id text not null references merchant,
  -- From where it is sent or handed out.
  location text not null references stock_location,
  primary key (order_id, sku),
  unique (order_id, position),
  foreign key (sku, product_id) references variant (sku, product_id)
);
create index order_line_by_product on order_line (product_id, order_id);

create table order_state_change (
  order_id text not null references shop_order,
  state text not null,
  changed_at timestamptz(3) not null,
  -- An order reaches each of its states once.
  primary key (order_id, state)
);

-- Reviews ------------------------------------------------------------------------------------------------------------

-- Backed by the order line: nobody reviews what they did not buy, nor twice what they bought once.
create table review (
  id text primary key,
  order_id text not null,
  sku text not null,
  product_id text not null references product,
  fan_subject text not null,
  rating smallint not null check (rating between 1 and 5),
  title text not null,
  body text not null,
  language language_tag not null,
  author text not null,
  state text not null check (state in ('PENDING', 'APPROVED', 'REJECTED')),
  created_at timestamptz(3) not null,
  unique (order_id, sku),
  foreign key (order_id, sku) references order_line (order_id, sku)
);
create index review_shown on review (product_id, created_at desc, id desc) where state = 'APPROVED';
create index review_by_state on review (state, created_at, id);
