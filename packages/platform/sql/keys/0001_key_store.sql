-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- The key store: a database of its own, never in the backup that holds the data.

do $$
begin
  if not exists (select from pg_roles where rolname = 'probity_keys_app') then
    create role probity_keys_app nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'probity_keys_retention') then
    create role probity_keys_retention nologin;
  end if;
end
$$;

-- The node's login for the data has no business here.
do $$
begin
  execute format('revoke connect, temporary on database %I from public', current_database());
  execute format('grant connect on database %I to probity_keys_app, probity_keys_retention', current_database());
end
$$;

create function refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op <> 'TRUNCATE' and current_setting('probity.retention', true) = 'on' then
    return null;
  end if;
  raise exception 'table % is insert-only: % refused', tg_table_name, tg_op using errcode = 'PBIO1';
end
$$;
comment on function refuse_change() is 'Trigger of every table here: refuses change, but for erasure, which says so in its own transaction.';

create table store_facts (
  fact text primary key check (fact in ('store_id', 'node', 'node_key', 'born_at')),
  value text not null
);
comment on table store_facts is 'Which node this key store belongs to, for life; written once at its birth.';
comment on column store_facts.value is 'Of node_key a fingerprint, never the key: another node key opens nothing here.';

create table index_keys (
  generation smallint primary key check (generation >= 1),
  wrapped bytea not null check (octet_length(wrapped) = 60),
  made_at timestamptz not null
);
comment on table index_keys is 'Keys of the blind indexes over persons'' numbers, wrapped by the node key.';

create table epoch_keys (
  bucket smallint not null check (bucket between 0 and 255),
  epoch integer not null check (epoch >= 1),
  wrapped bytea not null check (octet_length(wrapped) = 60),
  made_at timestamptz not null,
  primary key (bucket, epoch)
);
comment on table epoch_keys is 'Keys under which the keys of a bucket''s subjects are wrapped, wrapped by the node key. Erasure moves the survivors to the next epoch and deletes the old one, so that no older backup of subject_keys opens.';

create table subject_keys (
  subject_id uuid primary key,
  bucket smallint not null,
  epoch integer not null,
  wrapped bytea not null check (octet_length(wrapped) = 60),
  check (bucket = get_byte(uuid_send(subject_id), 15)),
  foreign key (bucket, epoch) references epoch_keys (bucket, epoch)
);
create index subject_keys_epoch on subject_keys (bucket, epoch);
comment on table subject_keys is 'The key of each subject about whom something is sealed, wrapped by its bucket''s epoch key.';
comment on column subject_keys.bucket is 'The last byte of the subject''s id. The reference keeps an epoch key until nobody is left under it.';

create trigger store_facts_insert_only before update or delete or truncate on store_facts
  for each statement execute function refuse_change();
create trigger index_keys_insert_only before update or delete or truncate on index_keys
  for each statement execute function refuse_change();
create trigger epoch_keys_insert_only before update or delete or truncate on epoch_keys
  for each statement execute function refuse_change();
create trigger subject_keys_insert_only before update or delete or truncate on subject_keys
  for each statement execute function refuse_change();
create trigger schema_migrations_insert_only before update or delete or truncate on schema_migrations
  for each statement execute function refuse_change();

grant select, insert on store_facts, index_keys, epoch_keys, subject_keys to probity_keys_app;
grant select, insert, delete on epoch_keys to probity_keys_retention;
grant select, delete, update (epoch, wrapped) on subject_keys to probity_keys_retention;
grant select on store_facts to probity_keys_retention;
