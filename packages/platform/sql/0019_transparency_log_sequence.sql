-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- The place of each entry in the log, and every size that the log has had.

alter table log_queue
  add column entry_index bigint check (entry_index >= 0),
  -- What an entry's bytes can hold: refused in the act's own transaction, not when the whole log waits behind it.
  add constraint log_queue_kind check (kind ~ '^[a-z]+([.-][a-z]+){0,7}$' and char_length(kind) <= 64);
create unique index log_queue_entry_index on log_queue (entry_index);
create index log_queue_waiting on log_queue (entry_id) where entry_index is null;
create index log_queue_commitment on log_queue (commitment);
comment on column log_queue.entry_index is 'Its place in the log, from 0; given once by the sequencer, never changed.';

-- An entry stays as it was queued; only the place is filled in, once. The statement guard stands for all else.
drop trigger log_queue_insert_only on log_queue;
create trigger log_queue_no_removal before delete or truncate on log_queue
  for each statement execute function refuse_change();
create function refuse_second_place() returns trigger language plpgsql as $$
begin
  if old.entry_index is not null or new.entry_index is null
    or (old.entry_id, old.kind, old.commitment, old.queued_at)
      is distinct from (new.entry_id, new.kind, new.commitment, new.queued_at)
  then
    raise exception 'an entry of the log keeps its place and its content' using errcode = 'PBIO1';
  end if;
  return new;
end
$$;
comment on function refuse_second_place() is 'Trigger of log_queue: a place in the log is given once, and nothing else changes.';
create trigger log_queue_one_place before update on log_queue
  for each row execute function refuse_second_place();
grant update (entry_index) on log_queue to probity_app;

create table log_trees (
  from_size bigint primary key,
  size bigint not null unique,
  root bytea not null check (octet_length(root) = 32),
  sequenced_at timestamptz not null,
  check (size > from_size)
);
comment on table log_trees is 'Every growth of the log, one row each: the key makes two growths from one size impossible, by however many nodes.';
comment on column log_trees.root is 'Merkle root of the first size entries; what may be signed for that size, and nothing else.';

create trigger log_trees_insert_only before update or delete or truncate on log_trees
  for each statement execute function refuse_change();
grant select, insert on log_trees to probity_app;

create table log_holders (
  turn integer primary key check (turn > 0),
  node_id uuid not null,
  held_since timestamptz not null
);
comment on table log_holders is 'Which node''s folder holds the log: the one of the highest turn. Others over the same database only queue.';

create trigger log_holders_insert_only before update or delete or truncate on log_holders
  for each statement execute function refuse_change();
grant select, insert on log_holders to probity_app;
