-- Who did what, when. Written in the transaction of the deed, never changed. Holds are their own trail: their rows stay.
create table audit_trail (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor_kind text not null check (actor_kind in ('FAN', 'STAFF', 'PARTNER', 'DEVICE', 'SYSTEM')),
  actor_id text,
  action text not null,
  -- The global id of what it was done to.
  subject text not null,
  detail jsonb not null default '{}'
);
create index audit_trail_of_subject on audit_trail (subject, id);
create index audit_trail_of_actor on audit_trail (actor_id, id) where actor_id is not null;
