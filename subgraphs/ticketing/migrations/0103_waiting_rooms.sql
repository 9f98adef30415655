-- How the waiting room of a sales phase works. A phase with waiting_room and without a row here has these defaults.
create table waiting_rooms (
  phase_id integer primary key references sales_phases,
  -- How long before the sale opens the room takes people in.
  lead_minutes integer not null default 30 check (lead_minutes between 1 and 1440),
  admissions_per_minute integer not null default 2000 check (admissions_per_minute between 1 and 1000000),
  -- How long an admission lets its owner hold seats.
  admission_minutes integer not null default 10 check (admission_minutes between 1 and 240),
  -- Staff may stop admitting; places are kept.
  paused boolean not null default false
);
