-- Tables are named for one of their rows, in the words of the code and of the graph.

alter table seating_plans rename to seating_plan;
alter table plan_categories rename to plan_category;
alter table plan_blocks rename to plan_block;
alter table plan_block_places rename to plan_block_place;
alter table plan_rows rename to plan_row;
alter table seats rename to seat;
alter table ticketed_sessions rename to ticketed_session;
alter table session_units rename to session_unit;
alter table session_prices rename to session_price;
alter table allocations rename to allocation;
alter table session_blocks rename to session_block;
alter table sales_phases rename to sales_phase;
alter table sales_phase_sessions rename to sales_phase_session;
alter table draws rename to draw;
alter table draw_entries rename to draw_entry;
alter table holds rename to hold;
alter table area_pools rename to area_pool;
alter table fan_allowances rename to fan_allowance;
alter table idempotency_keys rename to idempotency_key;
alter table ticket_orders rename to ticket_order;
alter table tickets rename to ticket;
alter table resale_listings rename to resale_listing;
alter table seller_credits rename to seller_credit;
alter table ticket_refunds rename to ticket_refund;
alter table audit_trail rename to audit_log;
alter table seller_processes rename to seller_process;
alter table ticket_carriers rename to ticket_medium;
alter table ticket_transfers rename to ticket_transfer;
alter table gates rename to gate;
alter table gate_enrolments rename to gate_enrolment;
alter table gate_devices rename to gate_device;
alter table scans rename to scan;
alter table ticket_presences rename to ticket_check_in;
alter table entry_conflicts rename to entry_conflict;
alter table waiting_rooms rename to waiting_room;

alter table ticket_medium rename column carrier to medium_no;
alter table seating_plan rename constraint seating_plans_code_key to seating_plan_code_key;

alter function ticketed_sessions_stay() rename to refuse_session_delete;
alter trigger ticketed_sessions_stay on ticketed_session rename to refuse_session_delete;
alter function keep_draw() rename to refuse_draw_change;
alter trigger keep_draw on draw rename to refuse_draw_change;
alter function keep_draw_entry() rename to refuse_draw_entry_change;
alter trigger keep_draw_entry on draw_entry rename to refuse_draw_entry_change;
create or replace function refuse_draw_entry_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if (select state from draw where id = old.draw_id) <> 'ANNOUNCED' then
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
