-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- What an audit needs to work out every entry again from what the database holds: entries of removals commit to what
-- was removed as the database itself tells it, and entries whose acts a restored backup lacks are remembered as such.

create table log_losses (
  entry_id uuid primary key,
  lost_at timestamptz not null
);
comment on table log_losses is 'Entries that the log holds and whose act is not in the database: it was restored from before the act.';
create trigger log_losses_insert_only before update or delete or truncate on log_losses
  for each statement execute function refuse_change();
grant select, insert on log_losses to probity_app;

drop function retention_delete_record(uuid, uuid, text, uuid, bytea, timestamptz);
create function retention_delete_record(
  p_subject_id uuid, p_record_id uuid, p_reason text, p_entry_id uuid, p_at timestamptz
) returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare
  source record;
  deleted integer;
  next_tick bigint;
begin
  select furnisher_id, type into source from record_versions
  where subject_id = p_subject_id and record_id = p_record_id limit 1;
  if not found then
    return 0;
  end if;
  perform pg_advisory_xact_lock(source.furnisher_id, hashtext(source.type));
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
    values (p_entry_id, 'record.deleted',
      sha256(convert_to(p_subject_id || ' ' || p_record_id || ' ' || next_tick || ' ' || p_reason || E'\n', 'UTF8')), p_at);
  end if;
  perform set_config('probity.retention', 'off', true);
  return deleted;
end
$$;
comment on function retention_delete_record is 'The only way a record leaves: versions, tombstone and log entry in one transaction.';
revoke all on function retention_delete_record from public;
grant execute on function retention_delete_record to probity_retention;

alter table quarantined_rows add column emptied_by uuid;
comment on column quarantined_rows.emptied_by is 'The entry of the log that says so.';

drop function retention_empty_quarantine(uuid, integer[], uuid, bytea, timestamptz);
create function retention_empty_quarantine(
  p_batch_id uuid, p_row_nos integer[], p_entry_id uuid, p_at timestamptz
) returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare
  emptied integer;
  listed text;
begin
  perform 1 from quarantined_rows
  where batch_id = p_batch_id and row_no = any(p_row_nos) and emptied_at is null
  order by batch_id, row_no for update;
  perform set_config('probity.retention', 'on', true);
  with gone as (
    delete from batch_faults where batch_id = p_batch_id and row_no = any(p_row_nos) and sealed is not null
    returning batch_id, row_no, weight, codes, places
  )
  insert into batch_faults (batch_id, row_no, weight, codes, sealed, places)
  select batch_id, row_no, weight, codes, null, places from gone;
  perform set_config('probity.retention', 'off', true);
  with done as (
    update quarantined_rows set state = case when state = 'waiting' then 'expired' else state end,
      left_at = coalesce(left_at, p_at), number_mac = null, emptied_at = p_at, emptied_by = p_entry_id
    where batch_id = p_batch_id and row_no = any(p_row_nos) and emptied_at is null
    returning row_no
  )
  select count(*), string_agg(row_no::text, ' ' order by row_no) into emptied, listed from done;
  if emptied > 0 then
    insert into log_queue (entry_id, kind, commitment, queued_at)
    values (p_entry_id, 'quarantine.emptied',
      sha256(convert_to(p_batch_id || E'\n' || listed || E'\n', 'UTF8')), p_at);
  end if;
  return emptied;
end
$$;
comment on function retention_empty_quarantine is 'The only way a faulty row is removed: the sealed row goes, codes and counts stay, and an entry says so.';
revoke all on function retention_empty_quarantine from public;
grant execute on function retention_empty_quarantine to probity_retention;
