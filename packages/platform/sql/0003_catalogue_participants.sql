-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors

create table catalogue_versions (
  version text not null,
  digest bytea not null check (octet_length(digest) = 32),
  tick bigint not null,
  effective_on date not null,
  content jsonb not null,
  primary key (version, digest)
);
comment on table catalogue_versions is 'Every catalogue this node has ever worked by, whole; a batch and a report name theirs.';

create table participants (
  participant_id integer primary key,
  code text not null unique check (code ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
  name_zh text not null,
  name_en text not null,
  functions text[] not null,
  division text not null,
  tick bigint not null
);
comment on table participants is 'Bodies that furnish or ask.';
comment on column participants.functions is 'What the body is by law, such as tax-authority; a record type says which may furnish it.';

create table api_keys (
  key_id uuid primary key,
  participant_id integer not null,
  key_hash bytea not null unique,
  scopes text[] not null,
  made_at timestamptz not null,
  expires_on date
);
comment on table api_keys is 'Machine credentials; the key itself is shown once and never stored.';

create trigger catalogue_versions_insert_only before update or delete or truncate on catalogue_versions
  for each statement execute function refuse_change();
create trigger participants_insert_only before update or delete or truncate on participants
  for each statement execute function refuse_change();
create trigger api_keys_insert_only before update or delete or truncate on api_keys
  for each statement execute function refuse_change();
grant select, insert on catalogue_versions, participants, api_keys to probity_app;

create view v_participants as select participant_id, code, functions, division, tick from participants;
comment on view v_participants is 'Participants for readers in other modules.';
grant select on v_participants to probity_app;
