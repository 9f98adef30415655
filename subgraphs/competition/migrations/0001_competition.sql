-- The archive of the results feed, and the facts that follow from it.
-- Every fact carries the message that said it; nothing is written but by applying messages.

-- One deployment holds one Games: the first message names it, a message of another is refused.
create table games (
  only_row boolean primary key default true check (only_row),
  code text not null,
  -- The feed that is shown; messages of the other one are kept and never applied.
  feed_flag text not null default 'P' check (feed_flag in ('P', 'T')),
  -- Offset of the venues' clocks, learnt from the first time that the schedule gives. Headers carry local times only.
  utc_offset_minutes integer
);

-- What versions replace each other: one row per competition, code, subcode, type, subtype and language, in each feed.
create table document (
  id bigint generated always as identity primary key,
  feed_flag text not null check (feed_flag in ('P', 'T')),
  document_type text not null,
  document_code text not null,
  document_subcode text not null default '',
  document_subtype text not null default '',
  language text not null default '',
  highest_version integer not null,
  -- The message whose content counts now; null before the first one is applied.
  effective_message_id bigint,
  unique (document_code, document_type, document_subcode, document_subtype, language, feed_flag)
);

create table message (
  id bigint generated always as identity primary key,
  document_id bigint not null references document,
  source text not null,
  version integer not null check (version > 0),
  result_status text,
  -- The venue's clock, without an offset (Date and Time of the header).
  generated_at timestamp not null,
  logical_date date not null,
  received_at timestamptz not null default clock_timestamp(),
  received_count integer not null default 1,
  size_bytes integer not null,
  sha256 bytea not null,
  -- Header without <Competition>: what the document said before is withdrawn.
  invalidates boolean not null,
  state text not null check (state in ('STORED', 'APPLIED', 'SUPERSEDED', 'OTHER_FEED', 'CONFLICTING', 'NOT_USED', 'FAILED')),
  -- The same bytes under the same identity are one message, however often they are sent.
  unique (document_id, version, source, sha256)
);
-- The queue: what is stored and not applied, in the order of arrival.
create index message_waiting on message (id) where state = 'STORED';
create index message_failed on message (id) where state = 'FAILED';
create index message_by_arrival on message (document_id, received_at);
create index message_by_source on message (source, received_at);

alter table document add foreign key (effective_message_id) references message;

-- The bytes as received, compressed with gzip before they come here.
create table message_body (
  message_id bigint primary key references message,
  gzip bytea not null
);
alter table message_body alter column gzip set storage external;

create table message_issue (
  message_id bigint not null references message,
  position integer not null,
  code text not null,
  detail text not null,
  primary key (message_id, position)
);

-- Texts that were refused at the door. Their bytes are not kept.
create table refusal (
  id bigint generated always as identity primary key,
  received_at timestamptz not null default clock_timestamp(),
  code text not null,
  detail text not null,
  size_bytes integer not null
);

-- Signs of life and control messages, one row per sending system of the shown feed.
create table feed_source (
  code text primary key,
  last_received_at timestamptz not null,
  last_keep_alive_at timestamptz,
  transmitting boolean,
  transmitting_message_id bigint references message,
  feed_open boolean,
  feed_open_message_id bigint references message
);

-- The results system codes that messages have named. Which of them is shown follows from the facts below.
create table event (
  code text primary key check (length(code) = 34),
  discipline_code text not null
);
create index event_by_discipline on event (discipline_code, code);

create table phase (
  code text primary key check (length(code) = 34),
  event_code text not null references event
);
create index phase_by_event on phase (event_code, code);

create table unit (
  code text primary key check (length(code) = 34),
  phase_code text not null references phase,
  event_code text not null references event,
  discipline_code text not null
);
create index unit_by_phase on unit (phase_code);
create index unit_by_event on unit (event_code);
create index unit_by_discipline on unit (discipline_code);

-- DT_CODES: names and attributes of codes. names = {"ENG": {"short": …, "long": …}}.
create table code_item (
  code_set text not null,
  code text not null,
  document_id bigint not null references document,
  message_id bigint not null references message,
  position integer not null,
  names jsonb not null,
  attributes jsonb not null,
  primary key (code_set, code, document_id)
);
create index code_item_by_document on code_item (document_id);

-- DT_SCHEDULE and DT_SCHEDULE_UPDATE. What was generated last counts for each unit and session.
create table competition_session (
  code text primary key,
  discipline_code text not null,
  venue_code text,
  session_type text,
  status text,
  medals boolean not null,
  start_at timestamptz,
  end_at timestamptz,
  utc_offset_minutes integer,
  logical_date date,
  names jsonb not null,
  document_id bigint not null references document,
  message_id bigint not null references message,
  version integer not null,
  generated_at timestamp not null,
  sort_at timestamptz not null generated always as (coalesce(start_at, 'infinity'::timestamptz)) stored
);
create index competition_session_by_start on competition_session (sort_at, code);
create index competition_session_by_discipline on competition_session (discipline_code, sort_at, code);
create index competition_session_by_venue on competition_session (venue_code, sort_at, code);

create table unit_schedule (
  unit_code text primary key references unit,
  discipline_code text not null,
  event_code text not null,
  session_code text,
  venue_code text,
  location_code text,
  status text,
  phase_type text,
  -- UnitMedalType: 1 gold; bronze was 2 in 2018 and is 3 now.
  medal_type text check (medal_type in ('GOLD', 'BRONZE')),
  unit_number text,
  start_at timestamptz,
  end_at timestamptz,
  start_hidden boolean not null,
  end_hidden boolean not null,
  actual_start_at timestamptz,
  actual_end_at timestamptz,
  utc_offset_minutes integer,
  logical_date date,
  -- True when the message said the day itself; else it follows from the session or the start.
  logical_date_given boolean not null,
  sort_order integer,
  names jsonb not null,
  start_texts jsonb not null,
  venue_name text,
  location_name text,
  document_id bigint not null references document,
  message_id bigint not null references message,
  version integer not null,
  generated_at timestamp not null,
  sort_at timestamptz not null generated always as (coalesce(start_at, 'infinity'::timestamptz)) stored,
  sort_position integer not null generated always as (coalesce(sort_order, 2147483647)) stored
);
create index unit_schedule_by_start on unit_schedule (sort_at, sort_position, unit_code);
create index unit_schedule_by_date on unit_schedule (logical_date, sort_at, sort_position, unit_code);
create index unit_schedule_by_discipline on unit_schedule (discipline_code, sort_at, sort_position, unit_code);
create index unit_schedule_by_event on unit_schedule (event_code, sort_at, sort_position, unit_code);
create index unit_schedule_by_venue on unit_schedule (venue_code, sort_at, sort_position, unit_code);
create index unit_schedule_by_session on unit_schedule (session_code, sort_at, sort_position, unit_code);

-- Who the schedule says will compete, before there is a start list.
create table schedule_start (
  unit_code text not null references unit_schedule on delete cascade,
  position integer not null,
  start_order text,
  placeholder text,
  competitor_code text,
  competitor_type text,
  organisation_code text,
  printed_name text,
  members jsonb not null,
  athlete_codes text[] not null,
  primary key (unit_code, position)
);
create index schedule_start_by_competitor on schedule_start (competitor_code);
create index schedule_start_by_athlete on schedule_start using gin (athlete_codes);

-- Every change of the two independent states of a unit, expected or not.
create table status_change (
  id bigint generated always as identity primary key,
  unit_code text not null references unit,
  machine text not null check (machine in ('SCHEDULE', 'RESULT')),
  from_status text,
  to_status text,
  expected boolean not null,
  message_id bigint not null references message,
  changed_at timestamptz not null default clock_timestamp()
);
create index status_change_by_unit on status_change (unit_code, id);

-- DT_RESULT, DT_CURRENT, DT_PHASE_RESULT, DT_POOL_STANDING, DT_CUMULATIVE_RESULT, DT_RANKING:
-- one list per document, replaced as a whole by each newer version.
create table result_list (
  document_id bigint primary key references document,
  message_id bigint not null references message,
  version integer not null,
  kind text not null check (kind in ('UNIT', 'CURRENT', 'PHASE', 'POOL', 'CUMULATIVE', 'RANKING')),
  scope_code text not null,
  event_code text not null,
  subcode text not null,
  language text not null,
  status text,
  logical_date date not null,
  actual_start_at timestamptz,
  actual_end_at timestamptz,
  utc_offset_minutes integer,
  infos jsonb not null,
  notes jsonb not null
);
create index result_list_by_scope on result_list (scope_code, kind);
create index result_list_by_event on result_list (event_code, kind);

create table result (
  document_id bigint not null references result_list on delete cascade,
  -- Place in the list by result (SortOrder, then document order), from 1.
  position integer not null,
  -- Place in the list by start, from 1.
  start_position integer not null,
  -- What tells the entry from others of the list in all versions: the competitor's code, or the place of a placeholder.
  key text not null,
  kind text not null,
  scope_code text not null,
  placeholder text check (placeholder in ('TBD', 'BYE', 'NOCOMP')),
  competitor_code text,
  competitor_type text,
  organisation_code text,
  printed_name text,
  rank integer,
  rank_equal boolean not null,
  sort_order integer,
  mark text,
  mark_type text,
  difference text,
  irm text,
  qualification_mark text,
  wlt text,
  start_order text,
  start_sort_order integer,
  bib text,
  -- What is only read together with the row.
  pool jsonb,
  extended jsonb not null,
  members jsonb not null,
  primary key (document_id, position)
);
create unique index result_by_key on result (document_id, key);
create index result_by_start on result (document_id, start_position);
create index result_by_competitor on result (competitor_code, kind);

-- The athletes of a team or group. An athlete who competes alone is the competitor itself.
create table result_athlete (
  document_id bigint not null,
  position integer not null,
  athlete_code text not null,
  kind text not null,
  primary key (document_id, position, athlete_code),
  foreign key (document_id, position) references result on delete cascade
);
create index result_athlete_by_athlete on result_athlete (athlete_code, kind);

create table record_set (
  document_id bigint not null,
  position integer not null,
  record_position integer not null,
  kind text not null,
  scope_code text not null,
  event_code text not null,
  discipline_code text not null,
  record_type text not null,
  record_code text,
  equalled boolean not null,
  logical_date date not null,
  primary key (document_id, position, record_position),
  foreign key (document_id, position) references result on delete cascade
);
create index record_set_by_date on record_set (logical_date, document_id, position, record_position);
create index record_set_by_event on record_set (event_code);
create index record_set_by_discipline on record_set (discipline_code, logical_date);

-- DT_PLAY_BY_PLAY.
create table play_action (
  document_id bigint not null references document,
  message_id bigint not null references message,
  position integer not null,
  unit_code text not null,
  subcode text not null,
  key text not null,
  period text,
  action_time text,
  action text,
  outcome text,
  score_home text,
  score_away text,
  comment text,
  competitors jsonb not null,
  primary key (document_id, position)
);
create index play_action_by_unit on play_action (unit_code, subcode, document_id, position);

-- DT_BRACKETS. The links point backwards: a place says from which unit its competitor comes.
create table bracket_item (
  document_id bigint not null references document,
  message_id bigint not null references message,
  position integer not null,
  event_code text not null,
  bracket_code text not null,
  round_code text not null,
  round_position integer not null,
  code text not null,
  sort_order integer,
  unit_code text,
  result text,
  primary key (document_id, position)
);
create index bracket_item_by_event on bracket_item (event_code, document_id, position);
create index bracket_item_by_unit on bracket_item (unit_code);

create table bracket_place (
  document_id bigint not null,
  position integer not null,
  place integer not null,
  placeholder text check (placeholder in ('TBD', 'BYE', 'NOCOMP')),
  competitor_code text,
  competitor_type text,
  organisation_code text,
  printed_name text,
  members jsonb not null,
  athlete_codes text[] not null,
  seed text,
  wlt text,
  mark text,
  irm text,
  has_previous boolean not null,
  previous_unit_code text,
  previous_wlt text,
  previous_rank text,
  primary key (document_id, position, place),
  foreign key (document_id, position) references bracket_item on delete cascade
);
create index bracket_place_by_competitor on bracket_place (competitor_code);
create index bracket_place_by_athlete on bracket_place using gin (athlete_codes);

-- DT_MEDALLISTS: the medals of an event. A medal that is stated not to be awarded has no competitor.
create table medal (
  document_id bigint not null references document,
  message_id bigint not null references message,
  position integer not null,
  event_code text not null,
  unit_code text,
  type text not null check (type in ('GOLD', 'SILVER', 'BRONZE')),
  awarded boolean not null,
  competitor_code text,
  competitor_type text,
  organisation_code text,
  printed_name text,
  members jsonb not null,
  primary key (document_id, position)
);
create index medal_by_event on medal (event_code, position);
create index medal_by_organisation on medal (organisation_code);
create index medal_by_competitor on medal (competitor_code);

create table medal_athlete (
  document_id bigint not null,
  position integer not null,
  athlete_code text not null,
  primary key (document_id, position, athlete_code),
  foreign key (document_id, position) references medal on delete cascade
);
create index medal_athlete_by_athlete on medal_athlete (athlete_code);

-- DT_MEDALS: the organiser's own table. type = TOT, M, W, X or O.
create table medal_reported (
  document_id bigint not null references document,
  message_id bigint not null references message,
  -- '---' for the table of the whole Games.
  discipline_code text not null,
  organisation_code text not null,
  type text not null,
  rank integer,
  sort_rank integer,
  gold integer not null,
  silver integer not null,
  bronze integer not null,
  total integer not null,
  primary key (document_id, organisation_code, type)
);
create index medal_reported_by_discipline on medal_reported (discipline_code);

-- DT_PARTIC and DT_PARTIC_UPDATE, as far as competition needs them. A person may stand in several disciplines.
create table participant (
  discipline_code text not null,
  code text not null,
  print_name text not null,
  organisation_code text,
  gender text,
  main_function text,
  is_current boolean not null,
  document_id bigint not null references document,
  message_id bigint not null references message,
  version integer not null,
  generated_at timestamp not null,
  primary key (code, discipline_code)
);
create index participant_by_discipline on participant (discipline_code);

-- DT_PARTIC_TEAMS and its update.
create table team (
  code text primary key,
  discipline_code text not null,
  name text not null,
  organisation_code text,
  gender text,
  is_current boolean not null,
  document_id bigint not null references document,
  message_id bigint not null references message,
  version integer not null,
  generated_at timestamp not null
);
create index team_by_discipline on team (discipline_code);

create table team_athlete (
  team_code text not null references team on delete cascade,
  position integer not null,
  athlete_code text not null,
  primary key (team_code, position)
);
create index team_athlete_by_athlete on team_athlete (athlete_code);

-- Who is entered in an event. ENTRIES says it best; PARTIC and TEAMS say it too.
create table entry (
  event_code text not null,
  competitor_code text not null,
  origin text not null check (origin in ('ENTRIES', 'PARTIC', 'TEAMS')),
  discipline_code text not null,
  competitor_type text not null,
  organisation_code text,
  printed_name text,
  sort_order integer,
  bib text,
  seed text,
  status text,
  substitute boolean not null,
  details jsonb not null,
  members jsonb not null,
  athlete_codes text[] not null,
  document_id bigint not null references document,
  message_id bigint not null references message,
  primary key (event_code, competitor_code, origin)
);
create index entry_by_competitor on entry (competitor_code);
create index entry_by_athlete on entry using gin (athlete_codes);
create index entry_by_document on entry (document_id);

-- What later official versions changed in earlier official ones.
create table correction (
  id bigint generated always as identity primary key,
  document_id bigint not null references document,
  from_message_id bigint not null references message,
  to_message_id bigint not null references message,
  document_type text not null,
  scope_code text not null,
  event_code text not null,
  discipline_code text not null,
  from_version integer not null,
  to_version integer not null,
  withdrawn boolean not null,
  notes jsonb not null,
  changes jsonb not null,
  corrected_at timestamptz not null,
  unique (document_id, from_version, to_version)
);
create index correction_by_time on correction (corrected_at, id);
create index correction_by_scope on correction (scope_code);
create index correction_by_event on correction (event_code);

-- What is shown: a code that messages have named is there only while a fact or a code table names it.
create view visible_unit as
  select u.* from unit u
  where exists (select from unit_schedule s where s.unit_code = u.code)
     or exists (select from result_list r where r.scope_code = u.code and r.kind = 'UNIT');

create view visible_phase as
  select p.* from phase p
  where exists (select from code_item c where c.code_set = 'PHASE' and c.code = p.code)
     or exists (select from visible_unit u where u.phase_code = p.code)
     or exists (select from result_list r where r.scope_code = p.code);

create view visible_event as
  select e.* from event e
  where exists (select from code_item c where c.code_set = 'EVENT' and c.code = e.code)
     or exists (select from visible_unit u where u.event_code = e.code)
     or exists (select from result_list r where r.event_code = e.code)
     or exists (select from entry n where n.event_code = e.code)
     or exists (select from medal m where m.event_code = e.code)
     or exists (select from bracket_item b where b.event_code = e.code)
     or exists (select from correction c where c.event_code = e.code);

create view visible_discipline as
  select code from code_item where code_set = 'DISCIPLINE'
  union
  select discipline_code from visible_event;

create view visible_venue as
  select code from code_item where code_set = 'VENUE'
  union
  select venue_code from unit_schedule where venue_code is not null
  union
  select venue_code from competition_session where venue_code is not null;

-- The result list that speaks for a scope when several documents do: the one without a subcode, then the most recent.
create view leading_result_list as
  select distinct on (kind, scope_code) * from result_list
  order by kind, scope_code, (subcode = '') desc, (language in ('', 'ENG')) desc, version desc, document_id;
