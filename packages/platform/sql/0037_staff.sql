-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- Posts of bodies and of the operator, and the roles delegated to them.

create table staff_members (
  staff_id uuid primary key,
  participant_id integer,
  holder text not null check (holder ~ '^[a-z][a-z0-9-]{0,31}$'),
  made_at timestamptz not null,
  made_by text not null,
  unique nulls not distinct (participant_id, holder)
);
comment on table staff_members is 'Posts of a body, or of the operator where no participant stands. Who holds one is an account, never a name.';
comment on column staff_members.made_by is 'The account that made it, such as keeper-1; house where the node itself did.';

create table staff_accounts (
  participant_id integer,
  account_id uuid not null,
  staff_id uuid primary key,
  taken_at timestamptz not null,
  unique nulls not distinct (participant_id, account_id)
);
create index staff_accounts_by_account on staff_accounts (account_id);
comment on table staff_accounts is 'The account that took a post. One account holds one post in a body for life, so nobody is two officers of it.';

create table staff_roles (
  grant_id uuid primary key,
  staff_id uuid not null,
  role text not null,
  until_on date not null,
  made_at timestamptz not null,
  made_by text not null,
  act_id uuid
);
create index staff_roles_by_staff on staff_roles (staff_id, grant_id);
comment on table staff_roles is 'Roles delegated to a post, each until a day.';
comment on column staff_roles.act_id is 'The act of two officers by which it was given, where the role asks for two.';

do $$
declare one text;
begin
  foreach one in array array['staff_members', 'staff_accounts', 'staff_roles'] loop
    execute format('create trigger %1$s_insert_only before update or delete or truncate on %1$s
      for each statement execute function refuse_change()', one);
    execute format('grant select, insert on %s to probity_app', one);
  end loop;
end
$$;
