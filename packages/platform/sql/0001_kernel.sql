-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- Roles, ticks, the node's birth certificate, the outbox, and the guard of insert-only tables.

do $$
begin
  if not exists (select from pg_roles where rolname = 'probity_app') then
    create role probity_app nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'probity_retention') then
    create role probity_retention nologin;
  end if;
end
$$;

create extension if not exists pg_trgm;

-- The statement-level guard costs an insert nothing. Its one way through is the setting that
-- retention_delete_record sets for its own transaction; the grants stand behind it all the same.
create function refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('probity.retention', true) = 'on' then
    return null;
  end if;
  raise exception 'table % is insert-only: % refused', tg_table_name, tg_op using errcode = 'PBIO1';
end
$$;
comment on function refuse_change() is 'Trigger of every insert-only table: refuses update, delete and truncate.';

create table ticks (
  tick bigint primary key,
  at timestamptz not null
);
create index ticks_at on ticks (at);
comment on table ticks is 'One row for each change in what readers may see; the number is what "known at" means.';

create table node_facts (
  fact text primary key check (fact in ('side', 'mode', 'name', 'born_at')),
  value text not null
);
comment on table node_facts is 'What a node is for life: its legal side and whether it is a demo; written once at birth.';

create table outbox (
  event_id uuid primary key,
  kind text not null,
  payload jsonb not null,
  node_id uuid,
  written_at timestamptz not null,
  run_at timestamptz not null,
  attempts integer not null default 0,
  claimed_by uuid,
  claimed_until timestamptz,
  delivered_at timestamptz,
  last_error text
);
create index outbox_waiting on outbox (run_at) where delivered_at is null;
comment on table outbox is 'What one act tells other modules, written in its own transaction and delivered at least once.';
comment on column outbox.node_id is 'Set when only one node can do the work (its spool lies on that node''s disk).';

grant select, insert on ticks, node_facts to probity_app;
grant select, insert, update on outbox to probity_app;
grant select on ticks, node_facts to probity_retention;

create trigger ticks_insert_only before update or delete or truncate on ticks
  for each statement execute function refuse_change();
create trigger node_facts_insert_only before update or delete or truncate on node_facts
  for each statement execute function refuse_change();
