-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors

-- Written by scripts/dump-schema.js from a migrated database; not run by anything. It shows a reviewer what the
-- migrations add up to.


CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op <> 'TRUNCATE' and current_setting('probity.retention', true) = 'on' then
    return null;
  end if;
  raise exception 'table % is insert-only: % refused', tg_table_name, tg_op using errcode = 'PBIO1';
end
$function$;
revoke all on function refuse_change() from public;
grant execute on function refuse_change() to public;
comment on function refuse_change() is 'Trigger of every table here: refuses change, but for erasure, which says so in its own transaction.';

create table epoch_keys (
  bucket smallint not null,
  epoch integer not null,
  wrapped bytea not null,
  made_at timestamp with time zone not null,
  constraint epoch_keys_pkey PRIMARY KEY (bucket, epoch),
  constraint epoch_keys_bucket_check CHECK (((bucket >= 0) AND (bucket <= 255))),
  constraint epoch_keys_epoch_check CHECK ((epoch >= 1)),
  constraint epoch_keys_wrapped_check CHECK ((octet_length(wrapped) = 60))
);
CREATE TRIGGER epoch_keys_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.epoch_keys FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on epoch_keys to probity_keys_app;
grant delete, insert, select on epoch_keys to probity_keys_retention;
comment on table epoch_keys is 'Keys under which the keys of a bucket''s subjects are wrapped, wrapped by the node key. Erasure moves the survivors to the next epoch and deletes the old one, so that no older backup of subject_keys opens.';

create table index_keys (
  generation smallint not null,
  wrapped bytea not null,
  made_at timestamp with time zone not null,
  constraint index_keys_pkey PRIMARY KEY (generation),
  constraint index_keys_generation_check CHECK ((generation >= 1)),
  constraint index_keys_wrapped_check CHECK ((octet_length(wrapped) = 60))
);
CREATE TRIGGER index_keys_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.index_keys FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on index_keys to probity_keys_app;
comment on table index_keys is 'Keys of the blind indexes over persons'' numbers, wrapped by the node key.';

create table schema_migrations (
  name text not null,
  digest text not null,
  applied_at timestamp with time zone not null,
  constraint schema_migrations_pkey PRIMARY KEY (name)
);
CREATE TRIGGER schema_migrations_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.schema_migrations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
comment on table schema_migrations is 'Which migration files have run, and their digests.';

create table store_facts (
  fact text not null,
  value text not null,
  constraint store_facts_pkey PRIMARY KEY (fact),
  constraint store_facts_fact_check CHECK ((fact = ANY (ARRAY['store_id'::text, 'node'::text, 'node_key'::text, 'born_at'::text])))
);
CREATE TRIGGER store_facts_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.store_facts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on store_facts to probity_keys_app;
grant select on store_facts to probity_keys_retention;
comment on table store_facts is 'Which node this key store belongs to, for life; written once at its birth.';
comment on column store_facts.value is 'Of node_key a fingerprint, never the key: another node key opens nothing here.';

create table subject_keys (
  subject_id uuid not null,
  bucket smallint not null,
  epoch integer not null,
  wrapped bytea not null,
  constraint subject_keys_pkey PRIMARY KEY (subject_id),
  constraint subject_keys_bucket_epoch_fkey FOREIGN KEY (bucket, epoch) REFERENCES epoch_keys(bucket, epoch),
  constraint subject_keys_check CHECK ((bucket = get_byte(uuid_send(subject_id), 15))),
  constraint subject_keys_wrapped_check CHECK ((octet_length(wrapped) = 60))
);
CREATE INDEX subject_keys_epoch ON public.subject_keys USING btree (bucket, epoch);
CREATE TRIGGER subject_keys_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.subject_keys FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on subject_keys to probity_keys_app;
grant delete, select on subject_keys to probity_keys_retention;
comment on table subject_keys is 'The key of each subject about whom something is sealed, wrapped by its bucket''s epoch key.';
comment on column subject_keys.bucket is 'The last byte of the subject''s id. The reference keeps an epoch key until nobody is left under it.';
