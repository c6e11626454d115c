-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- A name that the register gave by mistake is no former name: what bears it does not agree with the number.

create table subject_name_mistakes (
  subject_id uuid not null,
  name_key bytea not null,
  tick bigint not null,
  primary key (subject_id, name_key, tick)
);
comment on table subject_name_mistakes is 'Registered names that the owner of registration took back as entered in error; given anew, they count again.';
create trigger subject_name_mistakes_insert_only before update or delete or truncate on subject_name_mistakes
  for each statement execute function refuse_change();
grant select, insert on subject_name_mistakes to probity_app;

-- Beside v_subject_names, which numbered reports read as of a tick and which therefore stays as it is.
create view v_standing_names as
select n.subject_id, n.name_key,
  n.registered and not exists (
    select 1 from subject_name_mistakes m
    where m.subject_id = n.subject_id and m.name_key = n.name_key and m.tick >= n.tick) as registered,
  n.name, n.bigrams, n.tick, n.stated_at
from subject_names n;
comment on view v_standing_names is 'Names as they count today: a registered one that was taken back counts as stated by others.';
grant select on v_standing_names to probity_app;
