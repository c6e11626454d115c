-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- Faulty rows wait for their furnisher, and leave by correction, by release of two officers, or by expiry.

alter table batch_faults
  alter column sealed drop not null,
  add column places text[] not null default '{}',
  add column number_mac bytea check (octet_length(number_mac) = 16);
comment on column batch_faults.sealed is 'Null once the term of quarantine is over: codes and counts stay, the row is gone.';
comment on column batch_faults.places is 'One "code rule field" for each item, "-" for none: words of the catalogue only, for filters and counts.';
comment on column batch_faults.number_mac is 'Keyed digest of the furnisher''s own number of the row, where it could be read: by it a later row is known to correct this one.';

create table batch_headers (
  batch_id uuid primary key,
  sealed bytea not null
);
comment on table batch_headers is 'The headings of a batch''s file, sealed under the batch key: a faulty row is shown and mended in its own layout.';

create table batch_corrections (
  batch_id uuid not null,
  row_no integer not null,
  corrects_batch_id uuid not null,
  corrects_row_no integer not null,
  primary key (batch_id, row_no)
);
comment on table batch_corrections is 'Which waiting row a row of a later batch stands for, where the furnisher has said so.';

create table batch_releases (
  batch_id uuid not null,
  row_no integer not null,
  act_id uuid not null,
  codes text[] not null,
  proposer text not null,
  seconder text not null,
  primary key (batch_id, row_no)
);
comment on table batch_releases is 'Faults that two officers have released: of this row these codes, and no others, are notes.';

create table quarantined_rows (
  batch_id uuid not null,
  row_no integer not null,
  furnisher_id integer not null,
  type text not null,
  codes text[] not null,
  number_mac bytea,
  stated_at timestamptz not null,
  state text not null check (state in ('waiting', 'corrected', 'superseded', 'released', 'expired')),
  entered_on date not null,
  remind_on date,
  expire_on date,
  holder text,
  left_at timestamptz,
  left_by_batch_id uuid,
  left_by_row_no integer,
  emptied_at timestamptz,
  check ((state = 'waiting') = (left_at is null)),
  primary key (batch_id, row_no)
);
create index quarantined_rows_of_furnisher on quarantined_rows (furnisher_id, batch_id, row_no);
create index quarantined_rows_waiting on quarantined_rows (furnisher_id, batch_id, row_no) where state = 'waiting';
create index quarantined_rows_by_number on quarantined_rows (furnisher_id, type, number_mac) where state = 'waiting';
create index quarantined_rows_to_remind on quarantined_rows (remind_on) where state = 'waiting';
create index quarantined_rows_to_empty on quarantined_rows (expire_on) where emptied_at is null;
comment on table quarantined_rows is 'Faulty rows of finished batches: whose they are, since when they wait, and how they left. The row itself is sealed in batch_faults.';
comment on column quarantined_rows.state is 'superseded: the furnisher sent the row again and it is still faulty, so the newer one waits in its place.';
comment on column quarantined_rows.expire_on is 'By the terms of the catalogue on the day the row entered; a later catalogue does not shorten it. Null: no term, so nothing is removed.';
comment on column quarantined_rows.holder is 'The officer of the furnisher who has taken the row on, by the name of the account.';
comment on column quarantined_rows.emptied_at is 'When the sealed row was removed for good.';

insert into quarantined_rows (batch_id, row_no, furnisher_id, type, codes, stated_at, state, entered_on)
select b.batch_id, f.row_no, b.furnisher_id, b.type, f.codes, b.stated_at, 'waiting', b.received_on
from batches b join batch_faults f on f.batch_id = b.batch_id
where f.weight = 'fault' and (b.state = 'completed' or b.refusal = 'BATCH_HAS_FAULTS');

create function retention_empty_quarantine(
  p_batch_id uuid, p_row_nos integer[], p_entry_id uuid, p_commitment bytea, p_at timestamptz
) returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare
  emptied integer;
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
  update quarantined_rows set state = case when state = 'waiting' then 'expired' else state end,
    left_at = coalesce(left_at, p_at), number_mac = null, emptied_at = p_at
  where batch_id = p_batch_id and row_no = any(p_row_nos) and emptied_at is null;
  get diagnostics emptied = row_count;
  if emptied > 0 then
    insert into log_queue (entry_id, kind, commitment, queued_at)
    values (p_entry_id, 'quarantine.emptied', p_commitment, p_at);
  end if;
  return emptied;
end
$$;
comment on function retention_empty_quarantine is 'The only way a faulty row is removed: the sealed row goes, codes and counts stay, and an entry says so.';
revoke all on function retention_empty_quarantine from public;
grant execute on function retention_empty_quarantine to probity_retention;

create trigger batch_headers_insert_only before update or delete or truncate on batch_headers
  for each statement execute function refuse_change();
create trigger batch_corrections_insert_only before update or delete or truncate on batch_corrections
  for each statement execute function refuse_change();
create trigger batch_releases_insert_only before update or delete or truncate on batch_releases
  for each statement execute function refuse_change();
grant select, insert on batch_headers, batch_corrections, batch_releases to probity_app;
grant select, insert, update on quarantined_rows to probity_app;
