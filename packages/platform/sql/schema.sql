-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors

-- Written by scripts/dump-schema.js from a migrated database; not run by anything. It shows a reviewer what the
-- migrations add up to.

create extension pg_trgm;

CREATE OR REPLACE FUNCTION public.authorisation_holds(a v_authorisations, p_participant_id integer, p_purpose text, p_day date)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select a.participant_id = p_participant_id and p_purpose = any(a.purposes)
    and a.noticed and not a.ended and not a.spent
    and a.valid_from <= p_day and a.valid_until > p_day
    and (a.document_due_on is null or a.document_due_on >= p_day)
$function$;
revoke all on function authorisation_holds(v_authorisations,integer,text,date) from public;
grant execute on function authorisation_holds(v_authorisations,integer,text,date) to public;
comment on function authorisation_holds(v_authorisations,integer,text,date) is 'Whether an authorisation lets a body ask for a purpose on a day; asked wherever an answer is composed, and again when it is kept.';

CREATE OR REPLACE FUNCTION public.await_answers()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_advisory_xact_lock(7005);
  return null;
end
$function$;
revoke all on function await_answers() from public;
grant execute on function await_answers() to public;
comment on function await_answers() is 'Trigger of ticks, run at commit: an act becomes visible between two groups of answers, never within one.';

CREATE OR REPLACE FUNCTION public.is_demo_node()
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select exists (select 1 from node_facts where fact = 'mode' and value = 'demo')
$function$;
revoke all on function is_demo_node() from public;
grant execute on function is_demo_node() to public;
comment on function is_demo_node() is 'Whether this database belongs to a demo node; for policies only.';

CREATE OR REPLACE FUNCTION public.keep_inquiries(p_inquiries jsonb, p_group_id uuid, p_entry_id uuid, p_commitment bytea, p_leaves bytea, p_at timestamp with time zone)
 RETURNS uuid[]
 LANGUAGE plpgsql
AS $function$
declare
  latest bigint;
  moved uuid[];
begin
  -- Each statement below has a snapshot of its own, taken after this lock: it sees every act that became visible.
  perform pg_advisory_xact_lock_shared(7005);
  select coalesce(max(tick), 0) into latest from ticks;

  -- A refusal is kept whatever moved: it gives nothing away. As long as no tick at all was given since an answer was
  -- read, which is the rule, no subject is looked at.
  with asked as materialized (
    select a.*, array(
      select a.subject_id
      union all
      select l.member_id from v_subject_links l where l.canonical_id = a.subject_id) as members
    from jsonb_to_recordset(p_inquiries) as a (subject_id uuid, asked_on date, inquiry_id uuid, participant_id integer,
      behalf_participant_id integer, purpose text, authorisation_id uuid, tick_read bigint, refusal text)
    where a.refusal is null
  ), consents as materialized (
    select a.inquiry_id,
      authorisation_holds(v, coalesce(a.behalf_participant_id, a.participant_id), a.purpose, a.asked_on) as holds,
      -- Of two in one group that would spend a single consent, the later finds it spent.
      not v.single or row_number() over (partition by a.authorisation_id order by a.inquiry_id) = 1 as is_first
    from asked a
    join v_authorisations v on v.subject_id = any(a.members) and v.authorisation_id = a.authorisation_id
  )
  select array_agg(a.inquiry_id) into moved
  from asked a
  left join consents c on c.inquiry_id = a.inquiry_id
  where (a.authorisation_id is not null and not coalesce(c.holds and c.is_first, false))
    or (a.tick_read < latest
      and (a.tick_read < (select coalesce(max(tick), 0) from v_general_moves)
        or exists (
          select 1 from v_subject_moves m where m.subject_id = any(a.members) and m.tick > a.tick_read)));
  if moved is not null then
    return moved;
  end if;

  insert into authorisation_uses (subject_id, authorisation_id, inquiry_id)
  select x.subject_id, x.authorisation_id, a.inquiry_id
  from jsonb_to_recordset(p_inquiries) as a (subject_id uuid, inquiry_id uuid, authorisation_id uuid, refusal text)
  join authorisations x on x.authorisation_id = a.authorisation_id and x.single
    and x.subject_id = any(array(
      select a.subject_id
      union all
      select l.member_id from v_subject_links l where l.canonical_id = a.subject_id))
  where a.refusal is null;

  insert into inquiries (subject_id, asked_on, inquiry_id, asked_at, subject_known, actor_kind, participant_id,
    staff, behalf_participant_id, behalf_subject_id, purpose, basis, authorisation_id, statute, case_number, view,
    fields, tick_read, as_of, result_hash, refusal, hidden_until, hidden_document, salt, group_id)
  select subject_id, asked_on, inquiry_id, asked_at, subject_known, actor_kind, participant_id,
    staff, behalf_participant_id, behalf_subject_id, purpose, basis, authorisation_id, statute, case_number, view,
    fields, tick_read, as_of, decode(result_hash, 'hex'), refusal, hidden_until, hidden_document,
    decode(salt, 'hex'), p_group_id
  from jsonb_to_recordset(p_inquiries) as a (subject_id uuid, asked_on date, inquiry_id uuid,
    asked_at timestamptz, subject_known boolean, actor_kind text, participant_id integer, staff text,
    behalf_participant_id integer, behalf_subject_id uuid, purpose text, basis text, authorisation_id uuid,
    statute text, case_number text, view text, fields text[], tick_read bigint, as_of date, result_hash text,
    refusal text, hidden_until date, hidden_document text, salt text);

  insert into log_queue (entry_id, kind, commitment, queued_at)
  values (p_entry_id, 'inquiries.kept', p_commitment, p_at);
  insert into inquiry_groups (group_id, entry_id, kept_at, kept_tick, leaves)
  values (p_group_id, p_entry_id, p_at, latest, p_leaves);
  return '{}';
end
$function$;
revoke all on function keep_inquiries(jsonb,uuid,uuid,bytea,bytea,timestamp with time zone) from public;
grant execute on function keep_inquiries(jsonb,uuid,uuid,bytea,bytea,timestamp with time zone) to public;
comment on function keep_inquiries(jsonb,uuid,uuid,bytea,bytea,timestamp with time zone) is 'Makes a group of inquiries durable with its log entry, all of them or none; answers with those that have moved.';

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' and current_setting('probity.retention', true) = 'on' then
    return null;
  end if;
  raise exception 'table % is insert-only: % refused', tg_table_name, tg_op using errcode = 'PBIO1';
end
$function$;
revoke all on function refuse_change() from public;
grant execute on function refuse_change() to public;
comment on function refuse_change() is 'Trigger of every insert-only table: refuses update, delete and truncate.';

CREATE OR REPLACE FUNCTION public.refuse_persons_name()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if exists (select 1 from named n join subjects s on s.subject_id = n.subject_id and s.kind = 'person') then
    raise exception 'a natural person''s name is never kept in clear' using errcode = 'PBPC1';
  end if;
  return null;
end
$function$;
revoke all on function refuse_persons_name() from public;
grant execute on function refuse_persons_name() to public;
comment on function refuse_persons_name() is 'Trigger of subject_names: a natural person is not found by name, so no name of theirs is kept here.';

CREATE OR REPLACE FUNCTION public.refuse_second_place()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.entry_index is not null or new.entry_index is null
    or (old.entry_id, old.kind, old.commitment, old.queued_at)
      is distinct from (new.entry_id, new.kind, new.commitment, new.queued_at)
  then
    raise exception 'an entry of the log keeps its place and its content' using errcode = 'PBIO1';
  end if;
  return new;
end
$function$;
revoke all on function refuse_second_place() from public;
grant execute on function refuse_second_place() to public;
comment on function refuse_second_place() is 'Trigger of log_queue: a place in the log is given once, and nothing else changes.';

CREATE OR REPLACE FUNCTION public.retention_delete_record(p_subject_id uuid, p_record_id uuid, p_reason text, p_entry_id uuid, p_at timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
$function$;
revoke all on function retention_delete_record(uuid,uuid,text,uuid,timestamp with time zone) from public;
grant execute on function retention_delete_record(uuid,uuid,text,uuid,timestamp with time zone) to probity_retention;
comment on function retention_delete_record(uuid,uuid,text,uuid,timestamp with time zone) is 'The only way a record leaves: versions, tombstone and log entry in one transaction.';

CREATE OR REPLACE FUNCTION public.retention_empty_quarantine(p_batch_id uuid, p_row_nos integer[], p_entry_id uuid, p_at timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  emptied integer;
  listed text;
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
  with done as (
    update quarantined_rows set state = case when state = 'waiting' then 'expired' else state end,
      left_at = coalesce(left_at, p_at), number_mac = null, emptied_at = p_at, emptied_by = p_entry_id
    where batch_id = p_batch_id and row_no = any(p_row_nos) and emptied_at is null
    returning row_no
  )
  select count(*), string_agg(row_no::text, ' ' order by row_no) into emptied, listed from done;
  if emptied > 0 then
    insert into log_queue (entry_id, kind, commitment, queued_at)
    values (p_entry_id, 'quarantine.emptied',
      sha256(convert_to(p_batch_id || E'\n' || listed || E'\n', 'UTF8')), p_at);
  end if;
  return emptied;
end
$function$;
revoke all on function retention_empty_quarantine(uuid,integer[],uuid,timestamp with time zone) from public;
grant execute on function retention_empty_quarantine(uuid,integer[],uuid,timestamp with time zone) to probity_retention;
comment on function retention_empty_quarantine(uuid,integer[],uuid,timestamp with time zone) is 'The only way a faulty row is removed: the sealed row goes, codes and counts stay, and an entry says so.';

create table access_ends (
  ended_id uuid not null,
  ends_at timestamp with time zone not null,
  written_at timestamp with time zone not null,
  constraint access_ends_pkey PRIMARY KEY (ended_id, ends_at)
);
CREATE TRIGGER access_ends_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.access_ends FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on access_ends to probity_app;
grant insert, select on access_ends to probity_operator;
comment on table access_ends is 'From when a key, a post, a role or a power holds no more; the earliest end counts.';

create table accounts (
  account_id uuid not null,
  sign_in_index bytea not null,
  made_at timestamp with time zone not null,
  constraint accounts_pkey PRIMARY KEY (account_id),
  constraint accounts_sign_in_index_key UNIQUE (sign_in_index),
  constraint accounts_sign_in_index_check CHECK ((octet_length(sign_in_index) = 32))
);
CREATE TRIGGER accounts_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.accounts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on accounts to probity_app;
comment on table accounts is 'Who has signed in: a number for each account at an identity provider. No name, no number of a person.';
comment on column accounts.sign_in_index is 'Keyed hash of the provider and its word for the account; nothing leads back.';

create table answer_suspension_ends (
  subject_id uuid not null,
  suspension_id uuid not null,
  reason text not null,
  reference text,
  staff text,
  ended_at timestamp with time zone not null,
  tick bigint not null,
  constraint answer_suspension_ends_pkey PRIMARY KEY (subject_id, suspension_id),
  constraint answer_suspension_ends_check CHECK (((reason = 'subject'::text) OR (reference IS NOT NULL))),
  constraint answer_suspension_ends_reason_check CHECK ((reason = ANY (ARRAY['subject'::text, 'supervisor'::text]))),
  constraint answer_suspension_ends_reference_check CHECK (((char_length(reference) >= 1) AND (char_length(reference) <= 120)))
);
CREATE TRIGGER answer_suspension_ends_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.answer_suspension_ends FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on answer_suspension_ends to probity_app;
comment on table answer_suspension_ends is 'Lifted by the subject itself, or by the supervisor on a numbered decision.';

create table answer_suspensions (
  subject_id uuid not null,
  suspension_id uuid not null,
  participant_id integer not null,
  authorisation_id uuid not null,
  suspended_at timestamp with time zone not null,
  tick bigint not null,
  constraint answer_suspensions_pkey PRIMARY KEY (subject_id, suspension_id)
);
CREATE TRIGGER answer_suspensions_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.answer_suspensions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on answer_suspensions to probity_app;
comment on table answer_suspensions is 'A subject denied what a body lodged: that body gets no answer about it, on whatever basis, until this is lifted.';

create table api_keys (
  key_id uuid not null,
  participant_id integer,
  key_hash bytea not null,
  scopes text[] not null,
  made_at timestamp with time zone not null,
  expires_on date,
  holder text,
  staff_id uuid,
  replaces uuid,
  note text not null default ''::text,
  constraint api_keys_pkey PRIMARY KEY (key_id),
  constraint api_keys_key_hash_key UNIQUE (key_hash),
  constraint api_keys_holder_check CHECK ((holder ~ '^[a-z][a-z0-9-]{0,31}$'::text)),
  constraint api_keys_note_check CHECK ((char_length(note) <= 60))
);
CREATE INDEX api_keys_by_participant ON public.api_keys USING btree (participant_id, key_id);
CREATE TRIGGER api_keys_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.api_keys FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on api_keys to probity_app;
grant insert on api_keys to probity_operator;
comment on table api_keys is 'Machine credentials; the key itself is shown once and never stored.';
comment on column api_keys.participant_id is 'Null: a key of an officer of the operator.';
comment on column api_keys.holder is 'The account that acts with this key, such as clerk-1; no natural person''s name. Null: a machine, which is no officer.';
comment on column api_keys.staff_id is 'The post whose roles bound what the key may do; null of a machine.';
comment on column api_keys.replaces is 'The key that this one takes the place of; both hold until the older ends.';

create table authorisation_ends (
  subject_id uuid not null,
  authorisation_id uuid not null,
  reason text not null,
  actor_kind text not null,
  staff text,
  ended_at timestamp with time zone not null,
  tick bigint not null,
  constraint authorisation_ends_pkey PRIMARY KEY (subject_id, authorisation_id),
  constraint authorisation_ends_reason_check CHECK ((reason = ANY (ARRAY['revoked'::text, 'denied'::text, 'withdrawn'::text])))
);
CREATE TRIGGER authorisation_ends_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.authorisation_ends FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on authorisation_ends to probity_app;
comment on table authorisation_ends is 'Revoked by the subject, denied as never given, or withdrawn by the lender that lodged it; at once, for good.';

create table authorisation_uses (
  subject_id uuid not null,
  authorisation_id uuid not null,
  inquiry_id uuid not null,
  constraint authorisation_uses_pkey PRIMARY KEY (subject_id, authorisation_id)
);
CREATE TRIGGER authorisation_uses_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.authorisation_uses FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on authorisation_uses to probity_app;
comment on table authorisation_uses is 'The one answer for which a single authorisation was spent, in the statement that made the inquiry durable.';

create table authorisations (
  subject_id uuid not null,
  authorisation_id uuid not null,
  origin text not null,
  participant_id integer not null,
  purposes text[] not null,
  record_types text[],
  separate_kinds text[] not null,
  effects_told text,
  single boolean not null,
  valid_from date not null,
  valid_until date not null,
  document_hash bytea,
  signed_on date,
  notice_id uuid,
  actor_kind text not null,
  staff text,
  made_at timestamp with time zone not null,
  tick bigint not null,
  constraint authorisations_pkey PRIMARY KEY (subject_id, authorisation_id),
  constraint authorisations_check CHECK ((valid_until > valid_from)),
  constraint authorisations_check1 CHECK (((cardinality(separate_kinds) = 0) OR (effects_told IS NOT NULL))),
  constraint authorisations_check2 CHECK (((origin = 'lodged'::text) = (document_hash IS NOT NULL))),
  constraint authorisations_check3 CHECK (((origin = 'lodged'::text) = (signed_on IS NOT NULL))),
  constraint authorisations_check4 CHECK (((origin = 'given'::text) OR (notice_id IS NOT NULL))),
  constraint authorisations_document_hash_check CHECK ((octet_length(document_hash) = 32)),
  constraint authorisations_origin_check CHECK ((origin = ANY (ARRAY['given'::text, 'lodged'::text]))),
  constraint authorisations_purposes_check CHECK (((cardinality(purposes) >= 1) AND (cardinality(purposes) <= 20))),
  constraint authorisations_record_types_check CHECK (((cardinality(record_types) >= 1) AND (cardinality(record_types) <= 100)))
);
CREATE INDEX authorisations_of_participant ON public.authorisations USING btree (participant_id, authorisation_id);
CREATE TRIGGER authorisations_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.authorisations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on authorisations to probity_app;
comment on table authorisations is 'A subject''s consent: to which body, for what, what of it, from when until when. How it ended stands in authorisation_ends.';
comment on column authorisations.record_types is 'Null: whatever the purpose shows.';
comment on column authorisations.separate_kinds is 'Kinds of information that need a consent of their own, each given by itself.';
comment on column authorisations.effects_told is 'The catalogue whose notice of adverse effects was acknowledged.';
comment on column authorisations.valid_until is 'The first day on which it holds no more.';
comment on column authorisations.document_hash is 'SHA-256 of the signed document, which the lender keeps and may be made to produce.';
comment on column authorisations.notice_id is 'It works only once this notice to the subject has left.';

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
  absent integer not null default 0,
  outcomes jsonb not null default '[]'::jsonb,
  kept_outcomes integer not null default 0,
  constraint batch_chunks_pkey PRIMARY KEY (batch_id, last_row_no)
);
CREATE TRIGGER batch_chunks_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.batch_chunks FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on batch_chunks to probity_app;
comment on table batch_chunks is 'Merged parts of a batch: written in the transaction of the merge, so a restart knows what is left.';
comment on column batch_chunks.last_row_no is 'Rows up to this one are merged; a restart goes on behind it.';
comment on column batch_chunks.tick is 'Null when the part changed nothing a reader may see.';
comment on column batch_chunks.absent is 'Records of the replaced period that the batch does not have and that were withdrawn; they are no rows of it.';
comment on column batch_chunks.outcomes is 'Of good rows, what only merging could note: a list of {code, rows}.';
comment on column batch_chunks.kept_outcomes is 'Rows so noted whose details stand in batch_faults.';

create table batch_corrections (
  batch_id uuid not null,
  row_no integer not null,
  corrects_batch_id uuid not null,
  corrects_row_no integer not null,
  constraint batch_corrections_pkey PRIMARY KEY (batch_id, row_no)
);
CREATE TRIGGER batch_corrections_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.batch_corrections FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on batch_corrections to probity_app;
comment on table batch_corrections is 'Which waiting row a row of a later batch stands for, where the furnisher has said so.';

create table batch_fault_runs (
  batch_id uuid not null,
  last_row_no integer not null,
  faulty_rows integer[] not null,
  counts jsonb not null,
  kept_faults integer not null,
  kept_notes integer not null,
  constraint batch_fault_runs_pkey PRIMARY KEY (batch_id, last_row_no),
  constraint batch_fault_runs_last_row_no_check CHECK ((last_row_no >= 0))
);
CREATE TRIGGER batch_fault_runs_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.batch_fault_runs FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on batch_fault_runs to probity_app;
comment on table batch_fault_runs is 'What judging found in each run of rows: all of it as numbers, while batch_faults keeps details of some only.';
comment on column batch_fault_runs.last_row_no is 'The last row of the run; of the header, its own row.';
comment on column batch_fault_runs.faulty_rows is 'The numbers of the rows that are not merged.';
comment on column batch_fault_runs.counts is 'A list of {code, weight, rows}.';
comment on column batch_fault_runs.kept_faults is 'Faulty rows of this run whose details stand in batch_faults.';
comment on column batch_fault_runs.kept_notes is 'Noted rows of this run whose details stand in batch_faults.';

create table batch_faults (
  batch_id uuid not null,
  row_no integer not null,
  weight text not null,
  codes text[] not null,
  sealed bytea,
  places text[] not null default '{}'::text[],
  number_mac bytea,
  constraint batch_faults_pkey PRIMARY KEY (batch_id, row_no, weight),
  constraint batch_faults_number_mac_check CHECK ((octet_length(number_mac) = 16)),
  constraint batch_faults_weight_check CHECK ((weight = ANY (ARRAY['fault'::text, 'note'::text, 'outcome'::text])))
);
CREATE TRIGGER batch_faults_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.batch_faults FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on batch_faults to probity_app;
comment on table batch_faults is 'Faulty rows in quarantine and notes on good ones; the row and the details are sealed under the batch key.';
comment on column batch_faults.weight is 'outcome: a note on a good row that only merging could make.';
comment on column batch_faults.sealed is 'Null once the term of quarantine is over: codes and counts stay, the row is gone.';
comment on column batch_faults.places is 'One "code rule field" for each item, "-" for none: words of the catalogue only, for filters and counts.';
comment on column batch_faults.number_mac is 'Keyed digest of the furnisher''s own number of the row, where it could be read: by it a later row is known to correct this one.';

create table batch_headers (
  batch_id uuid not null,
  sealed bytea not null,
  constraint batch_headers_pkey PRIMARY KEY (batch_id)
);
CREATE TRIGGER batch_headers_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.batch_headers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on batch_headers to probity_app;
comment on table batch_headers is 'The headings of a batch''s file, sealed under the batch key: a faulty row is shown and mended in its own layout.';

create table batch_releases (
  batch_id uuid not null,
  row_no integer not null,
  act_id uuid not null,
  codes text[] not null,
  proposer text not null,
  seconder text not null,
  constraint batch_releases_pkey PRIMARY KEY (batch_id, row_no)
);
CREATE TRIGGER batch_releases_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.batch_releases FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on batch_releases to probity_app;
comment on table batch_releases is 'Faults that two officers have released: of this row these codes, and no others, are notes.';

create table batches (
  batch_id uuid not null,
  furnisher_id integer not null,
  type text not null,
  profile text not null,
  catalogue_version text not null,
  node_id uuid,
  state text not null,
  received_at timestamp with time zone not null,
  received_on date not null,
  completed_at timestamp with time zone,
  bytes bigint not null,
  file_sha256 bytea not null,
  key_wrapped bytea not null,
  encoding text,
  rows integer,
  faulty integer,
  root bytea,
  refusal text,
  format text not null default 'csv'::text,
  operation text not null default 'record'::text,
  stated_at timestamp with time zone not null,
  period text,
  door text not null default 'http'::text,
  idempotency_key text,
  corrects_batch_id uuid,
  arrival bigint not null,
  stuck_at timestamp with time zone,
  spool_removed_at timestamp with time zone,
  constraint batches_pkey PRIMARY KEY (batch_id),
  constraint batches_check CHECK (((operation = 'replace'::text) = (period IS NOT NULL))),
  constraint batches_door_check CHECK ((door = ANY (ARRAY['http'::text, 'push'::text, 'command'::text, 'folder'::text, 'table'::text, 'desk'::text]))),
  constraint batches_file_sha256_check CHECK ((octet_length(file_sha256) = 32)),
  constraint batches_format_check CHECK ((format = ANY (ARRAY['csv'::text, 'xlsx'::text, 'jsonl'::text]))),
  constraint batches_operation_check CHECK ((operation = ANY (ARRAY['record'::text, 'withdraw'::text, 'replace'::text]))),
  constraint batches_state_check CHECK ((state = ANY (ARRAY['received'::text, 'judging'::text, 'merging'::text, 'completed'::text, 'refused'::text])))
);
CREATE UNIQUE INDEX batches_arrival ON public.batches USING btree (arrival);
CREATE INDEX batches_by_day ON public.batches USING btree (furnisher_id, received_on);
CREATE INDEX batches_by_furnisher ON public.batches USING btree (furnisher_id, batch_id);
CREATE UNIQUE INDEX batches_idempotency ON public.batches USING btree (furnisher_id, idempotency_key) WHERE (idempotency_key IS NOT NULL);
CREATE INDEX batches_spooled ON public.batches USING btree (completed_at) WHERE ((spool_removed_at IS NULL) AND (completed_at IS NOT NULL));
CREATE INDEX batches_stuck ON public.batches USING btree (stuck_at) WHERE (stuck_at IS NOT NULL);
grant insert, select, update on batches to probity_app;
comment on table batches is 'What a furnisher sent at once, and how far it is.';
comment on column batches.catalogue_version is 'Judged by this version to the end, whatever is loaded meanwhile.';
comment on column batches.node_id is 'The node whose folder spools the file; null when the database does.';
comment on column batches.key_wrapped is 'The key that seals this batch''s spool and faults, wrapped by the node key.';
comment on column batches.operation is 'record: new and corrected; withdraw: by the furnisher''s number; replace: the whole of a period.';
comment on column batches.stated_at is 'As of when the furnisher says this: of two statements on one number the later holds, whichever comes first.';
comment on column batches.period is 'The period a replacement is the whole of, as the record type counts it.';
comment on column batches.idempotency_key is 'The furnisher''s own key of one sending: the same key again answers with the same batch.';
comment on column batches.corrects_batch_id is 'The batch whose faulty rows this one sends again.';
comment on column batches.arrival is 'The order of arrival: of two statements as of the same instant the one that arrived later holds.';
comment on column batches.stuck_at is 'Since when the node has given up trying; state says how far it had come.';
comment on column batches.spool_removed_at is 'When the sealed file was removed after its term; from then on no row of it is proved.';

create table catalogue_versions (
  version text not null,
  digest bytea not null,
  tick bigint not null,
  effective_on date not null,
  content jsonb not null,
  constraint catalogue_versions_pkey PRIMARY KEY (version, digest),
  constraint catalogue_versions_digest_check CHECK ((octet_length(digest) = 32))
);
CREATE TRIGGER catalogue_versions_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.catalogue_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on catalogue_versions to probity_app;
comment on table catalogue_versions is 'Every catalogue this node has ever worked by, whole; a batch and a report name theirs.';

create table client_assertions (
  assertion_hash bytea not null,
  ends_at timestamp with time zone not null,
  constraint client_assertions_pkey PRIMARY KEY (assertion_hash),
  constraint client_assertions_assertion_hash_check CHECK ((octet_length(assertion_hash) = 32))
);
CREATE INDEX client_assertions_by_end ON public.client_assertions USING btree (ends_at);
grant delete, insert, select on client_assertions to probity_app;
comment on table client_assertions is 'What clients have signed and the node has taken: none is taken twice; kept until it expires.';

create table client_keys (
  key_id uuid not null,
  client_id text not null,
  thumbprint text not null,
  public_key jsonb not null,
  made_at timestamp with time zone not null,
  expires_on date not null,
  constraint client_keys_pkey PRIMARY KEY (key_id),
  constraint client_keys_thumbprint_key UNIQUE (thumbprint)
);
CREATE INDEX client_keys_by_client ON public.client_keys USING btree (client_id, key_id);
CREATE TRIGGER client_keys_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.client_keys FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on client_keys to probity_app;
comment on table client_keys is 'Public keys of clients; a new one may overlap the old.';

create table clients (
  client_id text not null,
  participant_id integer not null,
  scopes text[] not null,
  made_at timestamp with time zone not null,
  constraint clients_pkey PRIMARY KEY (client_id),
  constraint clients_client_id_check CHECK ((client_id ~ '^[a-z0-9][a-z0-9-]{1,62}$'::text))
);
CREATE INDEX clients_by_participant ON public.clients USING btree (participant_id, client_id);
CREATE TRIGGER clients_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.clients FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on clients to probity_app;
comment on table clients is 'Machines that prove themselves by signing (private_key_jwt); the node never holds their secret.';

create table document_demands (
  subject_id uuid not null,
  authorisation_id uuid not null,
  participant_id integer not null,
  demanded_on date not null,
  due_on date not null,
  constraint document_demands_pkey PRIMARY KEY (subject_id, authorisation_id),
  constraint document_demands_check CHECK ((due_on > demanded_on))
);
CREATE INDEX document_demands_of_participant ON public.document_demands USING btree (participant_id, due_on);
CREATE TRIGGER document_demands_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.document_demands FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on document_demands to probity_app;
comment on table document_demands is 'Lodged authorisations drawn by chance, whose signed document must be produced.';

create table document_draws (
  participant_id integer not null,
  drawn_on date not null,
  up_to_id uuid not null,
  lodged integer not null,
  demanded integer not null,
  constraint document_draws_pkey PRIMARY KEY (participant_id, drawn_on),
  constraint document_draws_check CHECK (((demanded >= 1) AND (demanded <= lodged)))
);
CREATE TRIGGER document_draws_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.document_draws FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on document_draws to probity_app;
comment on table document_draws is 'How many of a lender''s lodged authorisations were drawn on a day; each is in one draw, up to the id named.';

create table document_productions (
  subject_id uuid not null,
  authorisation_id uuid not null,
  staff text,
  produced_on date not null,
  produced_at timestamp with time zone not null,
  sealed bytea not null,
  constraint document_productions_pkey PRIMARY KEY (subject_id, authorisation_id)
);
CREATE TRIGGER document_productions_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.document_productions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on document_productions to probity_app;
comment on table document_productions is 'Signed documents as produced, each the one whose hash was lodged; sealed under the subject''s key.';

create table failure_counts (
  place_index bytea not null,
  failures integer not null,
  failed_at timestamp with time zone not null,
  held_until timestamp with time zone not null,
  constraint failure_counts_pkey PRIMARY KEY (place_index),
  constraint failure_counts_place_index_check CHECK ((octet_length(place_index) = 32))
);
CREATE INDEX failure_counts_by_instant ON public.failure_counts USING btree (failed_at);
grant delete, insert, select, update on failure_counts to probity_app;
comment on table failure_counts is 'How often proving oneself failed from one place; each failure makes the next try wait longer.';
comment on column failure_counts.place_index is 'Keyed hash of the address or account; neither is kept.';

create table identifiers (
  scheme text not null,
  generation smallint not null default 0,
  value text not null,
  subject_id uuid not null,
  constraint identifiers_pkey PRIMARY KEY (scheme, generation, value),
  constraint identifiers_check CHECK (((generation > 0) OR (scheme <> 'cn.rid'::text))),
  constraint identifiers_check1 CHECK (((generation = 0) OR (value ~ '^[0-9a-f]{64}$'::text))),
  constraint identifiers_generation_check CHECK ((generation >= 0))
);
CREATE TRIGGER identifiers_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.identifiers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on identifiers to probity_app;
comment on table identifiers is 'Which subject a number names. A person''s number stands here only as a keyed blind index.';
comment on column identifiers.generation is 'Generation of the blind-index key; 0 for numbers kept in clear.';

create table inquiries (
  subject_id uuid not null,
  asked_on date not null,
  inquiry_id uuid not null,
  asked_at timestamp with time zone not null,
  subject_known boolean not null,
  actor_kind text not null,
  participant_id integer,
  staff text,
  behalf_participant_id integer,
  behalf_subject_id uuid,
  purpose text not null,
  basis text not null,
  authorisation_id uuid,
  statute text,
  case_number text,
  view text not null,
  fields text[],
  tick_read bigint,
  as_of date not null,
  result_hash bytea,
  refusal text,
  hidden_until date,
  hidden_document text,
  salt bytea not null,
  group_id uuid not null,
  constraint inquiries_pkey PRIMARY KEY (subject_id, asked_on, inquiry_id),
  constraint inquiries_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['public'::text, 'subject'::text, 'agent'::text, 'department'::text, 'lender'::text, 'bureau'::text, 'association'::text, 'court'::text, 'supervisor'::text, 'auditor'::text, 'operator'::text]))),
  constraint inquiries_basis_check CHECK ((basis = ANY (ARRAY['authorisation'::text, 'statute'::text, 'own-file'::text, 'none'::text]))),
  constraint inquiries_case_number_check CHECK (((char_length(case_number) >= 1) AND (char_length(case_number) <= 120))),
  constraint inquiries_check CHECK (((result_hash IS NULL) <> (refusal IS NULL))),
  constraint inquiries_check1 CHECK (((refusal IS NOT NULL) OR (subject_known AND (tick_read IS NOT NULL) AND (basis <> 'none'::text)))),
  constraint inquiries_check2 CHECK (((basis = 'authorisation'::text) = (authorisation_id IS NOT NULL))),
  constraint inquiries_check3 CHECK (((basis = 'statute'::text) OR ((statute IS NULL) AND (case_number IS NULL)))),
  constraint inquiries_check4 CHECK (((refusal IS NOT NULL) OR (basis <> 'statute'::text) OR ((statute IS NOT NULL) AND (case_number IS NOT NULL)))),
  constraint inquiries_check5 CHECK (((hidden_until IS NULL) = (hidden_document IS NULL))),
  constraint inquiries_check6 CHECK (((hidden_until IS NULL) OR ((basis = 'statute'::text) AND (hidden_until > asked_on)))),
  constraint inquiries_fields_check CHECK (((cardinality(fields) >= 1) AND (cardinality(fields) <= 500))),
  constraint inquiries_hidden_by CHECK (((hidden_until IS NULL) OR (actor_kind = ANY (ARRAY['court'::text, 'department'::text, 'supervisor'::text])))),
  constraint inquiries_hidden_document_check CHECK (((char_length(hidden_document) >= 1) AND (char_length(hidden_document) <= 120))),
  constraint inquiries_purpose_check CHECK ((purpose ~ '^[a-z][a-z0-9.-]{0,63}$'::text)),
  constraint inquiries_refusal_check CHECK ((refusal ~ '^[A-Z][A-Z0-9_]{0,63}$'::text)),
  constraint inquiries_result_hash_check CHECK ((octet_length(result_hash) = 32)),
  constraint inquiries_salt_check CHECK ((octet_length(salt) = 16)),
  constraint inquiries_staff_check CHECK ((staff ~ '^[a-z0-9][a-z0-9._:-]{0,63}$'::text)),
  constraint inquiries_statute_check CHECK (((char_length(statute) >= 1) AND (char_length(statute) <= 120))),
  constraint inquiries_view_check CHECK ((view ~ '^[a-z][a-z0-9._-]{0,63}$'::text))
);
CREATE INDEX inquiries_group ON public.inquiries USING brin (group_id) WITH (pages_per_range='32');
CREATE INDEX inquiries_time ON public.inquiries USING brin (asked_at) WITH (pages_per_range='32');
CREATE TRIGGER inquiries_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.inquiries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on inquiries to probity_app;
comment on table inquiries is 'Every question and its outcome, durable before the answer leaves; kept for five years and longer.';
comment on column inquiries.subject_id is 'Of a number that names nobody here: an id derived from it, the same each time it is asked for.';
comment on column inquiries.staff is 'The account that asked, such as clerk-1; never a natural person''s name.';
comment on column inquiries.behalf_participant_id is 'The body for which a bureau or association asked.';
comment on column inquiries.behalf_subject_id is 'The subject for whom an agent asked.';
comment on column inquiries.fields is 'What of the view was asked for; null: all of it.';
comment on column inquiries.tick_read is 'What the answer was composed from; nothing about the subject moved between it and the commit of this row.';
comment on column inquiries.result_hash is 'SHA-256 of the answer as it left; null: refused.';
comment on column inquiries.hidden_until is 'The day on which the subject sees it by itself; before it only with the document named.';
comment on column inquiries.salt is 'Keeps anybody from guessing the row from its leaf.';

create table inquiry_alarms (
  alarm_id uuid not null,
  kind text not null,
  occasion text not null,
  participant_id integer,
  staff text,
  subject_id uuid,
  day date not null,
  counted integer not null,
  threshold integer not null,
  evidence jsonb not null,
  raised_at timestamp with time zone not null,
  constraint inquiry_alarms_pkey PRIMARY KEY (alarm_id),
  constraint inquiry_alarms_kind_occasion_key UNIQUE (kind, occasion),
  constraint inquiry_alarms_kind_check CHECK ((kind = ANY (ARRAY['scraping'::text, 'guessing'::text, 'colleagues'::text, 'public-eye'::text, 'off-hours'::text, 'purpose-drift'::text, 'burst'::text])))
);
CREATE INDEX inquiry_alarms_age ON public.inquiry_alarms USING btree (alarm_id DESC);
CREATE TRIGGER inquiry_alarms_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.inquiry_alarms FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on inquiry_alarms to probity_app;
comment on table inquiry_alarms is 'What in the inquiry log the supervisor should look at; of one occasion an alarm is raised once.';
comment on column inquiry_alarms.evidence is 'Counts and ids of inquiries: never names, numbers of persons or content.';

create table inquiry_freeze_ends (
  subject_id uuid not null,
  freeze_id uuid not null,
  actor_kind text not null,
  staff text,
  ended_at timestamp with time zone not null,
  tick bigint not null,
  constraint inquiry_freeze_ends_pkey PRIMARY KEY (subject_id, freeze_id)
);
CREATE TRIGGER inquiry_freeze_ends_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.inquiry_freeze_ends FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on inquiry_freeze_ends to probity_app;
comment on table inquiry_freeze_ends is 'Freezes that the subject has lifted.';

create table inquiry_freezes (
  subject_id uuid not null,
  freeze_id uuid not null,
  actor_kind text not null,
  staff text,
  frozen_at timestamp with time zone not null,
  tick bigint not null,
  constraint inquiry_freezes_pkey PRIMARY KEY (subject_id, freeze_id)
);
CREATE TRIGGER inquiry_freezes_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.inquiry_freezes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on inquiry_freezes to probity_app;
comment on table inquiry_freezes is 'A subject bars all lenders, and bureaus that ask for them, until it lifts the bar.';

create table inquiry_groups (
  group_id uuid not null,
  entry_id uuid not null,
  kept_at timestamp with time zone not null,
  kept_tick bigint not null,
  leaves bytea not null,
  constraint inquiry_groups_pkey PRIMARY KEY (group_id),
  constraint inquiry_groups_leaves_check CHECK ((((octet_length(leaves) % 32) = 0) AND (octet_length(leaves) > 0)))
);
CREATE TRIGGER inquiry_groups_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.inquiry_groups FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on inquiry_groups to probity_app;
comment on table inquiry_groups is 'Inquiries made durable by one commit, with the log entry that commits to the Merkle root of their leaves.';
comment on column inquiry_groups.kept_tick is 'The last act before the commit: whatever came later was answered later.';
comment on column inquiry_groups.leaves is 'Salted hashes, 32 bytes each, in the order of the ids of the inquiries.';

create table invitation_uses (
  code_hash bytea not null,
  post_or_power_id uuid not null,
  account_id uuid not null,
  used_at timestamp with time zone not null,
  constraint invitation_uses_pkey PRIMARY KEY (code_hash),
  constraint invitation_uses_post_or_power_id_key UNIQUE (post_or_power_id)
);
CREATE INDEX invitation_uses_by_account ON public.invitation_uses USING btree (account_id, post_or_power_id);
CREATE TRIGGER invitation_uses_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.invitation_uses FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on invitation_uses to probity_app;
comment on table invitation_uses is 'Which account took which post or power; each has one taker, for good.';

create table invitations (
  code_hash bytea not null,
  invites_to text not null,
  post_or_power_id uuid not null,
  ends_at timestamp with time zone not null,
  made_at timestamp with time zone not null,
  constraint invitations_pkey PRIMARY KEY (code_hash),
  constraint invitations_code_hash_check CHECK ((octet_length(code_hash) = 32)),
  constraint invitations_invites_to_check CHECK ((invites_to = ANY (ARRAY['post'::text, 'power'::text])))
);
CREATE TRIGGER invitations_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.invitations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on invitations to probity_app;
grant insert on invitations to probity_operator;
comment on table invitations is 'Codes by which an account takes a post or a power; shown once, taken once.';

create table link_ground_ends (
  member_id uuid not null,
  ground_id uuid not null,
  proposal_id uuid not null,
  tick bigint not null,
  constraint link_ground_ends_pkey PRIMARY KEY (member_id, ground_id)
);
CREATE TRIGGER link_ground_ends_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.link_ground_ends FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on link_ground_ends to probity_app;
comment on table link_ground_ends is 'An un-merge: two officers took the ground away. A computed ground that ended is not made again.';
comment on column link_ground_ends.member_id is 'As in link_grounds.';
comment on column link_ground_ends.proposal_id is 'The act of two officers that ended it.';

create table link_grounds (
  member_id uuid not null,
  ground_id uuid not null,
  canonical_id uuid not null,
  reason text not null,
  asserted_by integer,
  proposal_id uuid,
  tick bigint not null,
  constraint link_grounds_pkey PRIMARY KEY (member_id, ground_id),
  constraint link_grounds_check CHECK ((canonical_id <> member_id)),
  constraint link_grounds_check1 CHECK (((reason = 'registration-authority'::text) = (asserted_by IS NOT NULL))),
  constraint link_grounds_check2 CHECK (((reason = 'two-officers'::text) = (proposal_id IS NOT NULL))),
  constraint link_grounds_reason_check CHECK ((reason = ANY (ARRAY['computed-from-number'::text, 'registration-authority'::text, 'two-officers'::text])))
);
CREATE INDEX link_grounds_canonical ON public.link_grounds USING btree (canonical_id);
CREATE TRIGGER link_grounds_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.link_grounds FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on link_grounds to probity_app;
comment on table link_grounds is 'Why two subjects are read as one: computed, asserted by the registrar, or decided by two officers.';
comment on column link_grounds.member_id is 'The subject whose rows the ground stands with: leads the keys as subject_id does elsewhere.';
comment on column link_grounds.asserted_by is 'The registering participant whose statement it is.';
comment on column link_grounds.proposal_id is 'The act of two officers on which it rests.';

create table lodging_reopenings (
  participant_id integer not null,
  reopened_on date not null,
  reference text not null,
  staff text not null,
  constraint lodging_reopenings_pkey PRIMARY KEY (participant_id, reopened_on),
  constraint lodging_reopenings_reference_check CHECK (((char_length(reference) >= 1) AND (char_length(reference) <= 120)))
);
CREATE TRIGGER lodging_reopenings_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.lodging_reopenings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on lodging_reopenings to probity_app;
comment on table lodging_reopenings is 'The supervisor lets a lender lodge again that had failed to produce: what was due before counts no more.';

create table log_holders (
  turn integer not null,
  node_id uuid not null,
  held_since timestamp with time zone not null,
  constraint log_holders_pkey PRIMARY KEY (turn),
  constraint log_holders_turn_check CHECK ((turn > 0))
);
CREATE TRIGGER log_holders_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.log_holders FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on log_holders to probity_app;
grant select on log_holders to probity_operator;
comment on table log_holders is 'Which node''s folder holds the log: the one of the highest turn. Others over the same database only queue.';

create table log_losses (
  entry_id uuid not null,
  lost_at timestamp with time zone not null,
  constraint log_losses_pkey PRIMARY KEY (entry_id)
);
CREATE TRIGGER log_losses_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.log_losses FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on log_losses to probity_app;
comment on table log_losses is 'Entries that the log holds and whose act is not in the database: it was restored from before the act.';

create table log_queue (
  entry_id uuid not null,
  kind text not null,
  commitment bytea not null,
  queued_at timestamp with time zone not null,
  entry_index bigint,
  constraint log_queue_pkey PRIMARY KEY (entry_id),
  constraint log_queue_commitment_check CHECK ((octet_length(commitment) = 32)),
  constraint log_queue_entry_index_check CHECK ((entry_index >= 0)),
  constraint log_queue_kind CHECK (((kind ~ '^[a-z]+([.-][a-z]+){0,7}$'::text) AND (char_length(kind) <= 64)))
);
CREATE INDEX log_queue_commitment ON public.log_queue USING btree (commitment);
CREATE UNIQUE INDEX log_queue_entry_index ON public.log_queue USING btree (entry_index);
CREATE INDEX log_queue_handovers ON public.log_queue USING btree (entry_id) WHERE (kind = 'key.handed-over'::text);
CREATE INDEX log_queue_waiting ON public.log_queue USING btree (entry_id) WHERE (entry_index IS NULL);
CREATE TRIGGER log_queue_no_removal BEFORE DELETE OR TRUNCATE ON public.log_queue FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_queue_one_place BEFORE UPDATE ON public.log_queue FOR EACH ROW EXECUTE FUNCTION refuse_second_place();
grant insert, select on log_queue to probity_app;
grant select on log_queue to probity_operator;
grant insert on log_queue to probity_retention;
comment on table log_queue is 'Entries waiting for the sequencer, queued in the transaction of the act they witness.';
comment on column log_queue.commitment is 'SHA-256 over what is witnessed; no personal data is ever queued.';
comment on column log_queue.entry_index is 'Its place in the log, from 0; given once by the sequencer, never changed.';

create table log_trees (
  from_size bigint not null,
  size bigint not null,
  root bytea not null,
  sequenced_at timestamp with time zone not null,
  constraint log_trees_pkey PRIMARY KEY (from_size),
  constraint log_trees_size_key UNIQUE (size),
  constraint log_trees_check CHECK ((size > from_size)),
  constraint log_trees_root_check CHECK ((octet_length(root) = 32))
);
CREATE TRIGGER log_trees_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.log_trees FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on log_trees to probity_app;
grant select on log_trees to probity_operator;
comment on table log_trees is 'Every growth of the log, one row each: the key makes two growths from one size impossible, by however many nodes.';
comment on column log_trees.root is 'Merkle root of the first size entries; what may be signed for that size, and nothing else.';

create table node_facts (
  fact text not null,
  value text not null,
  constraint node_facts_pkey PRIMARY KEY (fact),
  constraint node_facts_fact_check CHECK ((fact ~ '^[a-z][a-z_]{1,39}$'::text))
);
CREATE TRIGGER node_facts_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.node_facts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on node_facts to probity_app;
grant select on node_facts to probity_operator;
grant select on node_facts to probity_retention;
comment on table node_facts is 'What a node is for life: its legal side, whether it is a demo, the fingerprint of its key; each fact written once.';

create table notices (
  notice_id uuid not null,
  participant_id integer not null,
  kind text not null,
  occasion text not null,
  facts jsonb not null,
  batch_id uuid,
  written_at timestamp with time zone not null,
  constraint notices_pkey PRIMARY KEY (notice_id),
  constraint notices_participant_id_kind_occasion_key UNIQUE (participant_id, kind, occasion)
);
CREATE INDEX notices_of_participant ON public.notices USING btree (participant_id, notice_id);
CREATE TRIGGER notices_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.notices FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on notices to probity_app;
comment on table notices is 'What the node tells a participant by itself; read by that participant only.';
comment on column notices.occasion is 'Of one occasion a participant is told once, however often the job runs.';
comment on column notices.facts is 'Counts and days for the sentence of the kind: never names, identifiers or content.';

create table outbox (
  event_id uuid not null,
  kind text not null,
  payload jsonb not null,
  node_id uuid,
  written_at timestamp with time zone not null,
  run_at timestamp with time zone not null,
  attempts integer not null default 0,
  claimed_by uuid,
  claimed_until timestamp with time zone,
  delivered_at timestamp with time zone,
  last_error text,
  lane text,
  claimed_at timestamp with time zone,
  failures integer not null default 0,
  stuck_at timestamp with time zone,
  constraint outbox_pkey PRIMARY KEY (event_id)
);
CREATE INDEX outbox_busy ON public.outbox USING btree (lane) WHERE ((delivered_at IS NULL) AND (claimed_until IS NOT NULL));
CREATE INDEX outbox_lanes ON public.outbox USING btree (lane, claimed_at DESC NULLS LAST) WHERE (lane IS NOT NULL);
CREATE INDEX outbox_waiting ON public.outbox USING btree (run_at) WHERE ((delivered_at IS NULL) AND (stuck_at IS NULL));
grant insert, select, update on outbox to probity_app;
comment on table outbox is 'What one act tells other modules, written in its own transaction and delivered at least once.';
comment on column outbox.node_id is 'Set when only one node can do the work (its spool lies on that node''s disk).';
comment on column outbox.attempts is 'How often it was claimed: with the claimer, the fence that a lost lease cannot pass.';
comment on column outbox.lane is 'Of one lane one event is worked on at a time, in order; lanes take turns. Null: a lane of its own.';
comment on column outbox.failures is 'Failures that were the work''s own; an outage is none.';
comment on column outbox.stuck_at is 'Since when it is tried no more, having failed too often; an operator lets it be tried again.';

create table participants (
  participant_id integer not null,
  code text not null,
  name_zh text not null,
  name_en text not null,
  functions text[] not null,
  division text not null,
  tick bigint not null,
  kind text not null,
  constraint participants_pkey PRIMARY KEY (participant_id),
  constraint participants_code_key UNIQUE (code),
  constraint participants_code_check CHECK ((code ~ '^[a-z0-9][a-z0-9-]{1,62}$'::text)),
  constraint participants_kind_check CHECK ((kind = ANY (ARRAY['department'::text, 'lender'::text, 'bureau'::text, 'association'::text, 'court'::text, 'supervisor'::text, 'auditor'::text])))
);
CREATE TRIGGER participants_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.participants FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on participants to probity_app;
grant insert, select on participants to probity_operator;
comment on table participants is 'Bodies that furnish or ask.';
comment on column participants.functions is 'What the body is by law, such as tax-authority; a record type says which may furnish it.';
comment on column participants.kind is 'What the body is to the disclosure policy, for life: another kind is another participant.';

create table powers (
  subject_id uuid not null,
  power_id uuid not null,
  scopes text[] not null,
  until_on date not null,
  made_at timestamp with time zone not null,
  constraint powers_pkey PRIMARY KEY (subject_id, power_id),
  constraint powers_scopes_check CHECK ((cardinality(scopes) > 0))
);
CREATE INDEX powers_by_id ON public.powers USING btree (power_id);
CREATE TRIGGER powers_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.powers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on powers to probity_app;
comment on table powers is 'A subject''s leave to act in its name, for some acts, until a day.';

create table quarantined_rows (
  batch_id uuid not null,
  row_no integer not null,
  furnisher_id integer not null,
  type text not null,
  codes text[] not null,
  number_mac bytea,
  stated_at timestamp with time zone not null,
  state text not null,
  entered_on date not null,
  remind_on date,
  expire_on date,
  holder text,
  left_at timestamp with time zone,
  left_by_batch_id uuid,
  left_by_row_no integer,
  emptied_at timestamp with time zone,
  emptied_by uuid,
  constraint quarantined_rows_pkey PRIMARY KEY (batch_id, row_no),
  constraint quarantined_rows_check CHECK (((state = 'waiting'::text) = (left_at IS NULL))),
  constraint quarantined_rows_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'corrected'::text, 'superseded'::text, 'released'::text, 'expired'::text])))
);
CREATE INDEX quarantined_rows_by_number ON public.quarantined_rows USING btree (furnisher_id, type, number_mac) WHERE (state = 'waiting'::text);
CREATE INDEX quarantined_rows_of_furnisher ON public.quarantined_rows USING btree (furnisher_id, batch_id, row_no);
CREATE INDEX quarantined_rows_to_empty ON public.quarantined_rows USING btree (expire_on) WHERE (emptied_at IS NULL);
CREATE INDEX quarantined_rows_to_remind ON public.quarantined_rows USING btree (remind_on) WHERE (state = 'waiting'::text);
CREATE INDEX quarantined_rows_waiting ON public.quarantined_rows USING btree (furnisher_id, batch_id, row_no) WHERE (state = 'waiting'::text);
grant insert, select, update on quarantined_rows to probity_app;
comment on table quarantined_rows is 'Faulty rows of finished batches: whose they are, since when they wait, and how they left. The row itself is sealed in batch_faults.';
comment on column quarantined_rows.state is 'superseded: the furnisher sent the row again and it is still faulty, so the newer one waits in its place.';
comment on column quarantined_rows.expire_on is 'By the terms of the catalogue on the day the row entered; a later catalogue does not shorten it. Null: no term, so nothing is removed.';
comment on column quarantined_rows.holder is 'The officer of the furnisher who has taken the row on, by the name of the account.';
comment on column quarantined_rows.emptied_at is 'When the sealed row was removed for good.';
comment on column quarantined_rows.emptied_by is 'The entry of the log that says so.';

create table receipts (
  batch_id uuid not null,
  note text not null,
  issued_at timestamp with time zone not null,
  constraint receipts_pkey PRIMARY KEY (batch_id)
);
CREATE TRIGGER receipts_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.receipts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on receipts to probity_app;
comment on table receipts is 'Signed receipts, format 0.';

create table record_edition_closings (
  furnisher_id integer not null,
  type text not null,
  edition integer not null,
  tick bigint not null,
  constraint record_edition_closings_pkey PRIMARY KEY (furnisher_id, type, edition, tick)
);
CREATE TRIGGER record_edition_closings_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.record_edition_closings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on record_edition_closings to probity_app;
comment on table record_edition_closings is 'Yearly lists of which nothing is left: all their rows were withdrawn, so the older list is the latest again.';

create table record_editions (
  furnisher_id integer not null,
  type text not null,
  edition integer not null,
  opened_on date not null,
  tick bigint not null,
  constraint record_editions_pkey PRIMARY KEY (furnisher_id, type, edition, tick)
);
CREATE TRIGGER record_editions_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.record_editions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on record_editions to probity_app;
comment on table record_editions is 'Yearly lists that have arrived: an older edition is no longer published once a newer is open.';

create table record_keys (
  furnisher_id integer not null,
  type text not null,
  number text not null,
  record_id uuid,
  subject_id uuid,
  version_no integer,
  content_mac bytea,
  withdrawn boolean not null default false,
  stated_at timestamp with time zone not null,
  arrival bigint not null,
  event_on date,
  constraint record_keys_pkey PRIMARY KEY (furnisher_id, type, number),
  constraint record_keys_mark CHECK ((((record_id IS NULL) = (subject_id IS NULL)) AND ((record_id IS NULL) = (version_no IS NULL)) AND ((record_id IS NULL) = (content_mac IS NULL)) AND ((record_id IS NOT NULL) OR withdrawn)))
);
CREATE INDEX record_keys_period ON public.record_keys USING btree (furnisher_id, event_on, type) WHERE (NOT withdrawn);
grant insert, select, update on record_keys to probity_app;
comment on table record_keys is 'The furnisher''s own number of a record, and what was last stated under it; without a record: a mark that the number is withdrawn.';
comment on column record_keys.withdrawn is 'The last statement withdrew the record, or a replacement of its period left it out.';
comment on column record_keys.stated_at is 'As of when the last statement about this number itself was made; a replacement that leaves it out does not move it.';
comment on column record_keys.arrival is 'Order of arrival of that statement''s batch: parts two as of the same instant.';
comment on column record_keys.event_on is 'The day by which a period counts the record.';

create table record_mark_ends (
  subject_id uuid not null,
  record_id uuid not null,
  mark_id uuid not null,
  reference text,
  actor_kind text not null,
  participant_id integer,
  staff text,
  ended_at timestamp with time zone not null,
  tick bigint not null,
  constraint record_mark_ends_pkey PRIMARY KEY (subject_id, record_id, mark_id),
  constraint record_mark_ends_reference_check CHECK (((char_length(reference) >= 1) AND (char_length(reference) <= 120)))
);
CREATE TRIGGER record_mark_ends_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.record_mark_ends FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on record_mark_ends to probity_app;
comment on table record_mark_ends is 'Marks that were lifted, by whom and on what.';

create table record_marks (
  subject_id uuid not null,
  record_id uuid not null,
  mark_id uuid not null,
  mark text not null,
  reason text not null,
  reference text,
  actor_kind text not null,
  participant_id integer,
  staff text,
  placed_at timestamp with time zone not null,
  tick bigint not null,
  constraint record_marks_pkey PRIMARY KEY (subject_id, record_id, mark_id),
  constraint record_marks_mark_check CHECK ((mark = ANY (ARRAY['hold'::text, 'objection'::text]))),
  constraint record_marks_reason_check CHECK ((reason ~ '^[a-z][a-z-]{0,31}$'::text)),
  constraint record_marks_reference_check CHECK (((char_length(reference) >= 1) AND (char_length(reference) <= 120)))
);
CREATE TRIGGER record_marks_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.record_marks FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on record_marks to probity_app;
comment on table record_marks is 'Holds (stop using the record, at once) and objections (say with every answer that it is objected to).';

create table record_replacements (
  furnisher_id integer not null,
  type text not null,
  batch_id uuid not null,
  period text not null,
  from_on date not null,
  to_on date not null,
  stated_at timestamp with time zone not null,
  arrival bigint not null,
  constraint record_replacements_pkey PRIMARY KEY (furnisher_id, type, batch_id),
  constraint record_replacements_check CHECK ((to_on >= from_on))
);
CREATE INDEX record_replacements_latest ON public.record_replacements USING btree (furnisher_id, type, stated_at, arrival);
CREATE TRIGGER record_replacements_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.record_replacements FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on record_replacements to probity_app;
comment on table record_replacements is 'Periods that a furnisher has stated whole: an older statement that arrives later brings nothing in them back.';
comment on column record_replacements.from_on is 'The period as days of events, both ends included.';

create table record_versions (
  subject_id uuid not null,
  record_id uuid not null,
  version_no integer not null,
  tick bigint not null,
  furnisher_id integer not null,
  type text not null,
  layout integer not null,
  withdrawn boolean not null default false,
  polarity text not null,
  severity text,
  event_on date,
  valid_from date,
  valid_to date,
  document_on date,
  document_number text,
  document_body text,
  edition integer,
  public_from date,
  public_until date,
  public_rule text,
  name_key bytea,
  came_by_scheme text not null,
  came_by_value text not null,
  batch_id uuid not null,
  row_no integer not null,
  face text not null,
  closed json,
  sealed bytea,
  came_by_generation smallint not null default 0,
  withdrawal_reason text,
  constraint record_versions_pkey PRIMARY KEY (subject_id, record_id, version_no),
  constraint persons_are_sealed CHECK (((came_by_generation = 0) OR ((public_from IS NULL) AND (public_until IS NULL) AND (face = ''::text) AND (closed IS NULL) AND (withdrawn OR (sealed IS NOT NULL))))),
  constraint record_versions_check CHECK (((public_from IS NOT NULL) OR (public_until IS NULL))),
  constraint record_versions_check1 CHECK (((polarity <> 'adverse'::text) OR ((document_number IS NOT NULL) AND (document_on IS NOT NULL) AND (document_body IS NOT NULL)))),
  constraint record_versions_polarity_check CHECK ((polarity = ANY (ARRAY['positive'::text, 'neutral'::text, 'adverse'::text]))),
  constraint record_versions_reason CHECK ((withdrawn OR (withdrawal_reason IS NULL))),
  constraint record_versions_severity_check CHECK ((severity = ANY (ARRAY['minor'::text, 'general'::text, 'serious'::text]))),
  constraint record_versions_version_no_check CHECK ((version_no >= 1)),
  constraint record_versions_withdrawal_reason_check CHECK ((withdrawal_reason = ANY (ARRAY['entered-in-error'::text, 'wrong-subject'::text, 'document-revoked'::text, 'ended'::text, 'other'::text, 'not-in-replacement'::text, 'moved'::text])))
);
CREATE INDEX record_versions_type ON public.record_versions USING btree (subject_id, type);
CREATE TRIGGER record_versions_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.record_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on record_versions to probity_app;
comment on table record_versions is 'Credit records with all their versions; a version ends where the next begins.';
comment on column record_versions.subject_id is 'The subject the record came for; readers expand links, the row is never moved.';
comment on column record_versions.layout is 'Which allow-list of public fields made the face; what another made is cut again at read time.';
comment on column record_versions.withdrawn is 'From this version on the record is neither published nor used; those before it stay, with their ticks.';
comment on column record_versions.public_from is 'First day of publicity by the rule named; null: never published.';
comment on column record_versions.public_until is 'First day it is published no more; null: no end.';
comment on column record_versions.name_key is 'Key of the name the furnisher stated. Of an organisation compared with the registered names at read time; of a person a MAC over subject and name, compared among that person''s records only.';
comment on column record_versions.row_no is 'Row of the batch; 0 where a replacement ended the record by leaving it out.';
comment on column record_versions.face is 'What a public page shows of the record, finished: members of a JSON object without its braces, fields labelled public, masks applied.';
comment on column record_versions.closed is 'The other fields that may lie in clear: for departments and the subject.';
comment on column record_versions.sealed is 'Fields about natural persons, under the key of the subject that owns the record.';
comment on column record_versions.came_by_generation is 'As in identifiers: above 0 the number is a person''s, and stands here as its blind index.';
comment on column record_versions.withdrawal_reason is 'A code, never text: the furnisher''s, or not-in-replacement, or moved (to another subject).';

create table schema_migrations (
  name text not null,
  digest text not null,
  applied_at timestamp with time zone not null,
  constraint schema_migrations_pkey PRIMARY KEY (name)
);
CREATE TRIGGER schema_migrations_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.schema_migrations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
comment on table schema_migrations is 'Which migration files have run, and their digests.';

create table sessions (
  session_id uuid not null,
  token_hash bytea not null,
  account_id uuid,
  client_id text,
  client_key_id uuid,
  capacity text not null,
  staff_id uuid,
  subject_id uuid,
  office text,
  power_id uuid,
  scopes text[] not null,
  assurance smallint not null,
  jurisdiction text not null,
  program text not null,
  made_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  used_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  end_reason text,
  constraint sessions_pkey PRIMARY KEY (session_id),
  constraint sessions_token_hash_key UNIQUE (token_hash),
  constraint sessions_assurance_check CHECK (((assurance >= 0) AND (assurance <= 3))),
  constraint sessions_capacity_check CHECK ((capacity = ANY (ARRAY['none'::text, 'staff'::text, 'subject'::text, 'agent'::text, 'machine'::text]))),
  constraint sessions_check CHECK ((ends_at > made_at)),
  constraint sessions_check1 CHECK (((account_id IS NULL) <> (client_id IS NULL))),
  constraint sessions_check2 CHECK (((client_id IS NOT NULL) = (capacity = 'machine'::text))),
  constraint sessions_check3 CHECK (((client_key_id IS NOT NULL) = (capacity = 'machine'::text))),
  constraint sessions_check4 CHECK (((staff_id IS NOT NULL) = (capacity = 'staff'::text))),
  constraint sessions_check5 CHECK (((subject_id IS NOT NULL) = (capacity = ANY (ARRAY['subject'::text, 'agent'::text])))),
  constraint sessions_check6 CHECK (((power_id IS NOT NULL) = (capacity = 'agent'::text))),
  constraint sessions_check7 CHECK (((office IS NULL) OR (capacity = 'subject'::text))),
  constraint sessions_end_reason_check CHECK ((end_reason = ANY (ARRAY['signed-out'::text, 'revoked'::text, 'replaced'::text]))),
  constraint sessions_office_check CHECK ((office = 'legal-representative'::text)),
  constraint sessions_token_hash_check CHECK ((octet_length(token_hash) = 32))
);
CREATE INDEX sessions_by_account ON public.sessions USING btree (account_id, session_id) WHERE (account_id IS NOT NULL);
CREATE INDEX sessions_by_end ON public.sessions USING btree (ends_at);
grant delete, insert, select on sessions to probity_app;
comment on table sessions is 'Somebody signed in, acting as one thing only; to act as another, a new session takes its place.';
comment on column sessions.scopes is 'Of a client: what it asked for of what it may. Of persons nothing: their roles say it.';
comment on column sessions.program is 'Family of browser and system, by which a person knows the session again; never the header itself.';

create table sign_in_attempts (
  state_hash bytea not null,
  browser_hash bytea not null,
  sealed bytea not null,
  ends_at timestamp with time zone not null,
  constraint sign_in_attempts_pkey PRIMARY KEY (state_hash),
  constraint sign_in_attempts_browser_hash_check CHECK ((octet_length(browser_hash) = 32)),
  constraint sign_in_attempts_state_hash_check CHECK ((octet_length(state_hash) = 32))
);
CREATE INDEX sign_in_attempts_by_end ON public.sign_in_attempts USING btree (ends_at);
grant delete, insert, select on sign_in_attempts to probity_app;
comment on table sign_in_attempts is 'Sign-ins under way at the identity provider; each answer is taken once, from the browser that asked.';

create table source_merges (
  furnisher_id integer not null,
  type text not null,
  merges bigint not null,
  constraint source_merges_pkey PRIMARY KEY (furnisher_id, type)
);
grant insert, select, update on source_merges to probity_app;
comment on table source_merges is 'How many acts have changed the records of a type from a furnisher: what was read before the last of them is stale.';

create table spool_frames (
  batch_id uuid not null,
  frame integer not null,
  sealed bytea not null,
  constraint spool_frames_pkey PRIMARY KEY (batch_id, frame),
  constraint spool_frames_frame_check CHECK ((frame >= 0))
);
grant delete, insert, select on spool_frames to probity_app;
comment on table spool_frames is 'The sealed files of batches where several nodes share the work: frames of 256 KiB, removed after their term.';
comment on column spool_frames.sealed is 'Sealed under the batch key and bound to batch, position and whether it is the last.';

create table staff_accounts (
  participant_id integer,
  account_id uuid not null,
  staff_id uuid not null,
  taken_at timestamp with time zone not null,
  constraint staff_accounts_pkey PRIMARY KEY (staff_id),
  constraint staff_accounts_participant_id_account_id_key UNIQUE NULLS NOT DISTINCT (participant_id, account_id)
);
CREATE INDEX staff_accounts_by_account ON public.staff_accounts USING btree (account_id);
CREATE TRIGGER staff_accounts_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.staff_accounts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on staff_accounts to probity_app;
comment on table staff_accounts is 'The account that took a post. One account holds one post in a body for life, so nobody is two officers of it.';

create table staff_members (
  staff_id uuid not null,
  participant_id integer,
  holder text not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  constraint staff_members_pkey PRIMARY KEY (staff_id),
  constraint staff_members_participant_id_holder_key UNIQUE NULLS NOT DISTINCT (participant_id, holder),
  constraint staff_members_holder_check CHECK ((holder ~ '^[a-z][a-z0-9-]{0,31}$'::text))
);
CREATE TRIGGER staff_members_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.staff_members FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on staff_members to probity_app;
grant insert, select on staff_members to probity_operator;
comment on table staff_members is 'Posts of a body, or of the operator where no participant stands. Who holds one is an account, never a name.';
comment on column staff_members.made_by is 'The account that made it, such as keeper-1; house where the node itself did.';

create table staff_roles (
  grant_id uuid not null,
  staff_id uuid not null,
  role text not null,
  until_on date not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  act_id uuid,
  constraint staff_roles_pkey PRIMARY KEY (grant_id)
);
CREATE INDEX staff_roles_by_staff ON public.staff_roles USING btree (staff_id, grant_id);
CREATE TRIGGER staff_roles_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.staff_roles FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on staff_roles to probity_app;
grant insert, select on staff_roles to probity_operator;
comment on table staff_roles is 'Roles delegated to a post, each until a day.';
comment on column staff_roles.act_id is 'The act of two officers by which it was given, where the role asks for two.';

create table subject_link_ends (
  member_id uuid not null,
  link_id uuid not null,
  tick bigint not null,
  constraint subject_link_ends_pkey PRIMARY KEY (member_id, link_id)
);
CREATE TRIGGER subject_link_ends_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.subject_link_ends FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on subject_link_ends to probity_app;
comment on table subject_link_ends is 'An un-merge, or a link replaced by another.';
comment on column subject_link_ends.member_id is 'As in subject_links.';

create table subject_links (
  member_id uuid not null,
  link_id uuid not null,
  canonical_id uuid not null,
  reason text not null,
  tick bigint not null,
  constraint subject_links_pkey PRIMARY KEY (member_id, link_id),
  constraint subject_links_check CHECK ((canonical_id <> member_id)),
  constraint subject_links_reason_check CHECK ((reason = ANY (ARRAY['computed-from-number'::text, 'registration-authority'::text, 'two-officers'::text])))
);
CREATE INDEX subject_links_canonical ON public.subject_links USING btree (canonical_id);
CREATE TRIGGER subject_links_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.subject_links FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on subject_links to probity_app;
comment on table subject_links is 'A merge: the member is read together with the canonical subject; nothing is rewritten.';
comment on column subject_links.member_id is 'The subject whose rows the link stands with: leads the keys as subject_id does elsewhere.';

create table subject_moves (
  subject_id uuid not null,
  tick bigint not null,
  constraint subject_moves_pkey PRIMARY KEY (subject_id, tick)
);
CREATE TRIGGER subject_moves_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.subject_moves FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on subject_moves to probity_app;
comment on table subject_moves is 'Acts that change an answer about a subject otherwise than by a record, a name or a link: a consent, a bar, a mark.';

create table subject_name_mistakes (
  subject_id uuid not null,
  name_key bytea not null,
  tick bigint not null,
  constraint subject_name_mistakes_pkey PRIMARY KEY (subject_id, name_key, tick)
);
CREATE TRIGGER subject_name_mistakes_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.subject_name_mistakes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on subject_name_mistakes to probity_app;
comment on table subject_name_mistakes is 'Registered names that the owner of registration took back as entered in error; given anew, they count again.';

create table subject_names (
  subject_id uuid not null,
  name_key bytea not null,
  registered boolean not null,
  name text not null,
  bigrams text[] not null,
  tick bigint not null,
  stated_at timestamp with time zone not null,
  constraint subject_names_pkey PRIMARY KEY (subject_id, name_key, registered, tick)
);
CREATE INDEX subject_names_bigrams ON public.subject_names USING gin (bigrams) WITH (fastupdate=off);
CREATE INDEX subject_names_key ON public.subject_names USING btree (name_key);
CREATE TRIGGER subject_names_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.subject_names FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER subject_names_no_person AFTER INSERT ON public.subject_names REFERENCING NEW TABLE AS named FOR EACH STATEMENT EXECUTE FUNCTION refuse_persons_name();
grant insert, select on subject_names to probity_app;
comment on table subject_names is 'Names a subject has carried, from which tick: registered by the owner of registration, or stated by others.';
comment on column subject_names.bigrams is 'Pairs of characters of the name without its legal form: what search probes.';
comment on column subject_names.stated_at is 'As of when it was stated; of the rows of one name the earliest says since when it is known.';

create table subject_notice_departures (
  subject_id uuid not null,
  notice_id uuid not null,
  channel text not null,
  left_at timestamp with time zone not null,
  constraint subject_notice_departures_pkey PRIMARY KEY (subject_id, notice_id, channel),
  constraint subject_notice_departures_channel_check CHECK ((channel ~ '^[a-z][a-z-]{0,31}$'::text))
);
CREATE TRIGGER subject_notice_departures_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.subject_notice_departures FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on subject_notice_departures to probity_app;
comment on table subject_notice_departures is 'By which ways a notice has left: what waits for a notice waits for its first departure.';

create table subject_notices (
  subject_id uuid not null,
  notice_id uuid not null,
  kind text not null,
  occasion text not null,
  facts jsonb not null,
  written_at timestamp with time zone not null,
  constraint subject_notices_pkey PRIMARY KEY (subject_id, notice_id),
  constraint subject_notices_subject_id_kind_occasion_key UNIQUE (subject_id, kind, occasion)
);
CREATE TRIGGER subject_notices_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.subject_notices FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on subject_notices to probity_app;
comment on table subject_notices is 'What the node tells a subject by itself; read by that subject, and by whoever has its power.';
comment on column subject_notices.facts is 'Codes, counts and days for the sentence of the kind: never names, numbers of persons or content.';

create table subjects (
  subject_id uuid not null,
  kind text not null,
  known_at timestamp with time zone not null,
  constraint subjects_pkey PRIMARY KEY (subject_id),
  constraint subjects_kind_check CHECK ((kind = ANY (ARRAY['organisation'::text, 'individual-business'::text, 'person'::text])))
);
CREATE TRIGGER subjects_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.subjects FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on subjects to probity_app;
comment on table subjects is 'The organisations and persons that records are about; never across kinds.';

create table table_sources (
  source text not null,
  watermark jsonb,
  pulled_rows bigint not null default 0,
  last_batch_id uuid,
  pulled_at timestamp with time zone,
  run_at timestamp with time zone not null,
  claimed_until timestamp with time zone,
  failures integer not null default 0,
  failure text,
  constraint table_sources_pkey PRIMARY KEY (source)
);
grant insert, select, update on table_sources to probity_app;
comment on table table_sources is 'How far each front-end table of a department has been read, and how its last pull went.';
comment on column table_sources.watermark is 'The key of the last row read, as text, column by column; written in the transaction that takes in the batch.';
comment on column table_sources.failure is 'The code of what went wrong last; null when the last pull went well.';

create table ticks (
  tick bigint not null,
  at timestamp with time zone not null,
  constraint ticks_pkey PRIMARY KEY (tick),
  constraint ticks_between_answers TRIGGER DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ticks_at ON public.ticks USING btree (at);
CREATE CONSTRAINT TRIGGER ticks_between_answers AFTER INSERT ON public.ticks DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION await_answers();
CREATE TRIGGER ticks_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ticks FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on ticks to probity_app;
grant insert, select on ticks to probity_operator;
grant select on ticks to probity_retention;
comment on table ticks is 'One row for each change in what readers may see; the number is what "known at" means.';

create table tombstones (
  subject_id uuid not null,
  record_id uuid not null,
  entry_id uuid not null,
  reason text not null,
  tick bigint not null,
  deleted_at timestamp with time zone not null,
  constraint tombstones_pkey PRIMARY KEY (subject_id, record_id)
);
CREATE TRIGGER tombstones_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.tombstones FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on tombstones to probity_app;
comment on table tombstones is 'Where a record was lawfully deleted: only that, when, and the log entry that says so.';

create table two_officer_acts (
  act_id uuid not null,
  kind text not null,
  reference text not null,
  content jsonb not null,
  proposer_id integer not null,
  proposer text not null,
  proposed_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint two_officer_acts_pkey PRIMARY KEY (act_id),
  constraint two_officer_acts_check CHECK ((expires_at > proposed_at))
);
CREATE INDEX two_officer_acts_by_proposer ON public.two_officer_acts USING btree (proposer_id, kind, act_id);
CREATE TRIGGER two_officer_acts_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.two_officer_acts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on two_officer_acts to probity_app;
comment on table two_officer_acts is 'What one officer has proposed; it takes effect only when another seconds it.';
comment on column two_officer_acts.reference is 'What the act is about, in the words of the module that owns the kind; one proposal at a time is open for it.';
comment on column two_officer_acts.content is 'Codes and numbers only: no personal data, no free text.';

create table two_officer_outcomes (
  act_id uuid not null,
  proposer_id integer not null,
  proposer text not null,
  outcome text not null,
  decider_id integer not null,
  decider text not null,
  decided_at timestamp with time zone not null,
  constraint two_officer_outcomes_pkey PRIMARY KEY (act_id),
  constraint two_officer_outcomes_check CHECK (((outcome = 'declined'::text) OR ((decider_id <> proposer_id) OR (decider <> proposer)))),
  constraint two_officer_outcomes_outcome_check CHECK ((outcome = ANY (ARRAY['seconded'::text, 'declined'::text])))
);
CREATE TRIGGER two_officer_outcomes_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.two_officer_outcomes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on two_officer_outcomes to probity_app;
comment on table two_officer_outcomes is 'How a proposal ended. Nobody seconds what they proposed: the table itself refuses it.';

create table uploads (
  upload_id uuid not null,
  furnisher_id integer not null,
  node_id uuid,
  type text not null,
  profile text not null,
  format text,
  operation text not null,
  stated_at timestamp with time zone,
  period text,
  idempotency_key text,
  corrects_batch_id uuid,
  length bigint not null,
  file_sha256 bytea,
  key_wrapped bytea not null,
  received bigint not null default 0,
  frames integer not null default 0,
  claimed_by uuid,
  claimed_until timestamp with time zone,
  begun_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint uploads_pkey PRIMARY KEY (upload_id),
  constraint uploads_check CHECK (((received >= 0) AND (received <= length))),
  constraint uploads_file_sha256_check CHECK ((octet_length(file_sha256) = 32)),
  constraint uploads_format_check CHECK ((format = ANY (ARRAY['csv'::text, 'xlsx'::text, 'jsonl'::text]))),
  constraint uploads_length_check CHECK ((length > 0)),
  constraint uploads_operation_check CHECK ((operation = ANY (ARRAY['record'::text, 'withdraw'::text, 'replace'::text])))
);
CREATE INDEX uploads_by_end ON public.uploads USING btree (expires_at);
CREATE UNIQUE INDEX uploads_idempotency ON public.uploads USING btree (furnisher_id, idempotency_key) WHERE (idempotency_key IS NOT NULL);
grant delete, insert, select, update on uploads to probity_app;
comment on table uploads is 'Files that come in parts, until they are whole: then a batch of the same id takes their place.';
comment on column uploads.node_id is 'The node whose folder spools the parts; null when the database does.';
comment on column uploads.file_sha256 is 'As the furnisher announced it; another file is refused.';
comment on column uploads.received is 'Bytes that are durable in the spool: what the furnisher is told, and where it goes on.';
comment on column uploads.frames is 'Frames of the spool that hold them; what lies behind was never acknowledged.';
comment on column uploads.claimed_by is 'The node that is taking a part: another one would drop what it has not yet acknowledged.';

create view v_access_ends as
 SELECT ended_id,
    ends_at
   FROM access_ends;
grant select on v_access_ends to probity_app;
comment on view v_access_ends is 'Ends, for modules whose grants end: join by id, compare with the instant given.';

create view v_answer_bars as
 SELECT s.subject_id,
    s.participant_id,
    s.tick
   FROM answer_suspensions s
  WHERE NOT (EXISTS ( SELECT 1
           FROM answer_suspension_ends e
          WHERE e.subject_id = s.subject_id AND e.suspension_id = s.suspension_id))
UNION ALL
 SELECT f.subject_id,
    NULL::integer AS participant_id,
    f.tick
   FROM inquiry_freezes f
  WHERE NOT (EXISTS ( SELECT 1
           FROM inquiry_freeze_ends e
          WHERE e.subject_id = f.subject_id AND e.freeze_id = f.freeze_id));
grant select on v_answer_bars to probity_app;
comment on view v_answer_bars is 'Who gets no answer about a subject now: the body named; where none is, every lender and bureau.';

create view v_authorisations as
 SELECT subject_id,
    authorisation_id,
    origin,
    participant_id,
    purposes,
    record_types,
    separate_kinds,
    single,
    valid_from,
    valid_until,
    tick,
    notice_id IS NULL OR (EXISTS ( SELECT 1
           FROM v_subject_notice_departures d
          WHERE d.subject_id = a.subject_id AND d.notice_id = a.notice_id)) AS noticed,
    (EXISTS ( SELECT 1
           FROM authorisation_ends e
          WHERE e.subject_id = a.subject_id AND e.authorisation_id = a.authorisation_id)) AS ended,
    (EXISTS ( SELECT 1
           FROM authorisation_uses u
          WHERE u.subject_id = a.subject_id AND u.authorisation_id = a.authorisation_id)) AS spent,
    ( SELECT d.due_on
           FROM document_demands d
          WHERE d.subject_id = a.subject_id AND d.authorisation_id = a.authorisation_id AND NOT (EXISTS ( SELECT 1
                   FROM document_productions p
                  WHERE p.subject_id = a.subject_id AND p.authorisation_id = a.authorisation_id))) AS document_due_on
   FROM authorisations a;
grant select on v_authorisations to probity_app;
comment on view v_authorisations is 'Authorisations with what bears on whether they hold; read in the statement that composes the answer.';

create view v_disputed_persons as
 SELECT subject_id
   FROM record_versions v
  WHERE came_by_generation > 0 AND NOT withdrawn AND name_key IS NOT NULL AND NOT (EXISTS ( SELECT 1
           FROM record_versions newer
          WHERE newer.subject_id = v.subject_id AND newer.record_id = v.record_id AND newer.version_no > v.version_no))
  GROUP BY subject_id
 HAVING count(DISTINCT name_key) > 1;
grant select on v_disputed_persons to probity_app;
comment on view v_disputed_persons is 'Persons whose current records do not all bear one name: no adverse record of theirs is used until the furnisher that is wrong has corrected.';

create view v_general_moves as
 SELECT catalogue_versions.tick
   FROM catalogue_versions
UNION ALL
 SELECT record_editions.tick
   FROM record_editions
UNION ALL
 SELECT record_edition_closings.tick
   FROM record_edition_closings;
grant select on v_general_moves to probity_app;
comment on view v_general_moves is 'Ticks that may change an answer about anybody: a catalogue, a yearly list opened or closed.';

create view v_invitation_uses as
 SELECT post_or_power_id,
    account_id
   FROM invitation_uses;
grant select on v_invitation_uses to probity_app;
comment on view v_invitation_uses is 'Who took which post, for the module of posts.';

create view v_link_grounds as
 SELECT member_id,
    ground_id,
    canonical_id,
    reason,
    asserted_by,
    proposal_id,
    tick
   FROM link_grounds g
  WHERE NOT (EXISTS ( SELECT 1
           FROM link_ground_ends e
          WHERE e.member_id = g.member_id AND e.ground_id = g.ground_id));
grant select on v_link_grounds to probity_app;
comment on view v_link_grounds is 'Grounds in force; the links in force are what follows from them.';

create view v_participants as
 SELECT participant_id,
    code,
    functions,
    division,
    tick,
    kind
   FROM participants;
grant select on v_participants to probity_app;
comment on view v_participants is 'Participants for readers in other modules.';

create view v_record_contents as
 SELECT subject_id,
    record_id,
    version_no,
    tick,
    furnisher_id,
    type,
    layout,
    withdrawn,
    polarity,
    severity,
    event_on,
    valid_from,
    valid_to,
    document_on,
    document_number,
    document_body,
    edition,
    public_from,
    public_until,
    public_rule,
    name_key,
    came_by_scheme,
    came_by_generation,
    came_by_value,
    face,
    closed,
    sealed
   FROM record_versions;
grant select on v_record_contents to probity_app;
comment on view v_record_contents is 'Records with what lies beside the face: for numbered reports, which show of it what their view allows.';

create view v_record_edition_closings as
 SELECT furnisher_id,
    type,
    edition,
    tick
   FROM record_edition_closings;
grant select on v_record_edition_closings to probity_app;
comment on view v_record_edition_closings is 'When editions closed, for readers: it changes what a page shows.';

create view v_record_editions as
 SELECT furnisher_id,
    type,
    edition,
    opened_on,
    tick
   FROM record_editions e
  WHERE NOT (EXISTS ( SELECT 1
           FROM record_edition_closings c
          WHERE c.furnisher_id = e.furnisher_id AND c.type = e.type AND c.edition = e.edition AND c.tick > e.tick));
grant select on v_record_editions to probity_app;
comment on view v_record_editions is 'Open editions for readers.';

create view v_record_keys as
 SELECT furnisher_id,
    type,
    number,
    record_id,
    subject_id
   FROM record_keys
  WHERE NOT withdrawn;
grant select on v_record_keys to probity_app;
comment on view v_record_keys is 'Which records there are and hold, for readers in other modules.';

create view v_record_marks as
 SELECT subject_id,
    record_id,
    mark,
    tick
   FROM record_marks m
  WHERE NOT (EXISTS ( SELECT 1
           FROM record_mark_ends e
          WHERE e.subject_id = m.subject_id AND e.record_id = m.record_id AND e.mark_id = m.mark_id));
grant select on v_record_marks to probity_app;
comment on view v_record_marks is 'Marks in force: a record with a hold is in no answer; one with an objection is never without its flag.';

create view v_record_versions as
 SELECT subject_id,
    record_id,
    version_no,
    tick,
    furnisher_id,
    type,
    layout,
    withdrawn,
    polarity,
    severity,
    event_on,
    valid_from,
    valid_to,
    document_on,
    document_number,
    document_body,
    edition,
    public_from,
    public_until,
    public_rule,
    name_key,
    came_by_scheme,
    came_by_value,
    face,
    came_by_generation
   FROM record_versions;
grant select on v_record_versions to probity_app;
comment on view v_record_versions is 'What disclosure may compose a public page from: no closed and no sealed column.';

create view v_standing_names as
 SELECT subject_id,
    name_key,
    registered AND NOT (EXISTS ( SELECT 1
           FROM subject_name_mistakes m
          WHERE m.subject_id = n.subject_id AND m.name_key = n.name_key AND m.tick >= n.tick)) AS registered,
    name,
    bigrams,
    tick,
    stated_at
   FROM subject_names n;
grant select on v_standing_names to probity_app;
comment on view v_standing_names is 'Names as they count today: a registered one that was taken back counts as stated by others.';

create view v_subject_link_spans as
 SELECT l.member_id,
    l.canonical_id,
    l.tick,
    e.tick AS ended_tick
   FROM subject_links l
     LEFT JOIN subject_link_ends e ON e.member_id = l.member_id AND e.link_id = l.link_id;
grant select on v_subject_link_spans to probity_app;
comment on view v_subject_link_spans is 'All links, each from its tick until the tick at which it ended, if it has.';

create view v_subject_links as
 SELECT member_id,
    link_id,
    canonical_id,
    tick
   FROM subject_links l
  WHERE NOT (EXISTS ( SELECT 1
           FROM subject_link_ends e
          WHERE e.member_id = l.member_id AND e.link_id = l.link_id));
grant select on v_subject_links to probity_app;
comment on view v_subject_links is 'Links in force.';

create view v_subject_moves as
 SELECT record_versions.subject_id,
    record_versions.tick
   FROM record_versions
UNION ALL
 SELECT tombstones.subject_id,
    tombstones.tick
   FROM tombstones
UNION ALL
 SELECT subject_names.subject_id,
    subject_names.tick
   FROM subject_names
UNION ALL
 SELECT subject_links.member_id AS subject_id,
    subject_links.tick
   FROM subject_links
UNION ALL
 SELECT subject_links.canonical_id AS subject_id,
    subject_links.tick
   FROM subject_links
UNION ALL
 SELECT e.member_id AS subject_id,
    e.tick
   FROM subject_link_ends e
UNION ALL
 SELECT l.canonical_id AS subject_id,
    e.tick
   FROM subject_links l
     JOIN subject_link_ends e ON e.member_id = l.member_id AND e.link_id = l.link_id
UNION ALL
 SELECT subject_moves.subject_id,
    subject_moves.tick
   FROM subject_moves;
grant select on v_subject_moves to probity_app;
comment on view v_subject_moves is 'Every tick by which something about a subject changed for a reader. A table that adds such changes is added here.';

create view v_subject_name_mistakes as
 SELECT subject_id,
    name_key,
    tick
   FROM subject_name_mistakes;
grant select on v_subject_name_mistakes to probity_app;
comment on view v_subject_name_mistakes is 'When registered names were taken back as entered in error: numbered reports count them as of a tick.';

create view v_subject_names as
 SELECT subject_id,
    name_key,
    registered,
    name,
    bigrams,
    tick,
    stated_at
   FROM subject_names;
grant select on v_subject_names to probity_app;
comment on view v_subject_names is 'Names for readers in other modules.';

create view v_subject_notice_departures as
 SELECT subject_id,
    notice_id,
    left_at
   FROM subject_notice_departures;
grant select on v_subject_notice_departures to probity_app;
comment on view v_subject_notice_departures is 'Notices that have left, for what must wait for them.';

create view v_subjects as
 SELECT subject_id,
    kind
   FROM subjects;
grant select on v_subjects to probity_app;
comment on view v_subjects is 'Subjects and their kinds, for readers in other modules.';

create view v_tombstones as
 SELECT subject_id,
    record_id,
    entry_id,
    tick
   FROM tombstones;
grant select on v_tombstones to probity_app;
comment on view v_tombstones is 'What was lawfully deleted, with the entry of the log that says so: a replayed report names it.';

create table watched_subject_ends (
  subject_id uuid not null,
  watch_id uuid not null,
  staff text not null,
  ended_at timestamp with time zone not null,
  constraint watched_subject_ends_pkey PRIMARY KEY (subject_id, watch_id)
);
CREATE TRIGGER watched_subject_ends_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.watched_subject_ends FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on watched_subject_ends to probity_app;
comment on table watched_subject_ends is 'Watches that have ended.';

create table watched_subjects (
  subject_id uuid not null,
  watch_id uuid not null,
  watch text not null,
  participant_id integer,
  staff text not null,
  placed_at timestamp with time zone not null,
  constraint watched_subjects_pkey PRIMARY KEY (subject_id, watch_id),
  constraint watched_subjects_check CHECK (((watch = 'colleague'::text) = (participant_id IS NOT NULL))),
  constraint watched_subjects_watch_check CHECK ((watch = ANY (ARRAY['colleague'::text, 'public-eye'::text])))
);
CREATE TRIGGER watched_subjects_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.watched_subjects FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on watched_subjects to probity_app;
comment on table watched_subjects is 'About whom curiosity is likely: those who work for a body, and those whom everybody knows. Read by the alarms only.';
comment on column watched_subjects.participant_id is 'The body whose colleague it is.';
