-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- Alarms computed from the inquiry log, and whom to watch over.

alter table inquiries add constraint inquiries_hidden_by
  check (hidden_until is null or actor_kind in ('court', 'department', 'supervisor'));

create table watched_subjects (
  subject_id uuid not null,
  watch_id uuid not null,
  watch text not null check (watch in ('colleague', 'public-eye')),
  participant_id integer,
  staff text not null,
  placed_at timestamptz not null,
  primary key (subject_id, watch_id),
  check ((watch = 'colleague') = (participant_id is not null))
);
comment on table watched_subjects is 'About whom curiosity is likely: those who work for a body, and those whom everybody knows. Read by the alarms only.';
comment on column watched_subjects.participant_id is 'The body whose colleague it is.';

create table watched_subject_ends (
  subject_id uuid not null,
  watch_id uuid not null,
  staff text not null,
  ended_at timestamptz not null,
  primary key (subject_id, watch_id)
);
comment on table watched_subject_ends is 'Watches that have ended.';

create table inquiry_alarms (
  alarm_id uuid primary key,
  kind text not null check (kind in ('scraping', 'guessing', 'colleagues', 'public-eye', 'off-hours', 'purpose-drift',
    'burst')),
  occasion text not null,
  participant_id integer,
  staff text,
  subject_id uuid,
  day date not null,
  counted integer not null,
  threshold integer not null,
  evidence jsonb not null,
  raised_at timestamptz not null,
  unique (kind, occasion)
);
create index inquiry_alarms_age on inquiry_alarms (alarm_id desc);
comment on table inquiry_alarms is 'What in the inquiry log the supervisor should look at; of one occasion an alarm is raised once.';
comment on column inquiry_alarms.evidence is 'Counts and ids of inquiries: never names, numbers of persons or content.';

create trigger watched_subjects_insert_only before update or delete or truncate on watched_subjects
  for each statement execute function refuse_change();
create trigger watched_subject_ends_insert_only before update or delete or truncate on watched_subject_ends
  for each statement execute function refuse_change();
create trigger inquiry_alarms_insert_only before update or delete or truncate on inquiry_alarms
  for each statement execute function refuse_change();
grant select, insert on watched_subjects, watched_subject_ends, inquiry_alarms to probity_app;
