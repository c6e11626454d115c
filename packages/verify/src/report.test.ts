// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeBase64 } from './base64.ts'
import { parseSigningKey } from './note-key.ts'
import { generateSigningKey, platformSuite as suite } from './platform-suite.ts'
import {
  discloseOnly,
  disclosureBytesMax,
  formatDisclosure,
  parseDisclosure,
  type ReportSection,
  sectionHash,
  verifyDisclosure,
} from './report-disclosure.ts'
import {
  formatReportSeal,
  parseReportSeal,
  signReportSeal,
  sortHashes,
  verifyReportSeal,
} from './report-seal.ts'
import { signNote } from './signed-note.ts'
import type { VerificationCode } from './verification-error.ts'

const refusal = (code: VerificationCode) => expect.objectContaining({ name: 'VerificationError', code })
const pair = generateSigningKey('node.example')
const key = parseSigningKey(suite, pair.signingKey)
const saltOf = (at: number) => new Uint8Array(16).fill(at)
const sections: ReportSection[] = [
  { name: 'penalties', salt: saltOf(1), content: [{ number: '示罚〔2026〕1号', on: '2026-03-02' }] },
  { name: 'registration', salt: saltOf(2), content: { name: '示例有限公司', capital: 12.5 } },
  { name: 'subject', salt: saltOf(3), content: { kind: 'organisation' } },
]
const seal = {
  node: 'node.example',
  report: 'R-2026-000001',
  composed: '2026-04-02T01:30:02.250Z',
  asOf: '2026-04-02',
  tick: 42,
  catalogue: '2026-04-01.1',
  view: 'report_v1',
  sections: sortHashes([...sections.map((section) => sectionHash(suite, section)), suite.hash()]),
}
const note = signReportSeal(suite, seal, key)
const whole = formatDisclosure({ seal: note, sections })
const body = formatReportSeal(seal)

describe('the seal of a report', () => {
  test('says which report it is, and of each section a salted hash only', () => {
    expect(verifyReportSeal(suite, note, pair.verifierKey)).toEqual(seal)
    expect(note).not.toMatch(/penalties|示例|organisation/)
    expect(parseReportSeal(body)).toEqual(seal)
  })

  test.each([
    ['another format', 'REPORT_FORMAT_UNKNOWN', body.replace('report/0', 'report/1')],
    ['a missing line', 'REPORT_MALFORMED', body.replace(/tick: 42\n/, '')],
    ['a line more', 'REPORT_MALFORMED', `${body}more: 1\n`],
    ['a day that is none', 'REPORT_MALFORMED', body.replace('as-of: 2026-04-02', 'as-of: 2026-02-30')],
    ['no sections', 'REPORT_MALFORMED', body.replace(/sections: 4\n[\s\S]*/, 'sections: 0\n')],
    ['a billion sections', 'REPORT_MALFORMED', body.replace('sections: 4', 'sections: 1000000000')],
    ['a section too few', 'REPORT_MALFORMED', body.replace('sections: 4', 'sections: 5')],
    ['a section too many', 'REPORT_MALFORMED', body.replace('sections: 4', 'sections: 3')],
    ['sections in another order', 'REPORT_MALFORMED', body.replace(/(section: .*\n)(section: .*\n)/, '$2$1')],
    ['a section twice', 'REPORT_MALFORMED', body.replace(/(section: .*\n)(section: .*\n)/, '$1$1')],
    ['a short hash', 'HASH_LENGTH', body.replace(/section: .*\n/, 'section: AAAA\n')],
    ['a hash in no base64', 'BASE64_MALFORMED', body.replace(/section: .*\n/, 'section: ????\n')],
    [
      'a hash without end',
      'REPORT_MALFORMED',
      body.replace(/section: .*\n/, `section: ${'A'.repeat(500)}\n`),
    ],
  ] as const)('with %s is refused: %s', (_what, code, text) => {
    expect(() => parseReportSeal(text)).toThrow(refusal(code))
  })

  test('of one node is neither made nor shown in the name of another', () => {
    expect(() => signReportSeal(suite, { ...seal, node: 'other.example' }, key)).toThrow(
      refusal('REPORT_OF_ANOTHER_NODE'),
    )
    const other = signNote(suite, body.replace('node.example', 'other.example'), key)
    expect(() => verifyReportSeal(suite, other, pair.verifierKey)).toThrow(refusal('REPORT_OF_ANOTHER_NODE'))
    expect(() => signReportSeal(suite, { ...seal, sections: [] }, key)).toThrow(refusal('REPORT_MALFORMED'))
  })
})

describe('what a subject shows of its report', () => {
  test('verifies as a whole, and says how many hashes stay unexplained', () => {
    const { sections: shown, undisclosed } = verifyDisclosure(suite, whole, pair.verifierKey)
    expect(shown).toEqual(sections.map(({ name, content }) => ({ name, content })))
    expect(undisclosed).toBe(1)
  })

  test('verifies for any choice of sections, and tells nothing of the others', () => {
    fc.assert(
      fc.property(fc.subarray(sections.map(({ name }) => name)), (names) => {
        const part = formatDisclosure(discloseOnly(parseDisclosure(whole), names))
        const { sections: shown, undisclosed } = verifyDisclosure(suite, part, pair.verifierKey)
        expect(shown.map(({ name }) => name)).toEqual(names)
        expect(undisclosed).toBe(4 - names.length)
        for (const { name } of sections) if (!names.includes(name)) expect(part).not.toContain(name)
      }),
    )
    expect(() => discloseOnly(parseDisclosure(whole), ['criminal'])).toThrow(refusal('SECTION_UNKNOWN'))
  })

  test.each([
    ['another content', { content: [] }],
    ['another name', { name: 'no-penalties' }],
    ['another salt', { salt: saltOf(9) }],
  ])('is refused with %s', (_what, change) => {
    const changed = sections.map((section) =>
      section.name === 'penalties' ? { ...section, ...change } : section,
    )
    expect(() =>
      verifyDisclosure(suite, formatDisclosure({ seal: note, sections: changed }), pair.verifierKey),
    ).toThrow(refusal('SECTION_NOT_SEALED'))
  })

  test('shows no section twice, under one name or under two', () => {
    const [first] = sections as [ReportSection]
    expect(() => formatDisclosure({ seal: note, sections: [first, first] })).toThrow(
      refusal('REPORT_MALFORMED'),
    )
  })

  const withText = (change: (text: string) => string) => change(whole)
  test.each([
    ['no line end', 'REPORT_MALFORMED', withText((text) => text.trim())],
    ['a blank', 'REPORT_MALFORMED', withText((text) => text.replace(',"seal"', ', "seal"'))],
    [
      'a number that two readers round apart',
      'REPORT_MALFORMED',
      withText((text) => text.replace('12.5', '12.50')),
    ],
    [
      'a key twice',
      'REPORT_MALFORMED',
      withText((text) => text.replace('"capital"', '"capital":1,"capital"')),
    ],
    [
      'another format',
      'REPORT_FORMAT_UNKNOWN',
      withText((text) => text.replace('disclosure/0', 'disclosure/1')),
    ],
    ['a field more', 'REPORT_MALFORMED', withText((text) => text.replace(/\}\n$/, ',"zone":1}\n'))],
    ['no seal', 'REPORT_MALFORMED', '{"format":"probity-disclosure/0","seal":1,"sections":[]}\n'],
    ['no sections', 'REPORT_MALFORMED', '{"format":"probity-disclosure/0","seal":"","sections":{}}\n'],
    [
      'a section that is none',
      'REPORT_MALFORMED',
      '{"format":"probity-disclosure/0","seal":"","sections":[1]}\n',
    ],
    [
      'an unknown field in a section',
      'REPORT_MALFORMED',
      withText((text) => text.replace('"content":', '"comment":1,"content":')),
    ],
    [
      'a section without content',
      'REPORT_MALFORMED',
      '{"format":"probity-disclosure/0","seal":"","sections":[{"name":"a","salt":"AAAAAAAAAAAAAAAAAAAAAA=="}]}\n',
    ],
    [
      'a name that hides something',
      'REPORT_MALFORMED',
      withText((text) => text.replace('"subject"', '"sub\u202eject"')),
    ],
    [
      'a salt that is too short',
      'SALT_LENGTH',
      withText((text) => text.replace(/"salt":"[^"]*"/, '"salt":"AAAAAAAAAAAAAAAAAAAAAAA="')),
    ],
    [
      'a salt that is a number',
      'REPORT_MALFORMED',
      withText((text) => text.replace(/"salt":"[^"]*"/, '"salt":1')),
    ],
    ['nesting', 'JSON_TOO_DEEP', `${`${'['.repeat(9_000)}`.replace(/^/, '{"a":')}${']'.repeat(9_000)}}\n`],
    ['no JSON', 'REPORT_MALFORMED', 'seal\n'],
  ] as const)('with %s is refused: %s', (_what, code, text) => {
    expect(() => parseDisclosure(text)).toThrow(refusal(code))
  })

  test('that is larger than any report is not even read', () => {
    expect(() => parseDisclosure(new Uint8Array(disclosureBytesMax + 1))).toThrow(refusal('REPORT_MALFORMED'))
    expect(() => parseDisclosure(Uint8Array.of(0xff))).toThrow(refusal('UTF8_MALFORMED'))
    expect(encodeBase64(saltOf(1))).toHaveLength(24)
  })

  test('of any JSON is refused by this error or none, never by another', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        for (const text of [
          `${json}\n`,
          `{"format":"probity-disclosure/0","seal":"","sections":${json}}\n`,
        ]) {
          try {
            verifyDisclosure(suite, text, pair.verifierKey)
          } catch (error) {
            expect(error).toEqual(expect.objectContaining({ name: 'VerificationError' }))
          }
        }
      }),
    )
  })
})
