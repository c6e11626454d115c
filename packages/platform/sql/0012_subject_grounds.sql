-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- Why subjects are read as one, kept apart from the links that follow: taking away one ground leaves the others.

create table link_grounds (
  member_id uuid not null,
  ground_id uuid not null,
  canonical_id uuid not null check (canonical_id <> member_id),
  reason text not null check (reason in ('computed-from-number', 'registration-authority', 'two-officers')),
  asserted_by integer,
  proposal_id uuid,
  tick bigint not null,
  primary key (member_id, ground_id),
  check ((reason = 'registration-authority') = (asserted_by is not null)),
  check ((reason = 'two-officers') = (proposal_id is not null))
);
create index link_grounds_canonical on link_grounds (canonical_id);
comment on table link_grounds is 'Why two subjects are read as one: computed, asserted by the registrar, or decided by two officers.';
comment on column link_grounds.member_id is 'The subject whose rows the ground stands with: leads the keys as subject_id does elsewhere.';
comment on column link_grounds.asserted_by is 'The registering participant whose statement it is.';

create table link_ground_ends (
  member_id uuid not null,
  ground_id uuid not null,
  proposal_id uuid not null,
  tick bigint not null,
  primary key (member_id, ground_id)
);
comment on table link_ground_ends is 'An un-merge: two officers took the ground away. A computed ground that ended is not made again.';
comment on column link_ground_ends.member_id is 'As in link_grounds.';

create view v_link_grounds as
select g.member_id, g.ground_id, g.canonical_id, g.reason, g.asserted_by, g.proposal_id, g.tick
from link_grounds g
where not exists (
  select 1 from link_ground_ends e where e.member_id = g.member_id and e.ground_id = g.ground_id
);
comment on view v_link_grounds is 'Grounds in force; the links in force are what follows from them.';

-- The links of before are the grounds of before: all were computed.
insert into link_grounds (member_id, ground_id, canonical_id, reason, tick)
select l.member_id, l.link_id, l.canonical_id, l.reason, l.tick
from subject_links l
join v_subject_links f on f.member_id = l.member_id and f.link_id = l.link_id;

create table link_proposals (
  proposal_id uuid primary key,
  act text not null check (act in ('link', 'part')),
  joining_id uuid not null,
  other_id uuid not null check (other_id <> joining_id),
  evidence text[] not null check (cardinality(evidence) between 1 and 8),
  proposed_by integer not null,
  proposed_holder text not null,
  proposed_at timestamptz not null
);
create index link_proposals_age on link_proposals (proposed_at, proposal_id);
comment on table link_proposals is 'What one officer proposes and another decides: to read two subjects as one, or no longer.';
comment on column link_proposals.evidence is 'Codes of a closed list; no text, so no personal data.';
comment on column link_proposals.proposed_holder is 'The account of the officer, not a name.';

create table link_decisions (
  proposal_id uuid primary key,
  decision text not null check (decision in ('approved', 'rejected')),
  decided_by integer not null,
  decided_holder text not null,
  decided_at timestamptz not null,
  tick bigint,
  check ((decision = 'approved') = (tick is not null))
);
comment on table link_decisions is 'How a proposal ended, decided by an officer who did not make it.';
comment on column link_decisions.tick is 'Of the links that changed; null where nothing did.';

create trigger link_grounds_insert_only before update or delete or truncate on link_grounds
  for each statement execute function refuse_change();
create trigger link_ground_ends_insert_only before update or delete or truncate on link_ground_ends
  for each statement execute function refuse_change();
create trigger link_proposals_insert_only before update or delete or truncate on link_proposals
  for each statement execute function refuse_change();
create trigger link_decisions_insert_only before update or delete or truncate on link_decisions
  for each statement execute function refuse_change();
grant select, insert on link_grounds, link_ground_ends, link_proposals, link_decisions to probity_app;
grant select on v_link_grounds to probity_app;
