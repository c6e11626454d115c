-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- Accounts, sessions, keys that end, clients that sign, powers, and failures that make the next try wait.

-- One table of ends for all that can be taken away: whether something holds is asked in one way.
create table access_ends (
  ended_id uuid not null,
  ends_at timestamptz not null,
  written_at timestamptz not null,
  primary key (ended_id, ends_at)
);
comment on table access_ends is 'From when a key, a post, a role or a power holds no more; the earliest end counts.';

alter table api_keys
  add column staff_id uuid,
  add column replaces uuid,
  add column note text not null default '' check (char_length(note) <= 60);
create index api_keys_by_participant on api_keys (participant_id, key_id);
alter table api_keys alter column participant_id drop not null;
comment on column api_keys.participant_id is 'Null: a key of an officer of the operator.';
comment on column api_keys.staff_id is 'The post whose roles bound what the key may do; null of a machine.';
comment on column api_keys.replaces is 'The key that this one takes the place of; both hold until the older ends.';

create table accounts (
  account_id uuid primary key,
  sign_in_index bytea not null unique check (octet_length(sign_in_index) = 32),
  made_at timestamptz not null
);
comment on table accounts is 'Who has signed in: a number for each account at an identity provider. No name, no number of a person.';
comment on column accounts.sign_in_index is 'Keyed hash of the provider and its word for the account; nothing leads back.';

create table sign_in_attempts (
  state_hash bytea primary key check (octet_length(state_hash) = 32),
  browser_hash bytea not null check (octet_length(browser_hash) = 32),
  sealed bytea not null,
  ends_at timestamptz not null
);
create index sign_in_attempts_by_end on sign_in_attempts (ends_at);
comment on table sign_in_attempts is 'Sign-ins under way at the identity provider; each answer is taken once, from the browser that asked.';

create table sessions (
  session_id uuid primary key,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  account_id uuid,
  client_id text,
  client_key_id uuid,
  capacity text not null check (capacity in ('none', 'staff', 'subject', 'agent', 'machine')),
  staff_id uuid,
  subject_id uuid,
  office text check (office in ('legal-representative')),
  power_id uuid,
  scopes text[] not null,
  assurance smallint not null check (assurance between 0 and 3),
  jurisdiction text not null,
  program text not null,
  made_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > made_at),
  used_at timestamptz not null,
  ended_at timestamptz,
  end_reason text check (end_reason in ('signed-out', 'revoked', 'replaced')),
  check ((account_id is null) <> (client_id is null)),
  check ((client_id is not null) = (capacity = 'machine')),
  check ((client_key_id is not null) = (capacity = 'machine')),
  check ((staff_id is not null) = (capacity = 'staff')),
  check ((subject_id is not null) = (capacity in ('subject', 'agent'))),
  check ((power_id is not null) = (capacity = 'agent')),
  check (office is null or capacity = 'subject')
);
create index sessions_by_account on sessions (account_id, session_id) where account_id is not null;
create index sessions_by_end on sessions (ends_at);
comment on table sessions is 'Somebody signed in, acting as one thing only; to act as another, a new session takes its place.';
comment on column sessions.program is 'Family of browser and system, by which a person knows the session again; never the header itself.';
comment on column sessions.scopes is 'Of a client: what it asked for of what it may. Of persons nothing: their roles say it.';

create table failure_counts (
  place_index bytea primary key check (octet_length(place_index) = 32),
  failures integer not null,
  failed_at timestamptz not null,
  held_until timestamptz not null
);
create index failure_counts_by_instant on failure_counts (failed_at);
comment on table failure_counts is 'How often proving oneself failed from one place; each failure makes the next try wait longer.';
comment on column failure_counts.place_index is 'Keyed hash of the address or account; neither is kept.';

create table clients (
  client_id text primary key check (client_id ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
  participant_id integer not null,
  scopes text[] not null,
  made_at timestamptz not null
);
create index clients_by_participant on clients (participant_id, client_id);
comment on table clients is 'Machines that prove themselves by signing (private_key_jwt); the node never holds their secret.';

create table client_keys (
  key_id uuid primary key,
  client_id text not null,
  thumbprint text not null unique,
  public_key jsonb not null,
  made_at timestamptz not null,
  expires_on date not null
);
create index client_keys_by_client on client_keys (client_id, key_id);
comment on table client_keys is 'Public keys of clients; a new one may overlap the old.';

create table client_assertions (
  assertion_hash bytea primary key check (octet_length(assertion_hash) = 32),
  ends_at timestamptz not null
);
create index client_assertions_by_end on client_assertions (ends_at);
comment on table client_assertions is 'What clients have signed and the node has taken: none is taken twice; kept until it expires.';

create table powers (
  subject_id uuid not null,
  power_id uuid not null,
  scopes text[] not null check (cardinality(scopes) > 0),
  until_on date not null,
  made_at timestamptz not null,
  primary key (subject_id, power_id)
);
create index powers_by_id on powers (power_id);
comment on table powers is 'A subject''s leave to act in its name, for some acts, until a day.';

create table invitations (
  code_hash bytea primary key check (octet_length(code_hash) = 32),
  invites_to text not null check (invites_to in ('post', 'power')),
  post_or_power_id uuid not null,
  ends_at timestamptz not null,
  made_at timestamptz not null
);
comment on table invitations is 'Codes by which an account takes a post or a power; shown once, taken once.';

create table invitation_uses (
  code_hash bytea primary key,
  post_or_power_id uuid not null unique,
  account_id uuid not null,
  used_at timestamptz not null
);
create index invitation_uses_by_account on invitation_uses (account_id, post_or_power_id);
comment on table invitation_uses is 'Which account took which post or power; each has one taker, for good.';

do $$
declare one text;
begin
  foreach one in array array['access_ends', 'accounts', 'clients', 'client_keys', 'powers', 'invitations',
    'invitation_uses'] loop
    execute format('create trigger %1$s_insert_only before update or delete or truncate on %1$s
      for each statement execute function refuse_change()', one);
    execute format('grant select, insert on %s to probity_app', one);
  end loop;
end
$$;
grant select, insert, delete on sign_in_attempts, client_assertions, sessions to probity_app;
grant update (used_at, ended_at, end_reason) on sessions to probity_app;
grant select, insert, update, delete on failure_counts to probity_app;

create view v_access_ends as select ended_id, ends_at from access_ends;
comment on view v_access_ends is 'Ends, for modules whose grants end: join by id, compare with the instant given.';
create view v_invitation_uses as select post_or_power_id, account_id from invitation_uses;
comment on view v_invitation_uses is 'Who took which post, for the module of posts.';
grant select on v_access_ends, v_invitation_uses to probity_app;
