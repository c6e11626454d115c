-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- What a numbered report is composed from: everything with the ticks between which it held, so that it can be replayed.

create view v_record_contents as
select subject_id, record_id, version_no, tick, furnisher_id, type, layout, withdrawn, polarity, severity,
  event_on, valid_from, valid_to, document_on, document_number, document_body, edition, public_from, public_until,
  public_rule, name_key, came_by_scheme, came_by_generation, came_by_value, face, closed, sealed
from record_versions;
comment on view v_record_contents is 'Records with what lies beside the face: for numbered reports, which show of it what their view allows.';

create view v_subject_link_spans as
select l.member_id, l.canonical_id, l.tick, e.tick as ended_tick
from subject_links l
left join subject_link_ends e on e.member_id = l.member_id and e.link_id = l.link_id;
comment on view v_subject_link_spans is 'All links, each from its tick until the tick at which it ended, if it has.';

create view v_tombstones as
select subject_id, record_id, entry_id, tick from tombstones;
comment on view v_tombstones is 'What was lawfully deleted, with the entry of the log that says so: a replayed report names it.';

grant select on v_record_contents, v_subject_link_spans, v_tombstones to probity_app;
