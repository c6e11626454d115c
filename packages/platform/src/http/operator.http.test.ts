// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { describe, expect, test } from 'vitest'
import { csvOf, newUscc, penalty, registration } from '../../test/http-world.ts'
import { newResidentId } from '../../test/persons.ts'
import { type Browser, openSignInWorld } from '../../test/sign-in-world.ts'

const world = await openSignInWorld()
const registry = await world.furnisher('registry', 'registration-authority')
const inspector = await world.furnisher('inspector', 'penalty-authority')
const [uscc, id] = [newUscc(), newResidentId()]
const MARKS = { facts: '标记事实', head: '标记代表', content: '标记内容', faulty: '标记差错' }
await world.submit(registry, {
  type: 'cn.registration',
  csv: csvOf([
    registration(uscc, '演示受查有限公司', { legal_representative: MARKS.head, legal_representative_id: id }),
  ]),
})
const sent = await world.submit(inspector, {
  type: 'cn.administrative-penalty',
  csv: csvOf([
    penalty(uscc, '演示受查有限公司', { facts: MARKS.facts }),
    penalty(uscc, '演示受查有限公司', { decision_number: '', facts: MARKS.faulty }),
  ]),
})
const { batchId } = sent.batch

type Operation = { readonly operationId: string; readonly security?: readonly object[] }
type Description = { readonly paths: Record<string, Record<string, Operation>> }
const { paths } = (await world.get('/v1/openapi.json')).json<Description>()
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId }]) => ({ path, method, operationId })),
)
// Signing out would end the trying.
const asked = operations.filter(
  ({ path, operationId }) => !path.startsWith('/v1/public/') && operationId !== 'signOut',
)

/** What an officer of the operator may do over HTTP: look at themself, admit bodies, hold a key of their own. */
const ownAffairs = new Set([
  ...['whoAmI', 'actAs', 'signOut', 'redeemCode', 'listSessions', 'revokeSession', 'revokeOtherSessions'],
  ...['listKeeperProposals', 'proposeKeeper', 'secondKeeper', 'declineKeeper'],
  ...['listKeys', 'issueKey', 'rotateKey', 'endKey', 'takeToken'],
])

/** The address with ids of what is really there, so that nothing is refused for being unknown. */
function addressOf(path: string): string {
  return path
    .replace('/v1/batches/{id}', `/v1/batches/${batchId}`)
    .replace('{row}', '2')
    .replace('{number}', uscc)
    .replace(/\{\w+\}/g, batchId)
}

async function every(who: Browser, headers: Record<string, string> = {}): Promise<void> {
  for (const { path, method, operationId } of asked) {
    const answers = await Promise.all(
      [undefined, {}].map((json) =>
        who.ask(addressOf(path), {
          method: method.toUpperCase(),
          headers,
          ...(method === 'get' ? {} : { json }),
        }),
      ),
    )
    for (const { status, text } of answers) {
      for (const mark of [...Object.values(MARKS), id]) expect(text, operationId).not.toContain(mark)
      if (!ownAffairs.has(operationId)) expect(status, `${method} ${path}`).toBeGreaterThanOrEqual(400)
      expect(status, `${method} ${path}`).toBeLessThan(500)
    }
  }
}

describe('an officer of the operator', () => {
  test('who tries every address of the interface reads nothing of any record, signed in or by a key', async () => {
    expect(asked.length).toBeGreaterThan(30)
    const withKey = await world.signedIn('operator.operator-1')
    const day = { expiresOn: '2026-12-31', own: true }
    const { key } = await withKey.json<{ key: string }>('/v1/keys', {
      method: 'POST',
      json: { scopes: ['bodies:admit', 'node:run'], ...day },
    })
    expect(key).toMatch(/^probity_/)
    await every(world.browser(), { authorization: `Bearer ${key}` })
    const signedIn = await world.signedIn('operator.operator-2')
    await every(signedIn)
    expect(await signedIn.json('/v1/session')).toMatchObject({ kind: 'operator', holder: 'operator-2' })
  })

  test.each(['batches:read', 'inquiries:ask', 'quarantine:release', 'staff:keep'])(
    'makes no key that carries %s',
    async (scope) => {
      const operator = await world.signedIn('operator.operator-1')
      for (const own of [true, false]) {
        const reply = await operator.ask('/v1/keys', {
          method: 'POST',
          json: { scopes: [scope], expiresOn: '2026-12-31', own },
        })
        expect([403, 422]).toContain(reply.status)
      }
    },
  )

  test('lets in the keeper of a body only together with another officer, and the log shows it', async () => {
    const [one, two] = [
      await world.signedIn('operator.operator-1'),
      await world.signedIn('operator.operator-2'),
    ]
    const { id: proposal } = await one.json<{ id: string }>('/v1/keeper-proposals', {
      method: 'POST',
      json: { body: 'inspector', holder: 'keeper-1' },
    })
    const alone = await one.ask(`/v1/keeper-proposals/${proposal}/second`, { method: 'POST' })
    expect([alone.status, JSON.parse(alone.text).code]).toEqual([403, 'SECOND_OFFICER_SAME'])
    const agreed = await two.ask(`/v1/keeper-proposals/${proposal}/second`, { method: 'POST' })
    expect([agreed.status, JSON.parse(agreed.text).code]).toEqual([201, expect.stringMatching(/^[\w-]{43}$/)])
    const entries = await world.database.query(
      "select kind from log_queue where kind = 'access.keeper-admitted'",
    )
    expect(entries).toHaveLength(1)
  })

  test('takes no post of a body, with whatever code', async () => {
    const [one, two] = [
      await world.signedIn('operator.operator-1'),
      await world.signedIn('operator.operator-2'),
    ]
    const { id: proposal } = await one.json<{ id: string }>('/v1/keeper-proposals', {
      method: 'POST',
      json: { body: 'registry', holder: 'keeper-1' },
    })
    const { code } = await two.json<{ code: string }>(`/v1/keeper-proposals/${proposal}/second`, {
      method: 'POST',
    })
    for (const operator of [one, two]) {
      const reply = await operator.ask('/v1/codes', { method: 'POST', json: { code } })
      expect([reply.status, JSON.parse(reply.text).code]).toEqual([403, 'OPERATOR_APART'])
    }
    const citizen = await world.signedIn('agent-1', 'as=agent')
    expect(await citizen.json('/v1/codes', { method: 'POST', json: { code } })).toMatchObject({ to: 'post' })
  })

  test('of one account admits nobody alone, though it proposes by session and seconds by key', async () => {
    const one = await world.signedIn('operator.operator-1')
    const { key } = await one.json<{ key: string }>('/v1/keys', {
      method: 'POST',
      json: { scopes: ['bodies:admit'], expiresOn: '2026-12-31', own: true },
    })
    const { id: proposal } = await one.json<{ id: string }>('/v1/keeper-proposals', {
      method: 'POST',
      json: { body: 'inspector', holder: 'keeper-2' },
    })
    const reply = await world.browser().ask(`/v1/keeper-proposals/${proposal}/second`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
    })
    expect(JSON.parse(reply.text).code).toBe('SECOND_OFFICER_SAME')
  })
})
