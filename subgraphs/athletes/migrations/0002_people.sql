create extension if not exists unaccent with schema public;
create extension if not exists pg_trgm with schema public;
create extension if not exists fuzzystrmatch with schema public;

-- A name as it is searched and sorted: without accents, case, apostrophes and punctuation.
-- `unaccent` alone is only stable, because its dictionary could be altered; with the dictionary named it is
-- immutable for our purpose, and a change of the dictionary would come with a migration that rebuilds the columns.
create function fold_name(name text) returns text
  language sql immutable strict parallel safe
  return btrim(regexp_replace(
    regexp_replace(lower(public.unaccent('public.unaccent'::regdictionary, normalize(name, nfc))), '[''’‘ʼʻ`´]', '', 'g'),
    '[[:space:]_%.,;:/\\()"&+*‐-―-]+', ' ', 'g'));

-- The different words of names, each once: what a search looks through.
create function name_words(names text) returns text
  language sql immutable strict parallel safe
  return (select string_agg(distinct word, ' ' order by word) from unnest(string_to_array(fold_name(names), ' ')) as word);

create table organisation (
  code text primary key,
  -- False when only people or teams mention the code and the code table has not described it.
  is_described boolean not null,
  -- P takes part, H historic, NP does not take part: as the code table says.
  note text,
  country text,
  message_id bigint references odf_message (id)
);

create table organisation_name (
  organisation_code text not null references organisation (code) on delete cascade,
  language text not null,
  name text not null,
  long_name text,
  primary key (organisation_code, language)
);

create table function_name (
  function_code text not null,
  language text not null,
  name text not null,
  category text,
  message_id bigint not null references odf_message (id),
  primary key (function_code, language)
);

-- What the lists of one discipline say of a person. A person of two disciplines is in two lists.
create table participation (
  discipline_code text not null,
  participant_code text not null,
  -- The person as this list describes her, in the columns of `participant`.
  person jsonb not null,
  federation_id text,
  bib text,
  written_at timestamp not null,
  message_id bigint not null references odf_message (id),
  primary key (discipline_code, participant_code)
);
create index participation_participant on participation (participant_code, discipline_code);

create table registered_event (
  discipline_code text not null,
  participant_code text not null,
  event_code text not null,
  bib text,
  status text,
  class text,
  entries jsonb not null default '[]',
  primary key (discipline_code, participant_code, event_code),
  foreign key (discipline_code, participant_code) references participation on delete cascade
);
create index registered_event_participant on registered_event (participant_code, event_code);

-- A person as the graph shows her: taken from the latest written of her participations.
create table participant (
  code text primary key,
  parent_code text not null,
  is_current boolean not null,
  -- Athlete or official (coach, referee, …), by the main function.
  is_athlete boolean not null,
  status text,
  given_name text,
  family_name text not null,
  print_name text,
  print_initial_name text,
  tv_name text,
  tv_initial_name text,
  tv_family_name text,
  local_given_name text,
  local_family_name text,
  gender text not null check (gender in ('M', 'W')),
  organisation_code text not null references organisation (code),
  nationality text,
  birth_date date,
  height_cm smallint,
  function_code text,
  message_id bigint not null references odf_message (id),
  sort_name text collate "C" generated always as (fold_name(family_name || ' ' || coalesce(given_name, ''))) stored,
  search_text text generated always as (name_words(
    coalesce(given_name, '') || ' ' || family_name || ' ' || coalesce(print_name, '') || ' ' || coalesce(tv_name, '')
    || ' ' || coalesce(local_given_name, '') || ' ' || coalesce(local_family_name, '')
    -- Names that people write in one word as well: Je Deok and Jedeok, 김 제덕 and 김제덕.
    || ' ' || regexp_replace(coalesce(given_name, ''), '[ -]', '', 'g')
    || ' ' || coalesce(local_family_name || local_given_name, ''))) stored
);
create index participant_sorted on participant (is_athlete, sort_name, code);
create index participant_organisation on participant (organisation_code, is_athlete, sort_name, code);

-- The words of all names, each once: a few thousand, among which a search finds those that resemble what was typed.
create table name_word (
  word text primary key
);
-- Words are few and seldom new: a list of pending entries would only make each search slower.
create index name_word_trigrams on name_word using gin (word gin_trgm_ops) with (fastupdate = off);

create table participant_name (
  word text not null references name_word (word),
  participant_code text not null references participant (code) on delete cascade,
  primary key (word, participant_code)
);
create index participant_name_participant on participant_name (participant_code);

create table team (
  code text primary key,
  discipline_code text not null,
  organisation_code text not null references organisation (code),
  number integer,
  name text not null,
  short_name text,
  tv_name text,
  gender text not null check (gender in ('M', 'W', 'X', 'O')),
  is_current boolean not null,
  team_type text,
  federation_id text,
  event_code text,
  bib text,
  entries jsonb not null default '[]',
  written_at timestamp not null,
  message_id bigint not null references odf_message (id),
  sort_name text collate "C" generated always as (fold_name(name)) stored
);
create index team_organisation on team (organisation_code, sort_name, code);
create index team_discipline on team (discipline_code);

create table team_member (
  team_code text not null references team (code) on delete cascade,
  -- May name a person of whom no list has told yet.
  participant_code text not null,
  position integer not null,
  sort_order integer,
  bib text,
  primary key (team_code, position)
);
create index team_member_participant on team_member (participant_code, team_code);

create table team_official (
  team_code text not null references team (code) on delete cascade,
  participant_code text not null,
  position integer not null,
  sort_order integer,
  function_code text,
  primary key (team_code, position)
);
create index team_official_participant on team_official (participant_code, team_code);

create table biography (
  participant_code text not null,
  language text not null,
  text text,
  facts jsonb not null default '[]',
  portrait_asset_id text,
  message_id bigint not null references odf_message (id),
  primary key (participant_code, language)
);

-- People whose names answer the words, in any order, with small typos: each word must have a name that equals it,
-- begins with it, or is one edit away (two for words of five letters and more). 1 is a perfect match.
-- The trigram index finds the words that may be meant; the exact rule is applied to those only.
create function match_names(words text[]) returns table (participant_code text, score real)
  -- plpgsql keeps the plan of a session, which for SQL is made at each call and takes longer than the search.
  language plpgsql stable parallel safe rows 20
  set pg_trgm.word_similarity_threshold = '0.3'
  set search_path = public
as $$
begin
  return query
  with wanted as (
    select distinct word from unnest(words) as word
  ), resembling as (
    select wanted.word as wanted, n.word from wanted join name_word n on n.word %> wanted.word
    union
    -- Trigrams know the letters of some scripts only; words of the others are looked up as they begin.
    select wanted.word, n.word from wanted join name_word n on wanted.word ~ '[^ -~]' and starts_with(n.word, wanted.word)
  ), judged as (
    select r.wanted, r.word, case
        when r.word = r.wanted then 1
        when starts_with(r.word, r.wanted) then 0.9
        when edits <= case when length(r.wanted) >= 5 then 2 when length(r.wanted) >= 3 then 1 else 0 end
          then 0.8 * (1 - edits::numeric / greatest(length(r.wanted), length(r.word)))
      end as score
    from resembling r cross join lateral levenshtein_less_equal(r.wanted, left(r.word, 100), 2) as edits
  ), answered as (
    select n.participant_code as code, judged.wanted, max(judged.score) as best
    from judged cross join lateral (
      -- `offset 0` keeps this a look-up for each of the few words; a join would read the names of everybody.
      select named.participant_code from participant_name named where named.word = judged.word offset 0
    ) as n
    where judged.score is not null
    group by n.participant_code, judged.wanted
  )
  select answered.code, round(avg(answered.best), 4)::real from answered
  group by answered.code
  having count(*) = (select count(*) from wanted);
end;
$$;
