-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors

create table log_queue (
  entry_id uuid primary key,
  kind text not null,
  commitment bytea not null check (octet_length(commitment) = 32),
  queued_at timestamptz not null
);
comment on table log_queue is 'Entries waiting for the sequencer, queued in the transaction of the act they witness.';
comment on column log_queue.commitment is 'SHA-256 over what is witnessed; no personal data is ever queued.';

create trigger log_queue_insert_only before update or delete or truncate on log_queue
  for each statement execute function refuse_change();
grant select, insert on log_queue to probity_app;
grant insert on log_queue to probity_retention;
