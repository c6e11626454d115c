-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- Withdrawals, replacements of a period, and statements that arrive late or out of order.

alter table batches add column arrival bigint;
update batches b set arrival = o.arrival
from (select batch_id, row_number() over (order by batch_id) as arrival from batches) o where o.batch_id = b.batch_id;
alter table batches alter column arrival set not null;
create unique index batches_arrival on batches (arrival);
comment on column batches.arrival is 'The order of arrival: of two statements as of the same instant the one that arrived later holds.';

alter table record_keys
  alter column record_id drop not null,
  alter column subject_id drop not null,
  alter column version_no drop not null,
  alter column content_mac drop not null,
  add column withdrawn boolean not null default false,
  add column stated_at timestamptz,
  add column arrival bigint,
  add column event_on date;
update record_keys k
set stated_at = b.stated_at, arrival = b.arrival, event_on = v.event_on, withdrawn = v.withdrawn
from record_versions v
join batches b on b.batch_id = v.batch_id
where v.subject_id = k.subject_id and v.record_id = k.record_id and v.version_no = k.version_no;
-- A key without its version is a defect of before; whatever is stated next holds.
update record_keys set stated_at = 'epoch', arrival = 0 where stated_at is null;
alter table record_keys
  alter column stated_at set not null,
  alter column arrival set not null,
  add constraint record_keys_mark check (
    (record_id is null) = (subject_id is null) and (record_id is null) = (version_no is null)
    and (record_id is null) = (content_mac is null) and (record_id is not null or withdrawn));
-- Room on each page for the instants that a resend moves, so that it writes no index.
alter table record_keys set (fillfactor = 85);
-- The day before the type: beginning with furnisher and type it looked as good as the key to a planner without statistics,
-- and a look-up by number read all keys of a furnisher.
create index record_keys_period on record_keys (furnisher_id, event_on, type) where not withdrawn;
comment on table record_keys is 'The furnisher''s own number of a record, and what was last stated under it; without a record: a mark that the number is withdrawn.';
comment on column record_keys.withdrawn is 'The last statement withdrew the record, or a replacement of its period left it out.';
comment on column record_keys.stated_at is 'As of when the last statement about this number itself was made; a replacement that leaves it out does not move it.';
comment on column record_keys.arrival is 'Order of arrival of that statement''s batch: parts two as of the same instant.';
comment on column record_keys.event_on is 'The day by which a period counts the record.';

create or replace view v_record_keys as
select furnisher_id, type, number, record_id, subject_id from record_keys where not withdrawn;
comment on view v_record_keys is 'Which records there are and hold, for readers in other modules.';

alter table record_versions
  add column withdrawal_reason text check (withdrawal_reason in (
    'entered-in-error', 'wrong-subject', 'document-revoked', 'ended', 'other', 'not-in-replacement', 'moved')),
  add constraint record_versions_reason check (withdrawn or withdrawal_reason is null);
comment on column record_versions.withdrawn is 'From this version on the record is neither published nor used; those before it stay, with their ticks.';
comment on column record_versions.withdrawal_reason is 'A code, never text: the furnisher''s, or not-in-replacement, or moved (to another subject).';
comment on column record_versions.row_no is 'Row of the batch; 0 where a replacement ended the record by leaving it out.';

create table record_replacements (
  furnisher_id integer not null,
  type text not null,
  batch_id uuid not null,
  period text not null,
  from_on date not null,
  to_on date not null check (to_on >= from_on),
  stated_at timestamptz not null,
  arrival bigint not null,
  primary key (furnisher_id, type, batch_id)
);
create index record_replacements_latest on record_replacements (furnisher_id, type, stated_at, arrival);
comment on table record_replacements is 'Periods that a furnisher has stated whole: an older statement that arrives later brings nothing in them back.';
comment on column record_replacements.from_on is 'The period as days of events, both ends included.';

alter table record_editions drop constraint record_editions_pkey,
  add primary key (furnisher_id, type, edition, tick);
create table record_edition_closings (
  furnisher_id integer not null,
  type text not null,
  edition integer not null,
  tick bigint not null,
  primary key (furnisher_id, type, edition, tick)
);
comment on table record_edition_closings is 'Yearly lists of which nothing is left: all their rows were withdrawn, so the older list is the latest again.';
create or replace view v_record_editions as
select e.furnisher_id, e.type, e.edition, e.opened_on, e.tick
from record_editions e
where not exists (
  select 1 from record_edition_closings c
  where c.furnisher_id = e.furnisher_id and c.type = e.type and c.edition = e.edition and c.tick > e.tick
);
create view v_record_edition_closings as
select furnisher_id, type, edition, tick from record_edition_closings;
comment on view v_record_edition_closings is 'When editions closed, for readers: it changes what a page shows.';

alter table batch_chunks add column absent integer not null default 0,
  add column outcomes jsonb not null default '[]',
  add column kept_outcomes integer not null default 0;
comment on column batch_chunks.outcomes is 'Of good rows, what only merging could note: a list of {code, rows}.';
comment on column batch_chunks.kept_outcomes is 'Rows so noted whose details stand in batch_faults.';
comment on column batch_chunks.absent is 'Records of the replaced period that the batch does not have and that were withdrawn; they are no rows of it.';
alter table batch_faults drop constraint batch_faults_weight_check,
  add constraint batch_faults_weight_check check (weight in ('fault', 'note', 'outcome'));
comment on column batch_faults.weight is 'outcome: a note on a good row that only merging could make.';

alter table subject_names add column stated_at timestamptz;
alter table subject_names disable trigger subject_names_insert_only;
update subject_names n set stated_at = t.at from ticks t where t.tick = n.tick;
update subject_names set stated_at = 'epoch' where stated_at is null;
alter table subject_names enable trigger subject_names_insert_only;
alter table subject_names alter column stated_at set not null;
comment on column subject_names.stated_at is 'As of when it was stated; of the rows of one name the earliest says since when it is known.';
create or replace view v_subject_names as
select subject_id, name_key, registered, name, bigrams, tick, stated_at from subject_names;

create trigger record_replacements_insert_only before update or delete or truncate on record_replacements
  for each statement execute function refuse_change();
create trigger record_edition_closings_insert_only before update or delete or truncate on record_edition_closings
  for each statement execute function refuse_change();
grant select, insert on record_replacements, record_edition_closings to probity_app;
grant select on v_record_edition_closings to probity_app;
