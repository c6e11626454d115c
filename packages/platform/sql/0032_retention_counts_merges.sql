-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- 0031 made the function again from before 0022: a deletion counts as a merge, so that a chunk staged before it is stale.

create or replace function retention_delete_record(
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
  insert into source_merges as s (furnisher_id, type, merges) values (source.furnisher_id, source.type, 1)
  on conflict (furnisher_id, type) do update set merges = s.merges + 1;
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
