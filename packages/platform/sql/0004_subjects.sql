-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors

create table identifiers (
  scheme text not null,
  generation smallint not null default 0,
  value text not null,
  subject_id uuid not null,
  primary key (scheme, generation, value)
);
comment on table identifiers is 'Which subject a number names. A person''s number stands here only as a keyed blind index.';
comment on column identifiers.generation is 'Generation of the blind-index key; 0 for numbers kept in clear.';

create table subjects (
  subject_id uuid primary key,
  kind text not null check (kind in ('organisation', 'individual-business', 'person')),
  known_at timestamptz not null
);
comment on table subjects is 'The organisations and persons that records are about; never across kinds.';

create table subject_names (
  subject_id uuid not null,
  name_key bytea not null,
  registered boolean not null,
  name text not null,
  bigrams text[] not null,
  tick bigint not null,
  primary key (subject_id, name_key, registered, tick)
);
create index subject_names_bigrams on subject_names using gin (bigrams) with (fastupdate = off);
create index subject_names_key on subject_names (name_key);
comment on table subject_names is 'Names a subject has carried, from which tick: registered by the owner of registration, or stated by others.';
comment on column subject_names.bigrams is 'Pairs of characters of the name without its legal form: what search probes.';

create table subject_links (
  member_id uuid not null,
  link_id uuid not null,
  canonical_id uuid not null check (canonical_id <> member_id),
  reason text not null check (reason in ('computed-from-number', 'registration-authority', 'two-officers')),
  tick bigint not null,
  primary key (member_id, link_id)
);
create index subject_links_canonical on subject_links (canonical_id);
comment on table subject_links is 'A merge: the member is read together with the canonical subject; nothing is rewritten.';

create table subject_link_ends (
  member_id uuid not null,
  link_id uuid not null,
  tick bigint not null,
  primary key (member_id, link_id)
);
comment on table subject_link_ends is 'An un-merge, or a link replaced by another.';

create view v_subject_links as
select l.member_id, l.link_id, l.canonical_id, l.tick
from subject_links l
where not exists (
  select 1 from subject_link_ends e where e.member_id = l.member_id and e.link_id = l.link_id
);
comment on view v_subject_links is 'Links in force.';

create view v_subject_names as
select subject_id, name_key, registered, name, bigrams, tick from subject_names;
comment on view v_subject_names is 'Names for readers in other modules.';

create trigger identifiers_insert_only before update or delete or truncate on identifiers
  for each statement execute function refuse_change();
create trigger subjects_insert_only before update or delete or truncate on subjects
  for each statement execute function refuse_change();
create trigger subject_names_insert_only before update or delete or truncate on subject_names
  for each statement execute function refuse_change();
create trigger subject_links_insert_only before update or delete or truncate on subject_links
  for each statement execute function refuse_change();
create trigger subject_link_ends_insert_only before update or delete or truncate on subject_link_ends
  for each statement execute function refuse_change();
grant select, insert on identifiers, subjects, subject_names, subject_links, subject_link_ends to probity_app;
grant select on v_subject_links, v_subject_names to probity_app;

create view v_subjects as select subject_id, kind from subjects;
comment on view v_subjects is 'Subjects and their kinds, for readers in other modules.';
grant select on v_subjects to probity_app;
