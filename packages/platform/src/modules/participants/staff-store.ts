// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate, Instant } from '../../kernel/civil-date.ts'
import { only, type Query, type Tx } from '../../kernel/db/database.ts'
import type { AccountId, StaffId } from '../../kernel/ids.ts'
import type { EmployerKind } from './roles.ts'
import type { Post, StaffLine } from './staff.ts'

type Reader = { readonly query: Query }

/** Class of the advisory locks that let an account take one post after the other. */
const ACCOUNT_LOCK = 7011

export async function lockAccount(tx: Tx, accountId: AccountId): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [ACCOUNT_LOCK, accountId])
}

/** @returns false when the account's name is taken in this body, now or before */
export async function insertPost(
  tx: Tx,
  post: Pick<Post, 'staffId' | 'participantId' | 'holder'> & { readonly madeBy: string },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into staff_members (staff_id, participant_id, holder, made_at, made_by) values ($1, $2, $3, $4, $5)
     on conflict do nothing returning staff_id`,
    [post.staffId, post.participantId, post.holder, tx.clock.now(), post.madeBy],
  )
  return rows.length === 1
}

export async function getPostEmployer(
  on: Reader,
  staffId: StaffId,
): Promise<{ participantId: number | null; holder: string }> {
  return only(
    await on.query<{ participantId: number | null; holder: string }>(
      'select participant_id as "participantId", holder from staff_members where staff_id = $1',
      [staffId],
    ),
  )
}

export async function listEmployers(
  on: Reader,
  accountId: AccountId,
): Promise<{ participantId: number | null }[]> {
  return on.query<{ participantId: number | null }>(
    'select participant_id as "participantId" from staff_accounts where account_id = $1 limit 1000',
    [accountId],
  )
}

/** @returns false when the account holds a post there already, or somebody else took this one */
export async function insertTaking(
  tx: Tx,
  taking: {
    readonly staffId: StaffId
    readonly participantId: number | null
    readonly accountId: AccountId
  },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into staff_accounts (participant_id, account_id, staff_id, taken_at) values ($1, $2, $3, $4)
     on conflict do nothing returning staff_id`,
    [taking.participantId, taking.accountId, taking.staffId, tx.clock.now()],
  )
  return rows.length === 1
}

export type NewGrant = {
  readonly grantId: string
  readonly staffId: StaffId
  readonly role: string
  readonly until: CivilDate
  readonly madeBy: string
  readonly actId: string | null
}

export async function insertGrant(tx: Tx, grant: NewGrant): Promise<void> {
  await tx.query(
    `insert into staff_roles (grant_id, staff_id, role, until_on, made_at, made_by, act_id)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [grant.grantId, grant.staffId, grant.role, grant.until, tx.clock.now(), grant.madeBy, grant.actId],
  )
}

type StoredPost = Omit<Post, 'kind' | 'jurisdiction' | 'employer'> & {
  readonly kind: EmployerKind
  readonly jurisdiction: string | null
  readonly code: string | null
  readonly nameZh: string | null
  readonly nameEn: string | null
}

const postColumns = `m.staff_id as "staffId", m.participant_id as "participantId", m.holder,
  coalesce(p.kind, 'operator') as kind, p.division as jurisdiction, p.code, p.name_zh as "nameZh",
  p.name_en as "nameEn",
  array(
    select distinct r.role from staff_roles r
    where r.staff_id = m.staff_id and r.until_on > $1::date
      and not exists (select 1 from v_access_ends e where e.ended_id = r.grant_id and e.ends_at <= $2)
    order by r.role) as roles`

const postHolds =
  'not exists (select 1 from v_access_ends e where e.ended_id = m.staff_id and e.ends_at <= $2)'

/** The post, if it has not ended. */
export async function findPost(
  on: Reader,
  staffId: StaffId,
  today: CivilDate,
  now: Instant,
): Promise<StoredPost | undefined> {
  const rows = await on.query<StoredPost>(
    `select ${postColumns} from staff_members m left join participants p on p.participant_id = m.participant_id
     where m.staff_id = $3 and ${postHolds}`,
    [today, now, staffId],
  )
  return rows[0]
}

export async function listPostsOfAccount(
  on: Reader,
  accountId: AccountId,
  today: CivilDate,
  now: Instant,
): Promise<StoredPost[]> {
  return on.query<StoredPost>(
    `select ${postColumns} from staff_accounts a join staff_members m on m.staff_id = a.staff_id
     left join participants p on p.participant_id = m.participant_id
     where a.account_id = $3 and ${postHolds} order by m.staff_id limit 100`,
    [today, now, accountId],
  )
}

/** Posts of one body with all that was ever delegated to them, newest first. */
export async function listStaff(
  on: Reader,
  participantId: number | null,
  staffId: StaffId | null = null,
): Promise<StaffLine[]> {
  return on.query<StaffLine>(
    `select m.staff_id as "staffId", m.holder, m.made_at as "madeAt",
       exists (select 1 from staff_accounts a where a.staff_id = m.staff_id) as "isTaken",
       (select min(e.ends_at) from v_access_ends e where e.ended_id = m.staff_id) as "endsAt",
       coalesce((
         select jsonb_agg(jsonb_build_object('grantId', r.grant_id, 'role', r.role, 'until', r.until_on,
           'madeBy', r.made_by, 'endsAt', to_char(
             (select min(e.ends_at) from v_access_ends e where e.ended_id = r.grant_id) at time zone 'utc',
             'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by r.grant_id desc)
         from staff_roles r where r.staff_id = m.staff_id), '[]') as roles
     from staff_members m
     where m.participant_id is not distinct from $1 and ($2::uuid is null or m.staff_id = $2)
     order by m.staff_id desc limit 1000`,
    [participantId, staffId],
  )
}
