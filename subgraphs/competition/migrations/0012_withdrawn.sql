-- An event that only withdrawn messages named is not shown: a correction alone no longer keeps it.
create or replace view visible_event as
  select e.* from event e
  where exists (select from code_item c where c.code_set = 'EVENT' and c.code = e.code)
     or exists (select from visible_unit u where u.event_code = e.code)
     or exists (select from result_list r where r.event_code = e.code)
     or exists (select from entry n where n.event_code = e.code)
     or exists (select from medal m where m.event_code = e.code)
     or exists (select from bracket_item b where b.event_code = e.code);
