-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- What must go with a record in every answer from the moment it is said: that it may not be used, or is objected to.

create table record_marks (
  subject_id uuid not null,
  record_id uuid not null,
  mark_id uuid not null,
  mark text not null check (mark in ('hold', 'objection')),
  reason text not null check (reason ~ '^[a-z][a-z-]{0,31}$'),
  reference text check (char_length(reference) between 1 and 120),
  actor_kind text not null,
  participant_id integer,
  staff text,
  placed_at timestamptz not null,
  tick bigint not null,
  primary key (subject_id, record_id, mark_id)
);
comment on table record_marks is 'Holds (stop using the record, at once) and objections (say with every answer that it is objected to).';

create table record_mark_ends (
  subject_id uuid not null,
  record_id uuid not null,
  mark_id uuid not null,
  reference text check (char_length(reference) between 1 and 120),
  actor_kind text not null,
  participant_id integer,
  staff text,
  ended_at timestamptz not null,
  tick bigint not null,
  primary key (subject_id, record_id, mark_id)
);
comment on table record_mark_ends is 'Marks that were lifted, by whom and on what.';

create trigger record_marks_insert_only before update or delete or truncate on record_marks
  for each statement execute function refuse_change();
create trigger record_mark_ends_insert_only before update or delete or truncate on record_mark_ends
  for each statement execute function refuse_change();
grant select, insert on record_marks, record_mark_ends to probity_app;

create view v_record_marks as
select m.subject_id, m.record_id, m.mark, m.tick
from record_marks m
where not exists (
  select 1 from record_mark_ends e
  where e.subject_id = m.subject_id and e.record_id = m.record_id and e.mark_id = m.mark_id);
comment on view v_record_marks is 'Marks in force: a record with a hold is in no answer; one with an objection is never without its flag.';
grant select on v_record_marks to probity_app;
