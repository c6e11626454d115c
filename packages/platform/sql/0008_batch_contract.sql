-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- What a batch may be besides a CSV file of new and corrected records.

alter table batches
  add column format text not null default 'csv' check (format in ('csv', 'xlsx', 'jsonl')),
  add column operation text not null default 'record' check (operation in ('record', 'withdraw', 'replace')),
  add column stated_at timestamptz,
  add column period text,
  add column door text not null default 'http' check (door in ('http', 'push', 'command', 'folder', 'table', 'desk')),
  add column idempotency_key text,
  add column corrects_batch_id uuid,
  alter column node_id drop not null,
  add check ((operation = 'replace') = (period is not null));
update batches set stated_at = received_at;
alter table batches alter column stated_at set not null;
create unique index batches_idempotency on batches (furnisher_id, idempotency_key) where idempotency_key is not null;

comment on column batches.operation is 'record: new and corrected; withdraw: by the furnisher''s number; replace: the whole of a period.';
comment on column batches.stated_at is 'As of when the furnisher says this: of two statements on one number the later holds, whichever comes first.';
comment on column batches.period is 'The period a replacement is the whole of, as the record type counts it.';
comment on column batches.idempotency_key is 'The furnisher''s own key of one sending: the same key again answers with the same batch.';
comment on column batches.corrects_batch_id is 'The batch whose faulty rows this one sends again.';
comment on column batches.node_id is 'The node whose folder spools the file; null when the database does.';
