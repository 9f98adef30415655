-- When tickets changed hands or ended, so that an entry that a gate reports later is judged by what the ticket was then.
create table ticket_change (
  ticket_id uuid not null references ticket,
  version integer not null,
  state text not null,
  changed_at timestamptz not null default now()
);
create index ticket_change_of_ticket on ticket_change (ticket_id, changed_at);
-- When earlier changes happened is not known; most came before any gate opened.
insert into ticket_change (ticket_id, version, state, changed_at)
select id, version, state, '-infinity' from ticket where version > 1 or state <> 'VALID';
create function insert_ticket_change() returns trigger language plpgsql as $$
begin
  insert into ticket_change (ticket_id, version, state) values (new.id, new.version, new.state);
  return null;
end $$;
create trigger insert_ticket_change after update on ticket for each row
  when ((old.version, old.state) is distinct from (new.version, new.state)) execute function insert_ticket_change();

-- Tickets that ended, by their seat: another may have been sold for it.
create index ticket_ended_of_seat on ticket (session_id, seat_no) where state <> 'VALID' and seat_no is not null;

-- Of an entry that a gate let in by itself: whether the ticket was good at that moment.
alter table scan add column was_valid boolean not null default true;
alter table entry_conflict add column kind text not null default 'DOUBLE_ENTRY'
  check (kind in ('DOUBLE_ENTRY', 'TICKET_NOT_VALID', 'SEAT_ENTERED_TWICE'));
