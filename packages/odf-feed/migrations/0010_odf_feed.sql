-- The archive of a results feed: what was received, in which versions, and what became of it. Every service that reads
-- ODF has these tables in its own database. The competition service has had them from its first migration on.

-- One deployment holds one Games: the first message names it, a message of another is refused.
create table if not exists games (
  only_row boolean primary key default true check (only_row),
  code text not null,
  -- The feed that is shown; messages of the other one are kept and never applied.
  feed_flag text not null default 'P' check (feed_flag in ('P', 'T')),
  -- Offset of the venues' clocks, learnt from the first time that the schedule gives. Headers carry local times only.
  utc_offset_minutes integer
);

-- What versions replace each other: one row per competition, code, subcode, type, subtype and language, in each feed.
create table if not exists document (
  id bigint generated always as identity primary key,
  feed_flag text not null check (feed_flag in ('P', 'T')),
  document_type text not null,
  document_code text not null,
  document_subcode text not null default '',
  document_subtype text not null default '',
  language text not null default '',
  highest_version integer not null,
  unique (document_code, document_type, document_subcode, document_subtype, language, feed_flag)
);

create table if not exists message (
  id bigint generated always as identity primary key,
  document_id bigint not null references document,
  source text not null,
  version integer not null check (version > 0),
  result_status text,
  -- The venue's clock, without an offset (Date and Time of the header).
  generated_at timestamp not null,
  logical_date date not null,
  received_at timestamptz not null default clock_timestamp(),
  received_count integer not null default 1,
  size_bytes integer not null,
  sha256 bytea not null,
  -- Header without <Competition>: what the document said before is withdrawn.
  invalidates boolean not null,
  state text not null check (state in ('STORED', 'APPLIED', 'SUPERSEDED', 'OTHER_FEED', 'CONFLICTING', 'NOT_USED', 'FAILED')),
  -- The same bytes under the same identity are one message, however often they are sent.
  unique (document_id, version, source, sha256)
);
-- The queue: what is stored and not applied, in the order of arrival.
create index if not exists message_waiting on message (id) where state = 'STORED';
create index if not exists message_failed on message (id) where state = 'FAILED';
create index if not exists message_by_arrival on message (document_id, received_at);
create index if not exists message_by_source on message (source, received_at);

-- The message whose content counts now; null before the first one is applied.
alter table document add column if not exists effective_message_id bigint references message;

create table if not exists message_body (
  message_id bigint primary key references message,
  gzip bytea not null
);
alter table message_body alter column gzip set storage external;
-- The bytes as received: compressed with gzip before they come here, or as they are where they came from an older archive.
alter table message_body rename column gzip to body;

create table if not exists message_issue (
  message_id bigint not null references message,
  position integer not null,
  code text not null,
  detail text not null,
  primary key (message_id, position)
);

-- Texts that were refused at the endpoint. Their bytes are not kept.
create table if not exists refusal (
  id bigint generated always as identity primary key,
  received_at timestamptz not null default clock_timestamp(),
  code text not null,
  detail text not null,
  size_bytes integer not null
);

-- Signs of life and control messages, one row per sending system of the shown feed.
create table if not exists feed_source (
  code text primary key,
  last_received_at timestamptz not null,
  last_keep_alive_at timestamptz,
  transmitting boolean,
  transmitting_message_id bigint references message,
  feed_open boolean,
  feed_open_message_id bigint references message
);
