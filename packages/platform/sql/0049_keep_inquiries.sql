-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- A group of inquiries in one round trip: the connection is held for one commit and nothing else.

-- Groups lie together: ranges of blocks are enough to find a group's rows again, and cost an insert next to nothing.
create index inquiries_group on inquiries using brin (group_id) with (pages_per_range = 32);

create function authorisation_holds(a v_authorisations, p_participant_id integer, p_purpose text, p_day date)
returns boolean language sql immutable as $$
  select a.participant_id = p_participant_id and p_purpose = any(a.purposes)
    and a.noticed and not a.ended and not a.spent
    and a.valid_from <= p_day and a.valid_until > p_day
    and (a.document_due_on is null or a.document_due_on >= p_day)
$$;
comment on function authorisation_holds is 'Whether an authorisation lets a body ask for a purpose on a day; asked wherever an answer is composed, and again when it is kept.';

create function keep_inquiries(
  p_inquiries jsonb, p_group_id uuid, p_entry_id uuid, p_commitment bytea, p_leaves bytea, p_at timestamptz
) returns uuid[] language plpgsql as $$
declare
  latest bigint;
  moved uuid[];
begin
  -- Each statement below has a snapshot of its own, taken after this lock: it sees every act that became visible.
  perform pg_advisory_xact_lock_shared(7005);
  select coalesce(max(tick), 0) into latest from ticks;

  -- A refusal is kept whatever moved: it gives nothing away. As long as no tick at all was given since an answer was
  -- read, which is the rule, no subject is looked at.
  with asked as materialized (
    select a.*, array(
      select a.subject_id
      union all
      select l.member_id from v_subject_links l where l.canonical_id = a.subject_id) as members
    from jsonb_to_recordset(p_inquiries) as a (subject_id uuid, asked_on date, inquiry_id uuid, participant_id integer,
      behalf_participant_id integer, purpose text, authorisation_id uuid, tick_read bigint, refusal text)
    where a.refusal is null
  ), consents as materialized (
    select a.inquiry_id,
      authorisation_holds(v, coalesce(a.behalf_participant_id, a.participant_id), a.purpose, a.asked_on) as holds,
      -- Of two in one group that would spend a single consent, the later finds it spent.
      not v.single or row_number() over (partition by a.authorisation_id order by a.inquiry_id) = 1 as is_first
    from asked a
    join v_authorisations v on v.subject_id = any(a.members) and v.authorisation_id = a.authorisation_id
  )
  select array_agg(a.inquiry_id) into moved
  from asked a
  left join consents c on c.inquiry_id = a.inquiry_id
  where (a.authorisation_id is not null and not coalesce(c.holds and c.is_first, false))
    or (a.tick_read < latest
      and (a.tick_read < (select coalesce(max(tick), 0) from v_general_moves)
        or exists (
          select 1 from v_subject_moves m where m.subject_id = any(a.members) and m.tick > a.tick_read)));
  if moved is not null then
    return moved;
  end if;

  insert into authorisation_uses (subject_id, authorisation_id, inquiry_id)
  select x.subject_id, x.authorisation_id, a.inquiry_id
  from jsonb_to_recordset(p_inquiries) as a (subject_id uuid, inquiry_id uuid, authorisation_id uuid, refusal text)
  join authorisations x on x.authorisation_id = a.authorisation_id and x.single
    and x.subject_id = any(array(
      select a.subject_id
      union all
      select l.member_id from v_subject_links l where l.canonical_id = a.subject_id))
  where a.refusal is null;

  insert into inquiries (subject_id, asked_on, inquiry_id, asked_at, subject_known, actor_kind, participant_id,
    staff, behalf_participant_id, behalf_subject_id, purpose, basis, authorisation_id, statute, case_number, view,
    fields, tick_read, as_of, result_hash, refusal, hidden_until, hidden_document, salt, group_id)
  select subject_id, asked_on, inquiry_id, asked_at, subject_known, actor_kind, participant_id,
    staff, behalf_participant_id, behalf_subject_id, purpose, basis, authorisation_id, statute, case_number, view,
    fields, tick_read, as_of, decode(result_hash, 'hex'), refusal, hidden_until, hidden_document,
    decode(salt, 'hex'), p_group_id
  from jsonb_to_recordset(p_inquiries) as a (subject_id uuid, asked_on date, inquiry_id uuid,
    asked_at timestamptz, subject_known boolean, actor_kind text, participant_id integer, staff text,
    behalf_participant_id integer, behalf_subject_id uuid, purpose text, basis text, authorisation_id uuid,
    statute text, case_number text, view text, fields text[], tick_read bigint, as_of date, result_hash text,
    refusal text, hidden_until date, hidden_document text, salt text);

  insert into log_queue (entry_id, kind, commitment, queued_at)
  values (p_entry_id, 'inquiries.kept', p_commitment, p_at);
  insert into inquiry_groups (group_id, entry_id, kept_at, kept_tick, leaves)
  values (p_group_id, p_entry_id, p_at, latest, p_leaves);
  return '{}';
end
$$;
comment on function keep_inquiries is 'Makes a group of inquiries durable with its log entry, all of them or none; answers with those that have moved.';
