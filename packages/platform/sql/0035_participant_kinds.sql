-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- Each body is of one kind, by which the disclosure policy knows it.

alter table participants
  add column kind text not null default 'department'
    check (kind in ('department', 'lender', 'bureau', 'association', 'court', 'supervisor', 'auditor'));
alter table participants alter column kind drop default;
comment on column participants.kind is 'What the body is to the disclosure policy, for life: another kind is another participant.';

create or replace view v_participants as
  select participant_id, code, functions, division, tick, kind from participants;
