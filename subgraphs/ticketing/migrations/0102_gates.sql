create table gates (
  id integer generated always as identity primary key,
  code text not null unique check (code ~ '^[A-Za-z0-9-]{1,64}$'),
  venue_code text not null,
  name text not null,
  created_at timestamptz not null default now()
);
create index gates_of_venue on gates (venue_code, code);

-- A code that lets one device in, once. Only its hash is kept.
create table gate_enrolments (
  code_hash text primary key check (code_hash ~ '^[0-9a-f]{64}$'),
  gate_id integer not null references gates,
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index gate_enrolments_by_end on gate_enrolments (expires_at);

create table gate_devices (
  id uuid primary key,
  gate_id integer not null references gates,
  name text not null,
  -- Ed25519, SubjectPublicKeyInfo in base64: the device signs its requests, and its private half never leaves it.
  public_key text not null,
  enrolled_at timestamptz not null default now(),
  revoked_at timestamptz,
  last_seen_at timestamptz
);
create index gate_devices_of_gate on gate_devices (gate_id, enrolled_at);

-- What happened at the gates. Only ever grows.
create table scans (
  id uuid primary key,
  device_id uuid not null references gate_devices,
  -- The device's own name of the scan: sent again it is the same scan.
  nonce text not null check (length(nonce) between 8 and 64),
  direction text not null check (direction in ('ENTRY', 'EXIT')),
  session_id integer not null,
  ticket_id uuid references tickets,
  ticket_version integer,
  -- Null when the ticket was let through; else why not.
  refusal text,
  -- Staff let it through although the gate had refused.
  forced boolean not null default false,
  -- Decided by the device alone and told later.
  offline boolean not null,
  -- By the device's clock, by that clock corrected by its deviation when it spoke to us, and when we heard of it.
  device_time timestamptz(3) not null,
  scanned_at timestamptz(3) not null,
  received_at timestamptz(3) not null default now(),
  unique (device_id, nonce),
  check (refusal is null or not forced)
);
create index scans_of_ticket on scans (ticket_id, scanned_at, id) where refusal is null;
create index scans_of_session on scans (session_id, received_at, id);

-- Where each scanned ticket is, derived from its scans. The row is what scans of one ticket take turns on.
create table ticket_presences (
  ticket_id uuid primary key references tickets,
  session_id integer not null,
  inside boolean not null,
  entries smallint not null check (entries >= 0),
  since timestamptz(3) not null
);
create index ticket_presences_inside on ticket_presences (session_id) where inside;

-- Two entries of one ticket without an exit between: somebody else is inside on the same ticket.
create table entry_conflicts (
  first_scan_id uuid not null references scans,
  second_scan_id uuid not null references scans,
  ticket_id uuid not null references tickets,
  session_id integer not null,
  -- EXPLAINED: a scan that came later (an exit between them) has shown that there was no conflict.
  state text not null default 'OPEN' check (state in ('OPEN', 'EXPLAINED', 'RESOLVED')),
  found_at timestamptz(3) not null default now(),
  resolved_by text,
  resolution text,
  primary key (first_scan_id, second_scan_id),
  check ((state = 'RESOLVED') = (resolved_by is not null and resolution is not null))
);
create index entry_conflicts_of_session on entry_conflicts (session_id, found_at);
create index entry_conflicts_of_ticket on entry_conflicts (ticket_id);
