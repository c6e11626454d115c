-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- A subject's consent: given on line, or lodged by a lender on a signed document.

create table subject_notices (
  subject_id uuid not null,
  notice_id uuid not null,
  kind text not null,
  occasion text not null,
  facts jsonb not null,
  written_at timestamptz not null,
  primary key (subject_id, notice_id),
  unique (subject_id, kind, occasion)
);
comment on table subject_notices is 'What the node tells a subject by itself; read by that subject, and by whoever has its power.';
comment on column subject_notices.facts is 'Codes, counts and days for the sentence of the kind: never names, numbers of persons or content.';

create table subject_notice_departures (
  subject_id uuid not null,
  notice_id uuid not null,
  channel text not null check (channel ~ '^[a-z][a-z-]{0,31}$'),
  left_at timestamptz not null,
  primary key (subject_id, notice_id, channel)
);
comment on table subject_notice_departures is 'By which ways a notice has left: what waits for a notice waits for its first departure.';

create view v_subject_notice_departures as
select subject_id, notice_id, left_at from subject_notice_departures;
comment on view v_subject_notice_departures is 'Notices that have left, for what must wait for them.';

create table subject_moves (
  subject_id uuid not null,
  tick bigint not null,
  primary key (subject_id, tick)
);
comment on table subject_moves is 'Acts that change an answer about a subject otherwise than by a record, a name or a link: a consent, a bar, a mark.';

create table authorisations (
  subject_id uuid not null,
  authorisation_id uuid not null,
  origin text not null check (origin in ('given', 'lodged')),
  participant_id integer not null,
  purposes text[] not null check (cardinality(purposes) between 1 and 20),
  record_types text[] check (cardinality(record_types) between 1 and 100),
  separate_kinds text[] not null,
  effects_told text,
  single boolean not null,
  valid_from date not null,
  valid_until date not null check (valid_until > valid_from),
  document_hash bytea check (octet_length(document_hash) = 32),
  signed_on date,
  notice_id uuid,
  actor_kind text not null,
  staff text,
  made_at timestamptz not null,
  tick bigint not null,
  primary key (subject_id, authorisation_id),
  check (cardinality(separate_kinds) = 0 or effects_told is not null),
  check ((origin = 'lodged') = (document_hash is not null)),
  check ((origin = 'lodged') = (signed_on is not null)),
  check (origin = 'given' or notice_id is not null)
);
create index authorisations_of_participant on authorisations (participant_id, authorisation_id);
comment on table authorisations is 'A subject''s consent: to which body, for what, what of it, from when until when. How it ended stands in authorisation_ends.';
comment on column authorisations.record_types is 'Null: whatever the purpose shows.';
comment on column authorisations.separate_kinds is 'Kinds of information that need a consent of their own, each given by itself.';
comment on column authorisations.effects_told is 'The catalogue whose notice of adverse effects was acknowledged.';
comment on column authorisations.valid_until is 'The first day on which it holds no more.';
comment on column authorisations.document_hash is 'SHA-256 of the signed document, which the lender keeps and may be made to produce.';
comment on column authorisations.notice_id is 'It works only once this notice to the subject has left.';

create table authorisation_ends (
  subject_id uuid not null,
  authorisation_id uuid not null,
  reason text not null check (reason in ('revoked', 'denied', 'withdrawn')),
  actor_kind text not null,
  staff text,
  ended_at timestamptz not null,
  tick bigint not null,
  primary key (subject_id, authorisation_id)
);
comment on table authorisation_ends is 'Revoked by the subject, denied as never given, or withdrawn by the lender that lodged it; at once, for good.';

create table authorisation_uses (
  subject_id uuid not null,
  authorisation_id uuid not null,
  inquiry_id uuid not null,
  primary key (subject_id, authorisation_id)
);
comment on table authorisation_uses is 'The one answer for which a single authorisation was spent, in the statement that made the inquiry durable.';

create table answer_suspensions (
  subject_id uuid not null,
  suspension_id uuid not null,
  participant_id integer not null,
  authorisation_id uuid not null,
  suspended_at timestamptz not null,
  tick bigint not null,
  primary key (subject_id, suspension_id)
);
comment on table answer_suspensions is 'A subject denied what a body lodged: that body gets no answer about it, on whatever basis, until this is lifted.';

create table answer_suspension_ends (
  subject_id uuid not null,
  suspension_id uuid not null,
  reason text not null check (reason in ('subject', 'supervisor')),
  reference text check (char_length(reference) between 1 and 120),
  staff text,
  ended_at timestamptz not null,
  tick bigint not null,
  primary key (subject_id, suspension_id),
  check (reason = 'subject' or reference is not null)
);
comment on table answer_suspension_ends is 'Lifted by the subject itself, or by the supervisor on a numbered decision.';

create table inquiry_freezes (
  subject_id uuid not null,
  freeze_id uuid not null,
  actor_kind text not null,
  staff text,
  frozen_at timestamptz not null,
  tick bigint not null,
  primary key (subject_id, freeze_id)
);
comment on table inquiry_freezes is 'A subject bars all lenders, and bureaus that ask for them, until it lifts the bar.';

create table inquiry_freeze_ends (
  subject_id uuid not null,
  freeze_id uuid not null,
  actor_kind text not null,
  staff text,
  ended_at timestamptz not null,
  tick bigint not null,
  primary key (subject_id, freeze_id)
);
comment on table inquiry_freeze_ends is 'Freezes that the subject has lifted.';

create table document_demands (
  subject_id uuid not null,
  authorisation_id uuid not null,
  participant_id integer not null,
  demanded_on date not null,
  due_on date not null check (due_on > demanded_on),
  primary key (subject_id, authorisation_id)
);
create index document_demands_of_participant on document_demands (participant_id, due_on);
comment on table document_demands is 'Lodged authorisations drawn by chance, whose signed document must be produced.';

create table document_productions (
  subject_id uuid not null,
  authorisation_id uuid not null,
  staff text,
  produced_on date not null,
  produced_at timestamptz not null,
  sealed bytea not null,
  primary key (subject_id, authorisation_id)
);
comment on table document_productions is 'Signed documents as produced, each the one whose hash was lodged; sealed under the subject''s key.';

create table document_draws (
  participant_id integer not null,
  drawn_on date not null,
  up_to_id uuid not null,
  lodged integer not null,
  demanded integer not null check (demanded between 1 and lodged),
  primary key (participant_id, drawn_on)
);
comment on table document_draws is 'How many of a lender''s lodged authorisations were drawn on a day; each is in one draw, up to the id named.';

create table lodging_reopenings (
  participant_id integer not null,
  reopened_on date not null,
  reference text not null check (char_length(reference) between 1 and 120),
  staff text not null,
  primary key (participant_id, reopened_on)
);
comment on table lodging_reopenings is 'The supervisor lets a lender lodge again that had failed to produce: what was due before counts no more.';

do $$
declare
  one text;
begin
  foreach one in array array['subject_moves', 'subject_notices',
    'subject_notice_departures', 'authorisations', 'authorisation_ends',
    'authorisation_uses', 'answer_suspensions', 'answer_suspension_ends', 'inquiry_freezes', 'inquiry_freeze_ends',
    'document_demands', 'document_productions', 'document_draws', 'lodging_reopenings']
  loop
    execute format('create trigger %1$I_insert_only before update or delete or truncate on %1$I
      for each statement execute function refuse_change()', one);
    execute format('grant select, insert on %I to probity_app', one);
  end loop;
end
$$;

create view v_authorisations as
select a.subject_id, a.authorisation_id, a.origin, a.participant_id, a.purposes, a.record_types, a.separate_kinds,
  a.single, a.valid_from, a.valid_until, a.tick,
  a.notice_id is null or exists (
    select 1 from v_subject_notice_departures d
    where d.subject_id = a.subject_id and d.notice_id = a.notice_id) as noticed,
  exists (
    select 1 from authorisation_ends e
    where e.subject_id = a.subject_id and e.authorisation_id = a.authorisation_id) as ended,
  exists (
    select 1 from authorisation_uses u
    where u.subject_id = a.subject_id and u.authorisation_id = a.authorisation_id) as spent,
  (select d.due_on from document_demands d
    where d.subject_id = a.subject_id and d.authorisation_id = a.authorisation_id
      and not exists (
        select 1 from document_productions p
        where p.subject_id = a.subject_id and p.authorisation_id = a.authorisation_id)) as document_due_on
from authorisations a;
comment on view v_authorisations is 'Authorisations with what bears on whether they hold; read in the statement that composes the answer.';

create view v_answer_bars as
select s.subject_id, s.participant_id, s.tick
from answer_suspensions s
where not exists (
  select 1 from answer_suspension_ends e where e.subject_id = s.subject_id and e.suspension_id = s.suspension_id)
union all
select f.subject_id, null, f.tick
from inquiry_freezes f
where not exists (
  select 1 from inquiry_freeze_ends e where e.subject_id = f.subject_id and e.freeze_id = f.freeze_id);
comment on view v_answer_bars is 'Who gets no answer about a subject now: the body named; where none is, every lender and bureau.';

grant select on v_subject_notice_departures, v_authorisations, v_answer_bars to probity_app;

create or replace view v_subject_moves as
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
join subject_link_ends e on e.member_id = l.member_id and e.link_id = l.link_id
union all
select subject_id, tick from subject_moves;
