-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- Whoever runs the machine: a role that admits bodies and mends batches, and reads nothing of what is recorded.

do $$
begin
  if not exists (select from pg_roles where rolname = 'probity_operator') then
    create role probity_operator nologin;
  end if;
end
$$;

grant select on ticks, node_facts, participants, access_ends, staff_members, staff_roles,
  log_queue, log_trees, log_holders to probity_operator;
grant insert on ticks, participants, access_ends, staff_members, staff_roles, invitations, api_keys to probity_operator;
-- Of keys all but what they are found by; of batches and events what says that they are stuck.
grant select (key_id, participant_id, scopes, made_at, expires_on, holder, staff_id, replaces, note)
  on api_keys to probity_operator;
grant select (source, pulled_rows, pulled_at, run_at, failures, failure) on table_sources to probity_operator;
grant select (batch_id, furnisher_id, type, state, received_at, stuck_at), update (stuck_at)
  on batches to probity_operator;
grant select (event_id, kind, payload, stuck_at, delivered_at), update (stuck_at, failures, run_at)
  on outbox to probity_operator;

-- A real node's operator makes no credential that reads: a machine's that sends, and a post of its own. The tables
-- themselves refuse anything else, whatever program asks.
create function is_demo_node() returns boolean language sql stable as $$
  select exists (select 1 from node_facts where fact = 'mode' and value = 'demo')
$$;
comment on function is_demo_node() is 'Whether this database belongs to a demo node; for policies only.';

alter table api_keys enable row level security;
create policy api_keys_of_node on api_keys to probity_app using (true) with check (true);
create policy api_keys_seen on api_keys for select to probity_operator using (true);
create policy api_keys_by_operator on api_keys for insert to probity_operator with check (
  participant_id is not null and staff_id is null
  and (is_demo_node() or (holder is null and scopes <@ array['batches:send'] and expires_on is not null)));

alter table staff_members enable row level security;
create policy staff_members_of_node on staff_members to probity_app using (true) with check (true);
create policy staff_members_seen on staff_members for select to probity_operator using (true);
create policy staff_members_by_operator on staff_members for insert to probity_operator
  with check (participant_id is null);

alter table staff_roles enable row level security;
create policy staff_roles_of_node on staff_roles to probity_app using (true) with check (true);
create policy staff_roles_seen on staff_roles for select to probity_operator using (true);
create policy staff_roles_by_operator on staff_roles for insert to probity_operator with check (
  role = 'operator'
  and exists (select 1 from staff_members m where m.staff_id = staff_roles.staff_id and m.participant_id is null));

alter table invitations enable row level security;
create policy invitations_of_node on invitations to probity_app using (true) with check (true);
create policy invitations_by_operator on invitations for insert to probity_operator with check (
  invites_to = 'post'
  and exists (select 1 from staff_members m where m.staff_id = post_or_power_id and m.participant_id is null));
