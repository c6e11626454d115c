-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- Several batches at once, fair among furnishers; work that always fails is seen; the spool is emptied.

alter table outbox
  add column lane text,
  add column claimed_at timestamptz,
  add column failures integer not null default 0,
  add column stuck_at timestamptz;
drop index outbox_waiting;
create index outbox_waiting on outbox (run_at) where delivered_at is null and stuck_at is null;
create index outbox_lanes on outbox (lane, claimed_at desc nulls last) where lane is not null;
create index outbox_busy on outbox (lane) where delivered_at is null and claimed_until is not null;

comment on column outbox.lane is 'Of one lane one event is worked on at a time, in order; lanes take turns. Null: a lane of its own.';
comment on column outbox.attempts is 'How often it was claimed: with the claimer, the fence that a lost lease cannot pass.';
comment on column outbox.failures is 'Failures that were the work''s own; an outage is none.';
comment on column outbox.stuck_at is 'Since when it is tried no more, having failed too often; an operator lets it be tried again.';

alter table batches
  add column stuck_at timestamptz,
  add column spool_removed_at timestamptz;
create index batches_by_day on batches (furnisher_id, received_on);
create index batches_spooled on batches (completed_at) where spool_removed_at is null and completed_at is not null;
create index batches_stuck on batches (stuck_at) where stuck_at is not null;

comment on column batches.stuck_at is 'Since when the node has given up trying; state says how far it had come.';
comment on column batches.spool_removed_at is 'When the sealed file was removed after its term; from then on no row of it is proved.';
