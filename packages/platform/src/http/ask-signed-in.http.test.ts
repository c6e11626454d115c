// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { describe, expect, test } from 'vitest'
import { csvOf, newUscc, penalty, registration } from '../../test/http-world.ts'
import { type Browser, openSignInWorld } from '../../test/sign-in-world.ts'

const world = await openSignInWorld('2026-11-24T02:00:00.000Z')
const registry = await world.furnisher('registry', 'registration-authority')
const inspector = await world.furnisher('inspector', 'penalty-authority')
const citizen = world.people.get('citizen-1')?.person
if (!citizen) throw new Error('the demo has a citizen')
const uscc = newUscc()
await world.submit(registry, {
  type: 'cn.registration',
  csv: csvOf([registration(uscc, '演示登录有限公司')]),
})
const rows = [
  penalty('', citizen.name, {
    party_kind: 'person',
    person_id: citizen.residentId,
    decision_on: '2026-10-04',
  }),
]
await world.submit(inspector, { type: 'cn.administrative-penalty', csv: csvOf(rows) })

type Asked = {
  status: number
  code?: string
  text: string
  number?: string
  report?: { records: { fields: Record<string, unknown> }[] }
}

async function ask(browser: Browser, json: unknown): Promise<Asked> {
  const { status, text } = await browser.ask('/v1/inquiries', { method: 'POST', json })
  return { status, text, ...(JSON.parse(text) as object) }
}

const own = { purpose: 'own-report', basis: { kind: 'own-file' } }
const statute = { kind: 'statute', statute: '政务数据共享条例', caseNumber: '演示〔2026〕11号' }
const onFirm = { about: { scheme: 'cn.uscc', value: uscc }, purpose: 'public-duty', basis: statute }
const onCitizen = {
  about: { scheme: 'cn.rid', value: citizen.residentId },
  purpose: 'public-duty',
  basis: statute,
}

describe('a subject, signed in to their own file', () => {
  test('sees all of it, the number in full, and may not ask on any other ground', async () => {
    const browser = await world.signedIn('citizen-1', 'as=self')
    const file = await ask(browser, own)
    expect(file.status).toBe(200)
    expect(file.report?.records[0]?.fields).toMatchObject({
      party_name: citizen.name,
      person_id: citizen.residentId,
    })
    const no = await ask(browser, onFirm)
    expect([no.status, no.code]).toEqual([403, 'BASIS_NOT_YOURS'])
    const other = await ask(browser, { ...own, about: onFirm.about })
    expect([other.status, other.code]).toEqual([403, 'FILE_NOT_YOURS'])
  })

  test('is shown again, byte for byte, what a department was answered', async () => {
    const department = await world.signedIn('demo-ecology.inspector-1')
    const answered = await ask(department, onCitizen)
    expect(answered.status).toBe(200)
    expect(answered.text).not.toContain(citizen.residentId)
    const browser = await world.signedIn('citizen-1', 'as=self')
    const again = await browser.ask(`/v1/own-file/inquiries/${answered.number}/report`)
    const reportIn = (text: string) => text.slice(text.indexOf('"report":'))
    expect(JSON.parse(again.text)).toMatchObject({ number: answered.number, same: true })
    expect(reportIn(again.text)).toBe(reportIn(answered.text))
    const stranger = await world.signedIn('agent-1', 'as=self')
    expect((await stranger.ask(`/v1/own-file/inquiries/${answered.number}/report`)).status).toBe(404)
  })
})

describe('an agent, acting on a power', () => {
  async function agentWith(scopes: readonly string[]): Promise<Browser> {
    const subject = await world.signedIn('citizen-1', 'as=self')
    const json = { scopes, until: '2026-12-24' }
    const given = await subject.json<{ id: string; code: string }>('/v1/powers', { method: 'POST', json })
    const agent = await world.signedIn('agent-1', 'as=self')
    await agent.ask('/v1/codes', { method: 'POST', json: { code: given.code } })
    await agent.ask('/v1/session', { method: 'PUT', json: { power: given.id } })
    return agent
  }

  test('sees the file within it, numbers by their ends, and nothing without', async () => {
    const file = await ask(await agentWith(['file:read']), own)
    expect(file.status).toBe(200)
    expect(file.report?.records[0]?.fields).toMatchObject({ party_name: citizen.name })
    expect(file.text).not.toContain(citizen.residentId)
    const no = await ask(await agentWith(['inquiries:read']), own)
    expect([no.status, no.code]).toEqual([403, 'OWN_AFFAIRS_ONLY'])
  })
})

describe('whoever runs the machine', () => {
  test('is refused whatever it asks, about an organisation as about a person', async () => {
    const operator = await world.signedIn('operator.operator-1')
    for (const asked of [onFirm, onCitizen]) {
      const no = await ask(operator, asked)
      expect([no.status, no.code]).toEqual([403, 'OPERATOR_SEES_NOTHING'])
    }
  })
})

describe('an officer', () => {
  test('asks with the role of asking, and is written down by account', async () => {
    const answered = await ask(await world.signedIn('demo-ecology.inspector-1'), onFirm)
    expect(answered.status).toBe(200)
    const [line] = await world.database.query(
      'select staff, actor_kind from inquiries where inquiry_id = $1',
      [answered.number],
    )
    expect(line).toEqual({ staff: 'inspector-1', actor_kind: 'department' })
  })

  test('does not ask without it', async () => {
    const no = await ask(await world.signedIn('demo-ecology.clerk-1'), onFirm)
    expect([no.status, no.code]).toEqual([403, 'SCOPE_MISSING'])
  })
})
