-- The one Games whose people this database holds: set by the first message, never changed.
create table games (
  only_row boolean primary key default true check (only_row),
  competition_code text not null
);

-- Every ODF message that concerns people and teams, kept as it came.
-- The tables of people, teams and organisations are a function of the messages in here.
create table odf_message (
  id bigint generated always as identity primary key,
  identity text not null,
  document_key text not null,
  document_code text not null,
  document_type text not null,
  document_subtype text,
  language text,
  version integer not null check (version >= 1),
  source text not null,
  feed_flag text not null check (feed_flag in ('P', 'T')),
  -- By the venue's clock, as the header carries it.
  written_at timestamp not null,
  logical_date date not null,
  is_invalidation boolean not null,
  -- What is rebuilt from this message together with others: 'PARTIC ATH', 'TEAMS ATH', 'CODES ORGANISATION', 'BIO 1000017'.
  list text not null,
  state text not null check (state in ('pending', 'applied', 'superseded', 'test', 'refused')),
  -- Why a refused message is refused; what an accepted one says that could not be taken over.
  remarks text[] not null default '{}',
  body_sha256 bytea not null,
  raw text not null,
  received_at timestamptz not null default now()
);

-- One message and no other. A refused one does not stand in the way of its mended form; sent again as it was, it is kept once.
create unique index odf_message_identity on odf_message (identity, feed_flag, is_invalidation) where state <> 'refused';
create unique index odf_message_refused on odf_message (identity, body_sha256) where state = 'refused';

create index odf_message_list on odf_message (list, document_key, version) where feed_flag = 'P';
create index odf_message_pending on odf_message (list) where state = 'pending';
