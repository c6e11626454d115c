-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- The inquiry log, and the order between an answer and an act: see docs/decisions/0034.

create table inquiries (
  subject_id uuid not null,
  asked_on date not null,
  inquiry_id uuid not null,
  asked_at timestamptz not null,
  subject_known boolean not null,
  actor_kind text not null check (actor_kind in ('public', 'subject', 'agent', 'department', 'lender', 'bureau',
    'association', 'court', 'supervisor', 'auditor', 'operator')),
  participant_id integer,
  staff text check (staff ~ '^[a-z0-9][a-z0-9._:-]{0,63}$'),
  behalf_participant_id integer,
  behalf_subject_id uuid,
  purpose text not null check (purpose ~ '^[a-z][a-z0-9.-]{0,63}$'),
  basis text not null check (basis in ('authorisation', 'statute', 'own-file', 'none')),
  authorisation_id uuid,
  statute text check (char_length(statute) between 1 and 120),
  case_number text check (char_length(case_number) between 1 and 120),
  view text not null check (view ~ '^[a-z][a-z0-9._-]{0,63}$'),
  fields text[] check (cardinality(fields) between 1 and 500),
  tick_read bigint,
  as_of date not null,
  result_hash bytea check (octet_length(result_hash) = 32),
  refusal text check (refusal ~ '^[A-Z][A-Z0-9_]{0,63}$'),
  hidden_until date,
  hidden_document text check (char_length(hidden_document) between 1 and 120),
  salt bytea not null check (octet_length(salt) = 16),
  group_id uuid not null,
  -- The day before the id: one year can become one partition without a new key.
  primary key (subject_id, asked_on, inquiry_id),
  check ((result_hash is null) <> (refusal is null)),
  check (refusal is not null or (subject_known and tick_read is not null and basis <> 'none')),
  check ((basis = 'authorisation') = (authorisation_id is not null)),
  check (basis = 'statute' or (statute is null and case_number is null)),
  check (refusal is not null or basis <> 'statute' or (statute is not null and case_number is not null)),
  check ((hidden_until is null) = (hidden_document is null)),
  check (hidden_until is null or (basis = 'statute' and hidden_until > asked_on))
);
create index inquiries_time on inquiries using brin (asked_at) with (pages_per_range = 32);
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

create table inquiry_groups (
  group_id uuid primary key,
  entry_id uuid not null,
  kept_at timestamptz not null,
  kept_tick bigint not null,
  leaves bytea not null check (octet_length(leaves) % 32 = 0 and octet_length(leaves) > 0)
);
comment on table inquiry_groups is 'Inquiries made durable by one commit, with the log entry that commits to the Merkle root of their leaves.';
comment on column inquiry_groups.kept_tick is 'The last act before the commit: whatever came later was answered later.';
comment on column inquiry_groups.leaves is 'Salted hashes, 32 bytes each, in the order of the ids of the inquiries.';

create trigger inquiries_insert_only before update or delete or truncate on inquiries
  for each statement execute function refuse_change();
create trigger inquiry_groups_insert_only before update or delete or truncate on inquiry_groups
  for each statement execute function refuse_change();
grant select, insert on inquiries, inquiry_groups to probity_app;

create view v_subject_moves as
select subject_id, tick from record_versions
union all
select subject_id, tick from tombstones
union all
select subject_id, tick from subject_names
union all
select member_id, tick from subject_links
union all
select canonical_id, tick from subject_links
union all
select e.member_id, e.tick from subject_link_ends e
union all
select l.canonical_id, e.tick from subject_links l
join subject_link_ends e on e.member_id = l.member_id and e.link_id = l.link_id;
comment on view v_subject_moves is 'Every tick by which something about a subject changed for a reader. A table that adds such changes is added here.';
grant select on v_subject_moves to probity_app;

create view v_general_moves as
select tick from catalogue_versions
union all
select tick from record_editions
union all
select tick from record_edition_closings;
comment on view v_general_moves is 'Ticks that may change an answer about anybody: a catalogue, a yearly list opened or closed.';
grant select on v_general_moves to probity_app;

-- Whoever took a tick waits here, at the very end of its transaction, for the answers that are being made durable. They
-- hold the same lock shared, and take their snapshot after it: so of any act and any answer one is wholly first.
create function await_answers() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(7005);
  return null;
end
$$;
comment on function await_answers() is 'Trigger of ticks, run at commit: an act becomes visible between two groups of answers, never within one.';
create constraint trigger ticks_between_answers after insert on ticks
  deferrable initially deferred for each row execute function await_answers();
