-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors

alter table node_facts drop constraint node_facts_fact_check;
alter table node_facts add check (fact ~ '^[a-z][a-z_]{1,40}$');
comment on table node_facts is 'What a node is for life: its legal side, whether it is a demo, its cryptographic suite, its key store; each written once.';

-- A person's number is never in clear here: a blind index of 32 bytes, under the key of its generation.
alter table identifiers
  add check (generation >= 0),
  add check (generation > 0 or scheme <> 'cn.rid'),
  add check (generation = 0 or value ~ '^[0-9a-f]{64}$');

alter table record_versions add column came_by_generation smallint not null default 0;
comment on column record_versions.came_by_generation is 'As in identifiers: above 0 the number is a person''s, and stands here as its blind index.';

-- Whatever the program does: nothing of a person's record is public, and no field of it lies in clear.
alter table record_versions add constraint persons_are_sealed check (
  came_by_generation = 0 or (
    public_from is null and public_until is null and face = '' and closed is null
    and (withdrawn or sealed is not null)));

create or replace view v_record_versions as
select subject_id, record_id, version_no, tick, furnisher_id, type, layout, withdrawn, polarity, severity,
  event_on, valid_from, valid_to, document_on, document_number, document_body, edition, public_from,
  public_until, public_rule, name_key, came_by_scheme, came_by_value, face, came_by_generation
from record_versions;

create function refuse_persons_name() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if exists (select 1 from named n join subjects s on s.subject_id = n.subject_id and s.kind = 'person') then
    raise exception 'a natural person''s name is never kept in clear' using errcode = 'PBPC1';
  end if;
  return null;
end
$$;
comment on function refuse_persons_name() is 'Trigger of subject_names: a natural person is not found by name, so no name of theirs is kept here.';
create trigger subject_names_no_person after insert on subject_names
  referencing new table as named for each statement execute function refuse_persons_name();

comment on column record_versions.name_key is 'Key of the name the furnisher stated. Of an organisation compared with the registered names at read time; of a person a MAC over subject and name, compared among that person''s records only.';

create view v_disputed_persons as
select v.subject_id
from record_versions v
where v.came_by_generation > 0 and not v.withdrawn and v.name_key is not null
  and not exists (
    select 1 from record_versions newer
    where newer.subject_id = v.subject_id and newer.record_id = v.record_id and newer.version_no > v.version_no)
group by v.subject_id
having count(distinct v.name_key) > 1;
comment on view v_disputed_persons is 'Persons whose current records do not all bear one name: no adverse record of theirs is used until the furnisher that is wrong has corrected.';
grant select on v_disputed_persons to probity_app;
