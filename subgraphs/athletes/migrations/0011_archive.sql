-- The messages that this service archived in a table of its own move into the tables of the feed. Their ids stay, as every
-- fact names the message that said it.

insert into document (feed_flag, document_type, document_code, document_subcode, document_subtype, language, highest_version)
select feed_flag, document_type, document_code, document_subcode, coalesce(document_subtype, ''), coalesce(language, ''),
  max(version)
from (select *, split_part(document_key, '|', 3) as document_subcode from odf_message) m
group by 1, 2, 3, 4, 5, 6
order by min(id);

-- Where a refused message was sent again word for word and accepted later, the accepted one stands for both.
insert into message (id, document_id, source, version, generated_at, logical_date, received_at, size_bytes, sha256,
  invalidates, state)
overriding system value
select m.id, d.id, m.source, m.version, m.written_at, m.logical_date, m.received_at, octet_length(m.raw), m.body_sha256,
  m.is_invalidation,
  case m.state when 'pending' then 'STORED' when 'applied' then 'APPLIED' when 'superseded' then 'SUPERSEDED'
    when 'test' then 'OTHER_FEED' when 'refused' then 'FAILED' end
from odf_message m
join document d on d.feed_flag = m.feed_flag and d.document_type = m.document_type and d.document_code = m.document_code
  and d.document_subcode = split_part(m.document_key, '|', 3) and d.document_subtype = coalesce(m.document_subtype, '')
  and d.language = coalesce(m.language, '')
order by m.state = 'refused', m.id
on conflict do nothing;
select setval(pg_get_serial_sequence('message', 'id'), coalesce((select max(id) from message), 1),
  exists (select from message));

insert into message_body (message_id, body)
select m.id, convert_to(m.raw, 'UTF8') from odf_message m join message using (id);

insert into message_issue (message_id, position, code, detail)
select m.id, r.position, case m.state when 'refused' then 'ODF_MALFORMED' else 'UNKNOWN_VALUE' end, left(r.remark, 500)
from odf_message m join message using (id) cross join lateral unnest(m.remarks) with ordinality as r (remark, position);

-- Of whole messages the highest version counts, a withdrawal before what it withdraws.
update document d set effective_message_id = (
  select id from message m where m.document_id = d.id and m.state in ('APPLIED', 'SUPERSEDED')
  order by m.version desc, m.invalidates desc, m.generated_at desc limit 1
)
where d.document_type not like '%\_UPDATE';

insert into feed_source (code, last_received_at)
select source, max(received_at) from odf_message where feed_flag = 'P' group by source;

do $$
declare
  referring record;
begin
  for referring in
    select conrelid::regclass as name, conname from pg_constraint
    where confrelid = 'odf_message'::regclass and contype = 'f'
  loop
    execute format('alter table %s drop constraint %I', referring.name, referring.conname);
    execute format('alter table %s add foreign key (message_id) references message', referring.name);
  end loop;
end $$;
drop table odf_message;
