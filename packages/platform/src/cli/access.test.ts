// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Readable, Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { accessCommand } from './access.ts'

async function access(...args: string[]): Promise<string> {
  let out = ''
  const into = new Writable({
    write: (chunk, _encoding, done) => {
      out += String(chunk)
      done()
    },
  })
  const io = { stdin: Readable.from([]), stdout: into, stderr: into, env: {}, isTty: false }
  expect(await accessCommand.run(args, io)).toBe(0)
  return out
}

const asked = (actor: string, purpose: string, basis: string, kind: string): string[] => [
  ...['explain', '--actor', actor, '--purpose', purpose, '--basis', basis],
  ...['--type', 'cn.administrative-penalty', '--subject-kind', kind],
]

test('explain says which line decides, with its sentence and its law, and why every other does not', async () => {
  const out = await access(
    ...asked('lender', 'financing-service', 'authorisation', 'person'),
    '--language',
    'en',
  )
  expect(out).toMatch(/^Answer {2}opens lender {2}\(FINANCING\)$/m)
  expect(out).toMatch(/^▶ FINANCING +opens lender +decides$/m)
  expect(out).toContain('Personal Information Protection Law (2021年公布) art. 23 [seen S05]')
  expect(out).toMatch(/^ {2}NO-PERSON-UNASKED +refuses CONSENT_NEEDED +does not fit: basis$/m)
  expect(out).toMatch(/^ {2}COURT +opens court +does not fit: actor, purpose, basis$/m)
})

test('explain speaks Chinese first, and tells a refusal with its reason', async () => {
  const out = await access(...asked('lender', 'financing-service', 'statute', 'person'))
  expect(out).toMatch(/^结论 {2}拒绝 CONSENT_NEEDED {2}查询自然人须有本人授权。 {2}\(NO-PERSON-UNASKED\)$/m)
  expect(out).toMatch(/NO-PRIVATE-STATUTE +拒绝 BASIS_NOT_YOURS +符合，但前面已有决定/)
})

test('explain says when only recalled law keeps a line from opening, and when the sides are apart', async () => {
  const supervision = asked('department', 'supervision', 'statute', 'organisation')
  expect(await access(...supervision, '--language', 'en')).toContain('Answer  opens department')
  const outside = await access(...supervision, '--language', 'en', '--production')
  expect(outside).toMatch(/SUPERVISION +opens department +the line rests on recalled law/)
  expect(outside).toContain('No rule opens this question, so it stays closed.')
  const loan = await access(
    ...asked('lender', 'loan-approval', 'authorisation', 'person'),
    '--language',
    'en',
  )
  expect(loan).toContain('The purpose and the record type are of different sides of the law.')
})

test('explain answers for each polarity a type can have, or the one that is asked for, as JSON too', async () => {
  const grade = [
    ...asked('subject', 'own-report', 'own-file', 'organisation'),
    '--type',
    'cn.tax-credit-result',
  ]
  const all = JSON.parse(await access(...grade, '--json')) as { question: { polarity: string } }[]
  expect(all.map(({ question }) => question.polarity)).toEqual(['positive', 'neutral', 'adverse'])
  const one = JSON.parse(await access(...grade, '--json', '--polarity', 'adverse')) as unknown[]
  expect(one).toHaveLength(1)
})

test('table prints each line with its sentence, scope, basis and confidence, and the views', async () => {
  const out = await access('table', '--language', 'en')
  expect(out).toMatch(/^AGENT-FILE +opens agent$/m)
  expect(out).toContain('Civil Code (2020年公布) art. 161 [recalled]\n  recalled: opens in demo mode only')
  expect(out).toMatch(/^financing-service +Deciding about financing {2}public · consent always · hard$/m)
  expect(out).toMatch(/^supervision +Credit-based.* case number · recalled: opens in demo mode only$/m)
  expect(out).toMatch(/^lender +For a lender {2}kept · public, department, personal$/m)
})

test.each([
  [['explain', '--actor', 'neighbour']],
  [asked('lender', 'gossip', 'authorisation', 'person')],
  [['gossip']],
  [['table', '--language', 'fr']],
])('%j is answered with how it is called', async (args) => {
  await expect(access(...args)).rejects.toMatchObject({ code: 'USAGE' })
})
