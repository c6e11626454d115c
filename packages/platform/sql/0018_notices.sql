-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors

create table notices (
  notice_id uuid primary key,
  participant_id integer not null,
  kind text not null,
  occasion text not null,
  facts jsonb not null,
  batch_id uuid,
  written_at timestamptz not null,
  unique (participant_id, kind, occasion)
);
create index notices_of_participant on notices (participant_id, notice_id);
comment on table notices is 'What the node tells a participant by itself; read by that participant only.';
comment on column notices.occasion is 'Of one occasion a participant is told once, however often the job runs.';
comment on column notices.facts is 'Counts and days for the sentence of the kind: never names, identifiers or content.';

create trigger notices_insert_only before update or delete or truncate on notices
  for each statement execute function refuse_change();
grant select, insert on notices to probity_app;
