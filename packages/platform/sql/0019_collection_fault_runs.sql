-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- Details are kept of so many findings a batch; which rows are faulty, and of what, is known of all.

create table batch_fault_runs (
  batch_id uuid not null,
  last_row_no integer not null check (last_row_no >= 0),
  faulty_rows integer[] not null,
  counts jsonb not null,
  kept_faults integer not null,
  kept_notes integer not null,
  primary key (batch_id, last_row_no)
);
comment on table batch_fault_runs is 'What judging found in each run of rows: all of it as numbers, while batch_faults keeps details of some only.';
comment on column batch_fault_runs.last_row_no is 'The last row of the run; of the header, its own row.';
comment on column batch_fault_runs.faulty_rows is 'The numbers of the rows that are not merged.';
comment on column batch_fault_runs.counts is 'A list of {code, weight, rows}.';
comment on column batch_fault_runs.kept_faults is 'Faulty rows of this run whose details stand in batch_faults.';
comment on column batch_fault_runs.kept_notes is 'Noted rows of this run whose details stand in batch_faults.';

create trigger batch_fault_runs_insert_only before update or delete or truncate on batch_fault_runs
  for each statement execute function refuse_change();
grant select, insert on batch_fault_runs to probity_app;

-- Batches that an older program has judged; one whose judging was cut short is judged anew.
insert into batch_fault_runs (batch_id, last_row_no, faulty_rows, counts, kept_faults, kept_notes)
select f.batch_id, max(f.row_no),
  coalesce(array_agg(f.row_no order by f.row_no) filter (where f.weight = 'fault'), '{}'),
  (select jsonb_agg(jsonb_build_object('code', c.code, 'weight', c.weight, 'rows', c.rows))
   from (select code, g.weight, count(*) as rows from batch_faults g, unnest(g.codes) as code
         where g.batch_id = f.batch_id group by code, g.weight) c),
  count(*) filter (where f.weight = 'fault'), count(*) filter (where f.weight = 'note')
from batch_faults f join batches b on b.batch_id = f.batch_id
where b.state in ('merging', 'completed', 'refused')
group by f.batch_id;
