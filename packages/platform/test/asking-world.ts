// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../src/kernel/civil-date.ts'
import type { PowerId, SubjectId } from '../src/kernel/ids.ts'
import { type Actor, type AgentActor, type BodyActor, bodyActor } from '../src/modules/access/index.ts'
import type { Answered, Asked } from '../src/modules/disclosure/index.ts'
import { type AuthorisationId, giveAuthorisation } from '../src/modules/inquiries/index.ts'
import { csvOf, newUscc, penalty } from './http-world.ts'
import { consent, type InquiryWorld, openInquiryWorld } from './inquiry-world.ts'
import { newResidentId } from './persons.ts'

/** What the inquiry log has of one question. */
export type Line = {
  readonly outcome: string
  readonly subject: string
  readonly view: string
  readonly basis: string
}

/** The world of inquiries with an organisation and a person, both with a penalty, and bodies that ask about them. */
export type AskingWorld = InquiryWorld & {
  readonly inspector: BodyActor
  readonly department: BodyActor
  readonly court: BodyActor
  readonly auditor: BodyActor
  readonly operator: Actor
  readonly firm: SubjectId
  readonly person: SubjectId
  /** The person's number. */
  readonly number: string
  readonly onFirm: { readonly scheme: string; readonly value: string }
  readonly onPerson: { readonly scheme: string; readonly value: string }
  agentOf(subjectId: SubjectId, scopes: AgentActor['power']['scopes']): AgentActor
  give(subjectId: SubjectId, more?: Record<string, unknown>): Promise<AuthorisationId>
  /** The code of the refusal, or ANSWERED. */
  refusalOf(actor: Actor, asked: Asked): Promise<string>
  /** What the log has since it was last looked at; the clock stands still, so no id is later. */
  newLines(): Promise<Line[]>
}

export const statute = {
  kind: 'statute',
  statute: '政务数据共享条例',
  caseNumber: '演示〔2026〕7号',
} as const
export const own: Asked = { purpose: 'own-report', basis: { kind: 'own-file' } }

export async function openAskingWorld(): Promise<AskingWorld> {
  const world = await openInquiryWorld()
  const { database, questions } = world
  const inspector = await world.furnisher('inspector', 'penalty-authority')
  const asking = async (kind: 'department' | 'court' | 'auditor', holder: string): Promise<BodyActor> =>
    bodyActor({ ...(await world.body(kind, kind, ['inquiries:ask'])), holder })
  const uscc = newUscc()
  const { subjectId: firm } = await world.register('演示问询有限公司', uscc)
  const number = newResidentId('1984-04-04')
  const penalties = [
    penalty(uscc, '演示问询有限公司', { facts: '事实若干' }),
    penalty('', '独孤求', { party_kind: 'person', person_id: number }),
  ]
  await world.submit(inspector, { type: 'cn.administrative-penalty', csv: csvOf(penalties) })
  const [found] = await database.query<{ id: SubjectId }>(
    "select subject_id as id from subjects where kind = 'person' order by 1 limit 1",
  )
  const seen = new Set<string>()
  return {
    ...world,
    ...{ inspector, firm, number, person: found?.id as SubjectId },
    department: await asking('department', 'clerk-2'),
    court: await asking('court', 'judge-1'),
    auditor: await asking('auditor', 'auditor-1'),
    operator: {
      ...bodyActor({ kind: 'department', participantId: 0, jurisdiction: '100000' }),
      kind: 'operator',
    } as unknown as Actor,
    onFirm: { scheme: 'cn.uscc', value: uscc },
    onPerson: { scheme: 'cn.rid', value: number },
    agentOf: (subjectId, scopes) => {
      const { kind: _kind, office: _office, subjectId: _subjectId, ...credential } = world.subject(subjectId)
      const powerId = '00000000-0000-7000-8000-00000000a9e1' as PowerId
      const power = { powerId, subjectId, scopes, until: '2027-01-01' as CivilDate }
      return { ...credential, kind: 'agent', power }
    },
    give: (subjectId, more = {}) => {
      const { catalogue } = world.collection.catalogues.current()
      const given = { ...consent, ...more } as typeof consent
      return database.transact((tx) => giveAuthorisation(tx, world.subject(subjectId), catalogue, given))
    },
    refusalOf: async (actor, asked) => {
      const refused: unknown = await questions.ask(actor, asked).then(
        () => undefined,
        (error: unknown) => error,
      )
      return (refused as { code?: string } | undefined)?.code ?? 'ANSWERED'
    },
    newLines: async () => {
      const rows = await database.query<Line & { id: string }>(
        `select inquiry_id as id, coalesce(refusal, 'answered') as outcome, subject_id as subject, view, basis
         from inquiries order by inquiry_id limit 10000`,
      )
      const lines = rows.filter(({ id }) => !seen.has(id))
      for (const { id } of rows) seen.add(id)
      return lines
    },
  }
}

export type AnsweredRecord = {
  readonly type: string
  readonly polarity: string
  readonly objection: boolean
  readonly hold: boolean
}

export function recordsOf({ report }: Answered): AnsweredRecord[] {
  return (JSON.parse(report.body) as { records: AnsweredRecord[] }).records
}
