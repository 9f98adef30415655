-- Media of one Games: signals, what is recorded from them, what is cut from it, who may show it where, and what was sent.
--
-- Codes of other services (units, venues, athletes, organisations) are natural keys without foreign keys: each service
-- has a database of its own. Lengths and positions are whole frames; times by the clock on the wall have whole
-- milliseconds, so that cursors name them exactly.
-- Whether something is "live", "growing" or "published" is not stored: it follows from these times and the clock.

create domain country_code as text check (value ~ '^[A-Z]{2}$');
create domain language_tag as text check (value ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$');

-- Texts by language, {"en": {…}, "fr": {…}}; English is always there, being the fallback.
create domain localised as jsonb check (jsonb_typeof(value) = 'object' and value ? 'en');

-- Who may show media.
create table rights_holder (
  code text primary key check (code ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
  name text not null,
  kind text not null check (kind in ('BROADCASTER', 'NEWS_AGENCY', 'ORGANISER')),
  country country_code not null
);

-- The sound of a signal, named once and used by feeds and recordings.
create table audio_layout (
  code text primary key
);
create table audio_layout_track (
  layout text not null references audio_layout,
  position smallint not null check (position > 0),
  role text not null check (role in ('INTERNATIONAL_SOUND', 'COMMENTARY', 'AUDIO_DESCRIPTION')),
  language language_tag,
  channels smallint not null check (channels between 1 and 24),
  primary key (layout, position),
  check ((role = 'INTERNATIONAL_SOUND') = (language is null))
);

-- A work of media. `visibility`: PUBLIC is for everybody, LICENSED for rights holders, INTERNAL for staff.
create table asset (
  id text primary key,
  kind text not null check (
    kind in ('RECORDING', 'PHOTO', 'PORTRAIT', 'VENUE_PICTURE', 'ILLUSTRATION', 'PRODUCT_PICTURE')),
  visibility text not null check (visibility in ('PUBLIC', 'LICENSED', 'INTERNAL')),
  texts localised not null,
  credit text not null,
  unit_code text,
  athlete_code text,
  venue_code text,
  discipline_code text,
  -- When it was made; for a recording, when its first frame was. Before this moment it does not exist.
  created_at timestamptz(3) not null,
  -- When the last frame of a recording is made: in the future while it grows.
  recorded_to timestamptz(3),
  -- Exact frames a second, 60000/1001 for 59.94; only 30000/1001 and 60000/1001 can drop frames.
  rate_numerator integer check (rate_numerator > 0),
  rate_denominator integer check (rate_denominator > 0),
  drop_frame boolean check (not drop_frame or (rate_denominator = 1001 and rate_numerator in (30000, 60000))),
  -- The first label, in frames after 00:00:00:00.
  start_frame integer check (start_frame >= 0),
  duration_frames integer check (duration_frames > 0),
  audio_layout text references audio_layout,
  withdrawn_at timestamptz(3),
  check ((kind = 'RECORDING') = (recorded_to is not null)),
  check (recorded_to > created_at),
  check (
    num_nonnulls(rate_numerator, rate_denominator, drop_frame, start_frame, duration_frames)
    = case when kind = 'RECORDING' then 5 else 0 end)
);
create index asset_by_time on asset (created_at desc, id desc);
create index asset_by_unit on asset (unit_code, created_at desc, id desc) where unit_code is not null;
create index asset_by_venue on asset (venue_code, created_at desc, id desc) where venue_code is not null;
create index asset_by_athlete on asset (athlete_code, created_at desc, id desc) where athlete_code is not null;
create unique index asset_portrait on asset (athlete_code) where kind = 'PORTRAIT' and withdrawn_at is null;
create unique index asset_illustration on asset (discipline_code) where kind = 'ILLUSTRATION' and withdrawn_at is null;
create unique index asset_venue_picture on asset (venue_code) where kind = 'VENUE_PICTURE' and withdrawn_at is null;

-- A file that this service holds; several renditions may be the same bytes.
create table stored_object (
  key text primary key check (key ~ '^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*$'),
  media_type text not null,
  byte_size bigint not null check (byte_size >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$')
);

-- One form of an asset. Without an object it is kept at the broadcast centre and delivered on order.
create table rendition (
  asset_id text not null references asset on delete cascade,
  name text not null check (name ~ '^[a-z0-9][a-z0-9-]*$'),
  position smallint not null check (position > 0),
  purpose text not null check (
    purpose in ('MASTER', 'DISTRIBUTION', 'VERTICAL', 'PROXY', 'STORYBOARD', 'IMAGE')),
  media_type text not null,
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  dynamic_range text not null check (dynamic_range in ('SDR', 'HLG', 'PQ')),
  bit_rate integer check (bit_rate > 0),
  object_key text references stored_object,
  primary key (asset_id, name),
  unique (asset_id, position)
);

-- A signal on the broadcaster's schedule. `audience`: EVERYBODY may know that it exists, or RIGHTS_HOLDERS only.
create table feed (
  id text primary key,
  kind text not null check (kind in ('WORLD', 'CLEAN', 'ISO', 'BEAUTY', 'MULTI_CLIP')),
  name text not null,
  audience text not null check (audience in ('EVERYBODY', 'RIGHTS_HOLDERS')),
  unit_code text,
  discipline_code text,
  venue_code text,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  dynamic_range text not null check (dynamic_range in ('SDR', 'HLG', 'PQ')),
  -- Exact frames a second, 60000/1001 for 59.94; only 30000/1001 and 60000/1001 can drop frames.
  rate_numerator integer not null check (rate_numerator > 0),
  rate_denominator integer not null check (rate_denominator > 0),
  drop_frame boolean not null check (not drop_frame or (rate_denominator = 1001 and rate_numerator in (30000, 60000))),
  audio_layout text not null references audio_layout,
  endpoint text not null,
  recording_id text unique references asset,
  check (ends_at > starts_at)
);
create index feed_by_time on feed (starts_at, id);
create index feed_by_end on feed (ends_at);
create index feed_by_unit on feed (unit_code, kind, id) where unit_code is not null;
create index feed_by_venue on feed (venue_code, starts_at, id);

-- What happened. `source_key` names the fact it was derived from, so that the same fact is logged once.
create table moment (
  id text primary key,
  kind text not null check (
    kind in ('START', 'FINISH', 'SCORE', 'LEAD_CHANGE', 'RECORD', 'MEDAL', 'FAULT', 'REACTION')),
  texts localised not null,
  occurred_at timestamptz(3) not null,
  unit_code text not null,
  athlete_code text,
  organisation_code text,
  asset_id text references asset,
  frame integer check (frame >= 0),
  source text not null check (source in ('LOGGER', 'RESULTS')),
  source_key text unique,
  check ((asset_id is null) = (frame is null)),
  check ((source = 'RESULTS') = (source_key is not null))
);
create index moment_by_unit on moment (unit_code, occurred_at, id);
create index moment_by_asset on moment (asset_id, frame, id) where asset_id is not null;

-- A stretch of a recording, [in_frame, out_frame). It is to be seen from published_at on, until it is withdrawn.
create table clip (
  id text primary key,
  kind text not null check (kind in ('HIGHLIGHTS', 'MOMENT', 'INTERVIEW', 'CEREMONY')),
  state text not null check (state in ('DRAFT', 'PUBLISHED', 'WITHDRAWN')),
  texts localised not null,
  asset_id text not null references asset,
  in_frame integer not null check (in_frame >= 0),
  out_frame integer not null,
  -- The results system code of what it shows: of the unit, or of the event or discipline where it shows no single unit.
  code text not null check (length(code) in (3, 34)),
  unit_code text check (unit_code = code),
  moment_id text references moment,
  poster_id text references asset,
  occurred_at timestamptz(3) not null,
  published_at timestamptz(3),
  check (out_frame > in_frame),
  check (state = 'DRAFT' or published_at is not null)
);
create index clip_by_time on clip (occurred_at desc, id desc);
create index clip_by_code on clip (code text_pattern_ops, occurred_at desc, id desc);
create index clip_by_unit on clip (unit_code, occurred_at desc, id desc) where unit_code is not null;
create index clip_by_asset on clip (asset_id);

create table clip_athlete (
  clip_id text not null references clip on delete cascade,
  position smallint not null check (position between 1 and 50),
  athlete_code text not null,
  primary key (clip_id, position),
  unique (athlete_code, clip_id)
);

create table story (
  id text primary key,
  state text not null check (state in ('DRAFT', 'PUBLISHED', 'WITHDRAWN')),
  texts localised not null,
  published_at timestamptz(3) not null,
  event_code text,
  picture_id text references asset
);
create index story_by_time on story (published_at desc, id desc);
create index story_by_event on story (event_code, published_at desc, id desc) where event_code is not null;

create table story_athlete (
  story_id text not null references story on delete cascade,
  position smallint not null check (position between 1 and 20),
  athlete_code text not null,
  primary key (story_id, position)
);

-- Rights. A grant covers territory sets (less excluded ones), platforms and scopes, for a window, after a delay, under
-- quotas. A prohibition has the same shape and outranks every permission. What a permission has used up will be
-- counted in a ledger of its own: nothing here changes when a clip is shown.
create table territory_set (
  code text primary key check (code ~ '^[a-z0-9][a-z0-9-]*$'),
  name text not null
);
create table territory_set_member (
  set_code text not null references territory_set on delete cascade,
  territory country_code not null,
  primary key (set_code, territory)
);
create index territory_set_by_member on territory_set_member (territory, set_code);

create table rights_grant (
  id text primary key,
  effect text not null check (effect in ('PERMISSION', 'PROHIBITION')),
  basis text not null check (basis in ('LICENCE', 'NEWS_ACCESS', 'ORGANISER')),
  holder text references rights_holder,
  exclusive boolean not null default false,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) check (ends_at > starts_at),
  delay_seconds integer not null default 0 check (delay_seconds >= 0),
  revoked_at timestamptz(3),
  -- Somebody holds every permission; a prohibition without holder binds everybody.
  check (effect = 'PROHIBITION' or holder is not null),
  check (effect = 'PERMISSION' or (not exclusive and delay_seconds = 0)),
  check (not exclusive or basis = 'LICENCE')
);
create index rights_grant_by_holder on rights_grant (holder, id);

create table rights_grant_territory (
  grant_id text not null references rights_grant on delete cascade,
  set_code text not null references territory_set,
  excluded boolean not null default false,
  primary key (grant_id, set_code)
);
create index rights_grant_by_set on rights_grant_territory (set_code, grant_id);

create table rights_grant_platform (
  grant_id text not null references rights_grant on delete cascade,
  platform text not null check (platform in ('LINEAR_TV', 'WEB', 'APP', 'SOCIAL', 'PUBLIC_SCREEN')),
  primary key (grant_id, platform)
);

-- What a grant covers: everything below a results system code (the empty prefix: everything), one asset, or one clip.
create table rights_grant_scope (
  grant_id text not null references rights_grant on delete cascade,
  position smallint not null check (position > 0),
  code_prefix text check (length(code_prefix) <= 34),
  asset_id text references asset,
  clip_id text references clip,
  primary key (grant_id, position),
  check (num_nonnulls(code_prefix, asset_id, clip_id) = 1)
);

create table rights_quota (
  grant_id text not null references rights_grant on delete cascade,
  measure text not null check (measure in ('SECONDS', 'PROGRAMMES')),
  period text not null check (period in ('DAY', 'PROGRAMME', 'EVENT')),
  limit_value integer not null check (limit_value > 0),
  primary key (grant_id, measure, period)
);

-- What was sent, or is on its way, to a rights holder.
create table delivery (
  id text primary key,
  asset_id text not null,
  rendition text not null,
  holder text not null references rights_holder,
  destination text not null,
  state text not null check (state in ('QUEUED', 'SENDING', 'DELIVERED', 'FAILED', 'CANCELLED')),
  requested_at timestamptz(3) not null,
  finished_at timestamptz(3) check (finished_at >= requested_at),
  bytes_sent bigint not null default 0 check (bytes_sent >= 0),
  failure text,
  foreign key (asset_id, rendition) references rendition,
  check ((state in ('DELIVERED', 'FAILED', 'CANCELLED')) = (finished_at is not null)),
  check ((state = 'FAILED') = (failure is not null))
);
create index delivery_by_time on delivery (requested_at desc, id desc);
create index delivery_by_holder on delivery (holder, requested_at desc, id desc);
