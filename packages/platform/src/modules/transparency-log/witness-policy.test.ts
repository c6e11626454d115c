// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { generateSigningKey, signatureTypes } from '@probity/verify'
import { describe, expect, test } from 'vitest'
import { parseWitnessPolicy } from './witness-policy.ts'

const keyOf = (name: string) => generateSigningKey(name, signatureTypes.cosignature).verifierKey
const [x1, x2, x3, y1] = ['x1', 'x2', 'x3', 'y1'].map(keyOf) as [string, string, string, string]
const logKey = generateSigningKey('log.example').verifierKey
const address = 'https://w.example/witness'

const whole = `# who watches this log
log ${logKey} https://log.example/
\twitness X1  ${x1}\t${address}/x1/
witness X2 ${x2} ${address}/x2
witness X3 ${x3} ${address}/x3

witness 监督 ${y1} http://127.0.0.1:9/
group X 2 X1 X2 X3
group X-and-Y all X 监督
quorum X-and-Y
`

describe('a witness policy', () => {
  test('says who is asked, where, and how many of them suffice', () => {
    const { witnesses, quorum, isMet } = parseWitnessPolicy(whole)
    expect(witnesses.map(({ name, url }) => [name, url])).toEqual([
      ['X1', `${address}/x1`],
      ['X2', `${address}/x2`],
      ['X3', `${address}/x3`],
      ['监督', 'http://127.0.0.1:9'],
    ])
    expect(witnesses[0]?.verifierKey).toBe(x1)
    expect(quorum).toBe('X-and-Y')
    for (const [names, suffices] of [
      [[], false],
      [['监督'], false],
      [['X1', '监督'], false],
      [['X1', 'X2', 'X3'], false],
      [['X1', 'X3', '监督'], true],
      [['X1', 'X2', 'X3', '监督'], true],
    ] as const) {
      expect(isMet(new Set(names)), names.join()).toBe(suffices)
    }
  })

  test.each([
    ['none', `witness A ${x1} ${address}\nquorum none`, [], true],
    ['one', `witness A ${x1} ${address}\nquorum A`, [], false],
    [
      'any',
      `witness A ${x1} ${address}\nwitness B ${x2} ${address}\ngroup G any A B\nquorum G\n`,
      ['B'],
      true,
    ],
  ] as const)('may ask for %s', (_how, text, names, suffices) => {
    expect(parseWitnessPolicy(text).isMet(new Set(names))).toBe(suffices)
  })

  const a = `witness A ${x1} ${address}\n`
  test.each([
    ['nothing', '', 1],
    ['no quorum', a, 2],
    ['two quorums', `${a}quorum A\nquorum none\n`, 3],
    ['a quorum of nobody known', `${a}quorum B\n`, 2],
    ['a quorum before its witness', `quorum A\n${a}`, 1],
    ['a quorum of two names', `${a}quorum A A\n`, 2],
    ['a quorum without name', `${a}quorum\n`, 2],
    ['an unknown word', `${a}witnesses A\nquorum A\n`, 2],
    ['a witness without address', `witness A ${x1}\nquorum A\n`, 1],
    ['a witness at no address', `witness A ${x1} somewhere\nquorum A\n`, 1],
    ['a witness in a file', `witness A ${x1} file:///etc/passwd\nquorum A\n`, 1],
    ['a witness with a word more', `witness A ${x1} ${address} more\nquorum A\n`, 1],
    ['a witness called none', `witness none ${x1} ${address}\nquorum none\n`, 1],
    ["a log's key for a witness", `witness A ${logKey} ${address}\nquorum A\n`, 1],
    ['a key that is none', `witness A ${x1.slice(1)} ${address}\nquorum A\n`, 1],
    ['one name twice', `${a}witness A ${x2} ${address}\nquorum A\n`, 2],
    ['one key twice', `${a}witness B ${x1} ${address}\nquorum A\n`, 2],
    ['a group of nobody', `${a}group G any\nquorum G\n`, 2],
    ['a group of more than it has', `${a}group G 2 A\nquorum G\n`, 2],
    ['a group of none', `${a}group G 0 A\nquorum G\n`, 2],
    ['a group that lists one twice', `${a}group G 1 A A\nquorum G\n`, 2],
    ['a group of somebody unknown', `${a}group G any B\nquorum G\n`, 2],
    ['a member of two groups', `${a}group G any A\ngroup H any A\nquorum G\n`, 3],
    ['a group with the name of its witness', `${a}group A any A\nquorum A\n`, 2],
    ['a log without key', `log\n${a}quorum A\n`, 1],
    ['a carriage return', `${a}quorum A\r\n`, 2],
    ['too many lines', '#\n'.repeat(1_001), 1_000],
  ])('with %s is refused, and the line is named', (_what, text, line) => {
    expect(() => parseWitnessPolicy(text)).toThrow(
      expect.objectContaining({ code: 'WITNESS_POLICY_MALFORMED', facts: { line } }),
    )
  })
})
