-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors

create table record_keys (
  furnisher_id integer not null,
  type text not null,
  number text not null,
  record_id uuid not null,
  subject_id uuid not null,
  version_no integer not null,
  content_mac bytea not null,
  primary key (furnisher_id, type, number)
);
comment on table record_keys is 'The furnisher''s own number of a record, and the keyed MAC of what was last sent under it.';

create table record_versions (
  subject_id uuid not null,
  record_id uuid not null,
  version_no integer not null check (version_no >= 1),
  tick bigint not null,
  furnisher_id integer not null,
  type text not null,
  layout integer not null,
  withdrawn boolean not null default false,
  polarity text not null check (polarity in ('positive', 'neutral', 'adverse')),
  severity text check (severity in ('minor', 'general', 'serious')),
  event_on date,
  valid_from date,
  valid_to date,
  document_on date,
  document_number text,
  document_body text,
  edition integer,
  public_from date,
  public_until date,
  public_rule text,
  name_key bytea,
  came_by_scheme text not null,
  came_by_value text not null,
  batch_id uuid not null,
  row_no integer not null,
  face text not null,
  closed json,
  sealed bytea,
  check (public_from is not null or public_until is null),
  check (polarity <> 'adverse' or (document_number is not null and document_on is not null and document_body is not null)),
  primary key (subject_id, record_id, version_no)
);
comment on table record_versions is 'Credit records with all their versions; a version ends where the next begins.';
comment on column record_versions.subject_id is 'The subject the record came for; readers expand links, the row is never moved.';
comment on column record_versions.layout is 'Which allow-list of public fields made the face; what another made is cut again at read time.';
comment on column record_versions.face is 'What a public page shows of the record, finished: members of a JSON object without its braces, fields labelled public, masks applied.';
comment on column record_versions.closed is 'The other fields that may lie in clear: for departments and the subject.';
comment on column record_versions.sealed is 'Fields about natural persons, under the key of the subject that owns the record.';
comment on column record_versions.public_from is 'First day of publicity by the rule named; null: never published.';
comment on column record_versions.public_until is 'First day it is published no more; null: no end.';
comment on column record_versions.name_key is 'Key of the name the furnisher stated; compared with the registered names at read time.';

create table record_editions (
  furnisher_id integer not null,
  type text not null,
  edition integer not null,
  opened_on date not null,
  tick bigint not null,
  primary key (furnisher_id, type, edition)
);
comment on table record_editions is 'Yearly lists that have arrived: an older edition is no longer published once a newer is open.';

create table tombstones (
  subject_id uuid not null,
  record_id uuid not null,
  entry_id uuid not null,
  reason text not null,
  tick bigint not null,
  deleted_at timestamptz not null,
  primary key (subject_id, record_id)
);
comment on table tombstones is 'Where a record was lawfully deleted: only that, when, and the log entry that says so.';

create function retention_delete_record(
  p_subject_id uuid, p_record_id uuid, p_reason text, p_entry_id uuid, p_commitment bytea, p_at timestamptz
) returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare
  deleted integer;
  next_tick bigint;
begin
  -- The order of every other act: no merge may be between its look at the keys and its inserts.
  perform pg_advisory_xact_lock(7001);
  perform set_config('probity.retention', 'on', true);
  delete from record_versions where subject_id = p_subject_id and record_id = p_record_id;
  get diagnostics deleted = row_count;
  if deleted > 0 then
    delete from record_keys where record_id = p_record_id and subject_id = p_subject_id;
    insert into ticks (tick, at) select coalesce(max(tick), 0) + 1, greatest(p_at, max(at)) from ticks returning tick into next_tick;
    insert into tombstones (subject_id, record_id, entry_id, reason, tick, deleted_at)
    values (p_subject_id, p_record_id, p_entry_id, p_reason, next_tick, p_at);
    insert into log_queue (entry_id, kind, commitment, queued_at)
    values (p_entry_id, 'record.deleted', p_commitment, p_at);
  end if;
  perform set_config('probity.retention', 'off', true);
  return deleted;
end
$$;
comment on function retention_delete_record is 'The only way a record leaves: versions, tombstone and log entry in one transaction.';
revoke all on function retention_delete_record from public;
grant execute on function retention_delete_record to probity_retention;

create view v_record_versions as
select subject_id, record_id, version_no, tick, furnisher_id, type, layout, withdrawn, polarity, severity,
  event_on, valid_from, valid_to, document_on, document_number, document_body, edition, public_from,
  public_until, public_rule, name_key, came_by_scheme, came_by_value, face
from record_versions;
comment on view v_record_versions is 'What disclosure may compose a public page from: no closed and no sealed column.';

create view v_record_editions as
select furnisher_id, type, edition, opened_on, tick from record_editions;
comment on view v_record_editions is 'Open editions for readers.';

create trigger record_versions_insert_only before update or delete or truncate on record_versions
  for each statement execute function refuse_change();
create trigger record_editions_insert_only before update or delete or truncate on record_editions
  for each statement execute function refuse_change();
create trigger tombstones_insert_only before update or delete or truncate on tombstones
  for each statement execute function refuse_change();
grant select, insert on record_versions, record_editions, tombstones to probity_app;
grant select, insert, update on record_keys to probity_app;
grant select on v_record_versions, v_record_editions to probity_app;

create view v_record_keys as select furnisher_id, type, number, record_id, subject_id from record_keys;
comment on view v_record_keys is 'Which records there are, for readers in other modules.';
grant select on v_record_keys to probity_app;
