-- On what a ticket's codes live: one device, wallet or sheet of paper at a time. The newest carrier of the ticket's newest
-- version counts; codes of all others are superseded.
create table ticket_carriers (
  ticket_id uuid primary key references tickets,
  ticket_version integer not null,
  carrier smallint not null check (carrier between 1 and 65535),
  kind text not null check (kind in ('DEVICE', 'GOOGLE_WALLET', 'PRINT')),
  -- Of a device: its X25519 public key, in base64url. The secret of the rotating code is sealed to it.
  device_key text,
  name text,
  made_at timestamptz not null default now(),
  check ((kind = 'DEVICE') = (device_key is not null))
);

-- A gift of a ticket, until it is accepted.
create table ticket_transfers (
  id uuid primary key,
  ticket_id uuid not null references tickets,
  -- Of the ticket when it was offered: an offer of an older version is void.
  ticket_version integer not null,
  sender_id text not null,
  -- The account it is meant for; null for whoever brings the claim code. Set when it is accepted.
  recipient_id text,
  state text not null default 'OFFERED' check (state in ('OFFERED', 'ACCEPTED', 'CANCELLED', 'DECLINED')),
  offered_at timestamptz(3) not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  check ((state = 'OFFERED') = (ended_at is null)),
  check (state <> 'ACCEPTED' or recipient_id is not null),
  check (recipient_id <> sender_id)
);
create unique index ticket_transfers_one_open on ticket_transfers (ticket_id) where state = 'OFFERED';
create index ticket_transfers_to on ticket_transfers (recipient_id, offered_at, id) where state = 'OFFERED';
create index ticket_transfers_from on ticket_transfers (sender_id, offered_at, id);

-- Tickets that are not as they were issued: what a gate without a network has to know of a session.
create index tickets_changed on tickets (session_id) where version > 1 or state <> 'VALID';
