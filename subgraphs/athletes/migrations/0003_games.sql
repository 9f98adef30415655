-- The table of the Games as all services have it that read ODF.
alter table games rename column competition_code to code;
alter table games add column feed_flag text not null default 'P' check (feed_flag in ('P', 'T'));
alter table games add column utc_offset_minutes integer;
