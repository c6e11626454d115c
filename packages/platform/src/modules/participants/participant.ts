// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { only, type Query, type Tx } from '../../kernel/db/database.ts'
import { takeTick } from '../../kernel/db/tick.ts'
import type { Bilingual } from '../../kernel/messages.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type BodyActor, type BodyKind, bodyActor } from '../access/index.ts'

/** A body that furnishes or asks. `functions` says what it is by law; the catalogue says what each may furnish. */
export type Participant = {
  readonly participantId: number
  readonly code: string
  readonly name: Bilingual
  /** What it is to the disclosure policy, for life: another kind is another participant. */
  readonly kind: BodyKind
  readonly functions: readonly string[]
  /** Six digits of GB/T 2260: the region it answers for. */
  readonly division: string
}

type Stored = Omit<Participant, 'name'> & { readonly nameZh: string; readonly nameEn: string }

const columns = `participant_id as "participantId", code, name_zh as "nameZh", name_en as "nameEn", kind, functions,
  division`

/** @throws Refusal PARTICIPANT_CODE_TAKEN, PARTICIPANT_CODE_MALFORMED */
export async function registerParticipant(
  tx: Tx,
  input: Omit<Participant, 'participantId'>,
): Promise<Participant> {
  if (!/^[a-z0-9][a-z0-9-]{1,62}$/.test(input.code)) throw refuse('PARTICIPANT_CODE_MALFORMED')
  const tick = await takeTick(tx)
  const rows = await tx.query<{ participantId: number }>(
    `insert into participants (participant_id, code, name_zh, name_en, kind, functions, division, tick)
     select coalesce(max(participant_id), 0) + 1, $1, $2, $3, $4, $5, $6, $7 from participants
     on conflict (code) do nothing
     returning participant_id as "participantId"`,
    [input.code, input.name.zh, input.name.en, input.kind, input.functions, input.division, tick],
  )
  if (rows.length === 0) throw refuse('PARTICIPANT_CODE_TAKEN', { code: input.code })
  return { ...input, participantId: only(rows).participantId }
}

/** A body that acts by a door of the house itself, such as the watched folder: no credential stands behind it. */
export function actorOfBody(
  { kind, participantId, division }: Participant,
  scopes: readonly string[],
): BodyActor {
  return bodyActor({ kind, participantId, jurisdiction: division, scopes })
}

export async function findParticipantByCode(
  on: { readonly query: Query },
  code: string,
): Promise<Participant | undefined> {
  const rows = await on.query<Stored>(`select ${columns} from participants where code = $1`, [code])
  return rows[0] && fromStored(rows[0])
}

/** @throws Refusal PARTICIPANT_UNKNOWN */
export async function getParticipant(
  on: { readonly query: Query },
  participantId: number,
): Promise<Participant> {
  const rows = await on.query<Stored>(`select ${columns} from participants where participant_id = $1`, [
    participantId,
  ])
  if (!rows[0]) throw refuse('PARTICIPANT_UNKNOWN')
  return fromStored(rows[0])
}

export async function findParticipantKind(
  on: { readonly query: Query },
  participantId: number,
): Promise<{ readonly kind: BodyKind; readonly jurisdiction: string } | undefined> {
  const rows = await on.query<{ kind: BodyKind; jurisdiction: string }>(
    'select kind, division as jurisdiction from participants where participant_id = $1',
    [participantId],
  )
  return rows[0]
}

/** The region of a participant that is not of this one, if there is any. */
export async function findDivisionBeside(
  on: { readonly query: Query },
  division: string,
): Promise<string | undefined> {
  const rows = await on.query<{ division: string }>(
    'select division from participants where division <> $1 order by participant_id limit 1',
    [division],
  )
  return rows[0]?.division
}

export async function listParticipants(on: { readonly query: Query }): Promise<Participant[]> {
  const rows = await on.query<Stored>(
    `select ${columns} from participants order by participant_id limit 10000`,
  )
  return rows.map(fromStored)
}

function fromStored({ nameZh, nameEn, ...rest }: Stored): Participant {
  return { ...rest, name: { zh: nameZh, en: nameEn } }
}
