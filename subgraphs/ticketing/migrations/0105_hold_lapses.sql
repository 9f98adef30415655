-- Holds and reservations that an account let lapse unpaid, by session: they lengthen its next wait.
create table hold_lapse (
  fan_id text not null,
  session_id integer not null,
  lapses integer not null check (lapses > 0),
  lapsed_at timestamptz not null,
  -- Until when the account can not hold places of the session; null while it need not wait.
  wait_until timestamptz,
  primary key (fan_id, session_id)
);

-- A reservation of a resale listing counts against the allowances of its account as a hold does. The command that reserves
-- counts it; whatever ends the reservation other than its own payment releases it here, so that no way is forgotten.
create function release_reservation() returns trigger language plpgsql as $$
begin
  update fan_allowance set taken = taken - 1
  where fan_id = old.reserved_by and session_id in (0, old.session_id);
  return null;
end $$;
create trigger release_reservation after update on resale_listing for each row
  when (old.state = 'RESERVED' and (new.state in ('LISTED', 'WITHDRAWN') or new.reserved_by is distinct from old.reserved_by))
  execute function release_reservation();

-- Reservations of the version before were not counted: they are from now on.
insert into fan_allowance as a (fan_id, session_id, taken, cap)
select l.reserved_by, scope.session_id, count(*), greatest(r.account_cap, count(*))
from resale_listing l cross join sales_rules r cross join lateral (values (0), (l.session_id)) as scope (session_id)
where l.state = 'RESERVED' group by l.reserved_by, scope.session_id, r.account_cap
on conflict (fan_id, session_id) do update
  set taken = a.taken + excluded.taken, cap = greatest(a.cap, a.taken + excluded.taken);
