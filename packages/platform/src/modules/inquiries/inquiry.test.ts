// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import type { CivilDate } from '../../kernel/civil-date.ts'
import type { AccountId, KeyId, PowerId, SubjectId } from '../../kernel/ids.ts'
import { type Actor, bodyActor, publicActor } from '../access/index.ts'
import { inquirerOf } from './index.ts'

const id = '00000000-0000-7000-8000-00000000000a'
const none = { participantId: null, staff: null, onBehalfOf: null }
const credential = {
  sessionId: null,
  keyId: null,
  accountId: id as string as AccountId,
  assurance: 2,
  jurisdiction: '999999',
} as const
const lender = bodyActor({ kind: 'lender', participantId: 7, jurisdiction: '999999' })
const power = {
  powerId: id as string as PowerId,
  subjectId: id as string as SubjectId,
  scopes: [],
  until: '2027-01-01' as CivilDate,
}

test.each<[string, Actor, object]>([
  ['an officer by the account', { ...lender, holder: 'clerk-1' }, { participantId: 7, staff: 'clerk-1' }],
  [
    'a machine by its key',
    { ...lender, keyId: id as string as KeyId },
    { participantId: 7, staff: `key:${id}` },
  ],
  [
    'a subject by the sign-in',
    { ...credential, kind: 'subject', subjectId: id as string as SubjectId, office: null },
    { staff: `account:${id}` },
  ],
  [
    'an agent with the subject it acts for',
    { ...credential, kind: 'agent', power },
    { staff: `account:${id}`, onBehalfOf: { subjectId: id } },
  ],
  ['the public by nothing', publicActor, {}],
])('an inquirer is written down: %s', (_what, actor, expected) => {
  expect(inquirerOf(actor)).toEqual({ ...none, kind: actor.kind, ...expected })
})

test('a bureau asks for a body, which is written down too', () => {
  expect(inquirerOf({ ...lender, kind: 'bureau' }, 9).onBehalfOf).toEqual({ participantId: 9 })
})
