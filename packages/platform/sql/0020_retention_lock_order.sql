-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- A merge looks at the keys of its furnisher's type, then takes a tick. A deletion between the two let the merge write
-- a new version beside the tombstone: now a deletion takes the merge's locks, in the merge's order.

create or replace function retention_delete_record(
  p_subject_id uuid, p_record_id uuid, p_reason text, p_entry_id uuid, p_commitment bytea, p_at timestamptz
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
    values (p_entry_id, 'record.deleted', p_commitment, p_at);
  end if;
  perform set_config('probity.retention', 'off', true);
  return deleted;
end
$$;
