-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- Proposals about links are acts of two officers like any other: one mechanism, one term, one table that refuses the same officer.

insert into two_officer_acts (act_id, kind, reference, content, proposer_id, proposer, proposed_at, expires_at)
select proposal_id, 'subjects.link',
  concat_ws(' ', proposed_by, least(joining_id, other_id), greatest(joining_id, other_id)),
  jsonb_build_object('act', act, 'joiningId', joining_id, 'otherId', other_id, 'evidence', evidence),
  proposed_by, proposed_holder, proposed_at, proposed_at + interval '14 days'
from link_proposals;

insert into two_officer_outcomes (act_id, proposer_id, proposer, outcome, decider_id, decider, decided_at)
select p.proposal_id, p.proposed_by, p.proposed_holder,
  case d.decision when 'approved' then 'seconded' else 'declined' end, d.decided_by, d.decided_holder, d.decided_at
from link_decisions d join link_proposals p on p.proposal_id = d.proposal_id;

drop table link_decisions;
drop table link_proposals;

comment on column link_grounds.proposal_id is 'The act of two officers on which it rests.';
comment on column link_ground_ends.proposal_id is 'The act of two officers that ended it.';
