-- The draw from its announcement to its publication. See docs/draw.md.

-- A draw may be for the accounts of certain countries, as a presale is.
do $$
declare
  old text;
begin
  select conname into strict old from pg_constraint
  where conrelid = 'sales_phases'::regclass and contype = 'c'
    and pg_get_constraintdef(oid) like '%PRESALE%countries%';
  execute format('alter table sales_phases drop constraint %I', old);
end $$;
alter table sales_phases add constraint sales_phases_countries check (
  case kind when 'PRESALE' then countries is not null when 'FIRST_COME' then countries is null else true end);

-- The seed is shown by publishing, after the draw was held. The rules of the slots are written down with the result, so
-- that a record can be replayed whatever becomes of the phase.
alter table draws
  add column published_at timestamptz,
  add column first_slot_opens_at timestamptz,
  add column last_slot_closes_at timestamptz,
  add column slot_hours smallint check (slot_hours > 0),
  add column slot_size integer check (slot_size > 0);
update draws d set published_at = d.drawn_at, first_slot_opens_at = f.opens_at, last_slot_closes_at = f.closes_at,
  slot_hours = f.slot_hours, slot_size = f.slot_size
from sales_phases f where f.id = d.phase_id and d.state = 'DRAWN';
alter table draws
  add constraint draws_published_after_drawn check (published_at is null or state = 'DRAWN'),
  add constraint draws_slots_when_drawn check ((state = 'DRAWN') = (first_slot_opens_at is not null
    and last_slot_closes_at is not null and slot_hours is not null and slot_size is not null));

-- What has been promised or drawn stays, whoever writes.
create function keep_draw() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a draw is kept' using errcode = 'restrict_violation';
  end if;
  if (old.code, old.phase_id, old.seed_hash, old.seed, old.beacon_source)
      is distinct from (new.code, new.phase_id, new.seed_hash, new.seed, new.beacon_source)
    or old.state <> 'ANNOUNCED' and (old.entries_count, old.entries_hash, old.closed_at)
      is distinct from (new.entries_count, new.entries_hash, new.closed_at)
    or old.state = 'CLOSED' and new.state = 'ANNOUNCED'
    or old.state = 'DRAWN' and (old.state, old.beacon_value, old.drawn_at, old.first_slot_opens_at,
        old.last_slot_closes_at, old.slot_hours, old.slot_size)
      is distinct from (new.state, new.beacon_value, new.drawn_at, new.first_slot_opens_at,
        new.last_slot_closes_at, new.slot_hours, new.slot_size)
    or old.published_at is not null and old.published_at is distinct from new.published_at
  then
    raise exception 'draw % can not be changed in this way', old.code using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_draw before update or delete on draws for each row execute function keep_draw();

create function keep_draw_entry() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if (select state from draws where id = old.draw_id) <> 'ANNOUNCED' then
      raise exception 'the list of this draw is closed' using errcode = 'restrict_violation';
    end if;
    return old;
  end if;
  if (old.draw_id, old.fan_id, old.entry) is distinct from (new.draw_id, new.fan_id, new.entry)
    or old.position is not null or old.excluded is not null
  then
    raise exception 'this entry can not be changed any more' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_draw_entry before update or delete on draw_entries for each row execute function keep_draw_entry();
