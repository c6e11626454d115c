-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- The spool in the database, resumable uploads, watermarks of table sources, the key a node was born with.

create table spool_frames (
  batch_id uuid not null,
  frame integer not null check (frame >= 0),
  sealed bytea not null,
  primary key (batch_id, frame)
);
-- Sealed bytes do not compress.
alter table spool_frames alter column sealed set storage external;
comment on table spool_frames is 'The sealed files of batches where several nodes share the work: frames of 256 KiB, removed after their term.';
comment on column spool_frames.sealed is 'Sealed under the batch key and bound to batch, position and whether it is the last.';

create table uploads (
  upload_id uuid primary key,
  furnisher_id integer not null,
  node_id uuid,
  type text not null,
  profile text not null,
  format text check (format in ('csv', 'xlsx', 'jsonl')),
  operation text not null check (operation in ('record', 'withdraw', 'replace')),
  stated_at timestamptz,
  period text,
  idempotency_key text,
  corrects_batch_id uuid,
  length bigint not null check (length > 0),
  file_sha256 bytea check (octet_length(file_sha256) = 32),
  key_wrapped bytea not null,
  received bigint not null default 0 check (received between 0 and length),
  frames integer not null default 0,
  claimed_by uuid,
  claimed_until timestamptz,
  begun_at timestamptz not null,
  expires_at timestamptz not null
);
create unique index uploads_idempotency on uploads (furnisher_id, idempotency_key) where idempotency_key is not null;
create index uploads_by_end on uploads (expires_at);
comment on table uploads is 'Files that come in parts, until they are whole: then a batch of the same id takes their place.';
comment on column uploads.received is 'Bytes that are durable in the spool: what the furnisher is told, and where it goes on.';
comment on column uploads.frames is 'Frames of the spool that hold them; what lies behind was never acknowledged.';
comment on column uploads.node_id is 'The node whose folder spools the parts; null when the database does.';
comment on column uploads.claimed_by is 'The node that is taking a part: another one would drop what it has not yet acknowledged.';
comment on column uploads.file_sha256 is 'As the furnisher announced it; another file is refused.';

create table table_sources (
  source text primary key,
  watermark jsonb,
  pulled_rows bigint not null default 0,
  last_batch_id uuid,
  pulled_at timestamptz,
  run_at timestamptz not null,
  claimed_until timestamptz,
  failures integer not null default 0,
  failure text
);
comment on table table_sources is 'How far each front-end table of a department has been read, and how its last pull went.';
comment on column table_sources.watermark is 'The key of the last row read, as text, column by column; written in the transaction that takes in the batch.';
comment on column table_sources.failure is 'The code of what went wrong last; null when the last pull went well.';

grant select, insert, delete on spool_frames to probity_app;
grant select, insert, update, delete on uploads to probity_app;
grant select, insert, update on table_sources to probity_app;

alter table node_facts drop constraint node_facts_fact_check;
alter table node_facts add constraint node_facts_fact_check check (fact ~ '^[a-z][a-z_]{1,39}$');
comment on table node_facts is 'What a node is for life: its legal side, whether it is a demo, the fingerprint of its key; each fact written once.';
