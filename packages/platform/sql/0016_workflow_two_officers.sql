-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- Acts that one officer proposes and another must second.

alter table api_keys
  add column holder text check (holder ~ '^[a-z][a-z0-9-]{0,31}$');
comment on column api_keys.holder is 'The account that acts with this key, such as clerk-1; no natural person''s name. Null: a machine, which is no officer.';

create table two_officer_acts (
  act_id uuid primary key,
  kind text not null,
  reference text not null,
  content jsonb not null,
  proposer_id integer not null,
  proposer text not null,
  proposed_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > proposed_at)
);
create index two_officer_acts_by_proposer on two_officer_acts (proposer_id, kind, act_id);
comment on table two_officer_acts is 'What one officer has proposed; it takes effect only when another seconds it.';
comment on column two_officer_acts.reference is 'What the act is about, in the words of the module that owns the kind; one proposal at a time is open for it.';
comment on column two_officer_acts.content is 'Codes and numbers only: no personal data, no free text.';

create table two_officer_outcomes (
  act_id uuid primary key,
  proposer_id integer not null,
  proposer text not null,
  outcome text not null check (outcome in ('seconded', 'declined')),
  decider_id integer not null,
  decider text not null,
  decided_at timestamptz not null,
  check (outcome = 'declined' or (decider_id, decider) <> (proposer_id, proposer))
);
comment on table two_officer_outcomes is 'How a proposal ended. Nobody seconds what they proposed: the table itself refuses it.';

create trigger two_officer_acts_insert_only before update or delete or truncate on two_officer_acts
  for each statement execute function refuse_change();
create trigger two_officer_outcomes_insert_only before update or delete or truncate on two_officer_outcomes
  for each statement execute function refuse_change();
grant select, insert on two_officer_acts, two_officer_outcomes to probity_app;
