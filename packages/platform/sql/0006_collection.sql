-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors

create table batches (
  batch_id uuid primary key,
  furnisher_id integer not null,
  type text not null,
  profile text not null,
  catalogue_version text not null,
  node_id uuid not null,
  state text not null check (state in ('received', 'judging', 'merging', 'completed', 'refused')),
  received_at timestamptz not null,
  received_on date not null,
  completed_at timestamptz,
  bytes bigint not null,
  file_sha256 bytea not null check (octet_length(file_sha256) = 32),
  key_wrapped bytea not null,
  encoding text,
  rows integer,
  faulty integer,
  root bytea,
  refusal text
);
create index batches_by_furnisher on batches (furnisher_id, batch_id);
comment on table batches is 'What a furnisher sent at once, and how far it is.';
comment on column batches.key_wrapped is 'The key that seals this batch''s spool and faults, wrapped by the node key.';
comment on column batches.catalogue_version is 'Judged by this version to the end, whatever is loaded meanwhile.';

create table batch_chunks (
  batch_id uuid not null,
  last_row_no integer not null,
  tick bigint,
  accepted integer not null,
  corrected integer not null,
  unchanged integer not null,
  withdrawn integer not null,
  names_disagreeing integer not null,
  subjects_made integer not null,
  primary key (batch_id, last_row_no)
);
comment on table batch_chunks is 'Merged parts of a batch: written in the transaction of the merge, so a restart knows what is left.';
comment on column batch_chunks.last_row_no is 'Rows up to this one are merged; a restart goes on behind it.';
comment on column batch_chunks.tick is 'Null when the part changed nothing a reader may see.';

create table batch_faults (
  batch_id uuid not null,
  row_no integer not null,
  weight text not null check (weight in ('fault', 'note')),
  codes text[] not null,
  sealed bytea not null,
  primary key (batch_id, row_no, weight)
);
comment on table batch_faults is 'Faulty rows in quarantine and notes on good ones; the row and the details are sealed under the batch key.';

create table receipts (
  batch_id uuid primary key,
  note text not null,
  issued_at timestamptz not null
);
comment on table receipts is 'Signed receipts, format 0.';

create trigger batch_chunks_insert_only before update or delete or truncate on batch_chunks
  for each statement execute function refuse_change();
create trigger batch_faults_insert_only before update or delete or truncate on batch_faults
  for each statement execute function refuse_change();
create trigger receipts_insert_only before update or delete or truncate on receipts
  for each statement execute function refuse_change();
grant select, insert on batch_chunks, batch_faults, receipts to probity_app;
grant select, insert, update on batches to probity_app;
