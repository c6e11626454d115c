// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { describe, expect, test } from 'vitest'
import { signCheckpoint } from './checkpoint.ts'
import { runCli } from './cli.ts'
import { cosign } from './cosignature.ts'
import { type EnteredHandover, followKeys, formatHandovers, parseHandovers } from './follow-keys.ts'
import { type Handover, parseHandover, signHandover, verifyHandover } from './handover.ts'
import { makeInclusionProof } from './inclusion-proof.ts'
import { formatEntry } from './log-entry.ts'
import { formatLogExtension, formatLogProof } from './log-proof.ts'
import { leafHash, rootOf } from './merkle-tree.ts'
import { parseSigningKey, parseVerifierKey, type SigningKey, signatureTypes } from './note-key.ts'
import { plainSuite } from './plain-suite.ts'
import { generateSigningKey, platformSuite as suite } from './platform-suite.ts'
import { parseNote, signNote } from './signed-note.ts'
import { encodeUtf8 } from './utf8.ts'
import type { VerificationCode } from './verification-error.ts'

const refusal = (code: VerificationCode) => expect.objectContaining({ name: 'VerificationError', code })

type Pair = { readonly key: SigningKey; readonly verifierKey: string }
function pairOf(name: string): Pair {
  const { signingKey, verifierKey } = generateSigningKey(name)
  return { key: parseSigningKey(suite, signingKey), verifierKey }
}
const [first, second, third, stranger] = Array.from({ length: 4 }, () => pairOf('node.example')) as [
  Pair,
  Pair,
  Pair,
  Pair,
]
const term = { made: '2026-06-15T02:00:00.000Z', until: '2026-07-15T02:00:00.000Z' }
const one = signHandover(suite, { turn: 1, ...term }, first.key, second.key)
const two = signHandover(suite, { turn: 2, ...term }, second.key, third.key)

describe('a hand-over', () => {
  test('is signed by both keys, and says who follows whom and until when both sign', () => {
    expect(verifyHandover(suite, one, first.verifierKey)).toEqual({
      node: 'node.example',
      turn: 1,
      old: first.verifierKey,
      new: second.verifierKey,
      ...term,
    } satisfies Handover)
    expect(parseNote(one).signatures.map(({ keyId }) => keyId)).toEqual([first.key.id, second.key.id])
  })

  test('is no word of another key', () => {
    expect(() => verifyHandover(suite, one, second.verifierKey)).toThrow(refusal('HANDOVER_OF_ANOTHER'))
  })

  test('needs the signature of the old key and that of the new', () => {
    const { body } = parseNote(one)
    for (const key of [first.key, second.key, stranger.key]) {
      expect(() => verifyHandover(suite, signNote(suite, body, key), first.verifierKey)).toThrow(
        refusal('SIGNATURE_MISSING'),
      )
    }
  })

  test.each([
    ['another format', 'probity-handover/0', 'probity-handover/1', 'HANDOVER_FORMAT_UNKNOWN'],
    ['no name', 'node: node.example', 'node: ', 'HANDOVER_MALFORMED'],
    ['another name', 'node: node.example', 'node: other.example', 'HANDOVER_MALFORMED'],
    ['turn 0', 'turn: 1', 'turn: 0', 'HANDOVER_MALFORMED'],
    ['a turn that is no number', 'turn: 1', 'turn: one', 'HANDOVER_MALFORMED'],
    ['a key to itself', `new: ${second.verifierKey}`, `new: ${first.verifierKey}`, 'HANDOVER_MALFORMED'],
    ['no key', `new: ${second.verifierKey}`, 'new: key', 'KEY_MALFORMED'],
    ['a key without end', `new: ${second.verifierKey}`, `new: ${'k'.repeat(401)}`, 'HANDOVER_MALFORMED'],
    ['an end before its beginning', 'until: 2026-07', 'until: 2026-05', 'HANDOVER_MALFORMED'],
    ['no day', 'made: 2026-06-15', 'made: 2026-06-31', 'HANDOVER_MALFORMED'],
    ['a line more', 'until: ', 'more: yes\nuntil: ', 'HANDOVER_MALFORMED'],
  ] as const)('with %s is refused', (_what, from, to, code) => {
    const { body } = parseNote(one)
    expect(body).toContain(from)
    expect(() => parseHandover(suite, body.replace(from, to))).toThrow(refusal(code))
  })

  test('that could not be read back is not signed', () => {
    const signing = () => signHandover(suite, { turn: 0, ...term }, first.key, second.key)
    expect(signing).toThrow(refusal('HANDOVER_MALFORMED'))
    const renaming = () => signHandover(suite, { turn: 1, ...term }, first.key, pairOf('other').key)
    expect(renaming).toThrow(refusal('HANDOVER_MALFORMED'))
  })
})

const witnessPair = generateSigningKey('w.example', signatureTypes.cosignature)
const witnessKey = parseSigningKey(suite, witnessPair.signingKey, signatureTypes.cosignature)
const witnesses = [parseVerifierKey(suite, witnessPair.verifierKey, signatureTypes.cosignature)]

/** The statements entered in a log of this key, at places 2, 5, … */
function entered(
  key: SigningKey,
  statements: readonly string[],
  change: {
    readonly kind?: string
    readonly of?: readonly string[]
  } = {},
): EnteredHandover[] {
  const { kind = 'key.handed-over', of = statements } = change
  const places = statements.map((_, at) => 2 + 3 * at)
  const entries = Array.from({ length: 9 }, (_, n) => {
    const at = places.indexOf(n)
    return formatEntry({
      id: `01980000-0000-7000-8000-00000000000${n}`,
      kind: at < 0 ? 'batch.receipt' : kind,
      commitment: suite.hash(encodeUtf8(of[at] ?? `act ${n}`)),
    })
  })
  const leaves = entries.map((entry) => leafHash(suite, entry))
  const checkpoint = cosign(
    suite,
    signCheckpoint(suite, { size: 9, root: rootOf(suite, leaves) }, key),
    witnessKey,
    5,
  )
  return statements.map((statement, at) => {
    const index = places[at] as number
    const { path } = makeInclusionProof(suite, leaves, index)
    const entry = Buffer.from(entries[index] as Uint8Array).toString()
    return { statement, entry, proof: formatLogProof({ index, path, checkpoint }) }
  })
}

const whole = formatHandovers(entered(third.key, [one, two]))

describe('who trusts one key of a log', () => {
  test('follows it to the one that signs now, offline, by either suite', () => {
    for (const by of [suite, plainSuite]) {
      const { keys, handovers, checkpoint } = followKeys(by, whole, first.verifierKey, { witnesses })
      expect(keys).toEqual([first.verifierKey, second.verifierKey, third.verifierKey])
      expect([handovers.length, checkpoint?.size]).toEqual([2, 9])
    }
    expect(followKeys(suite, whole, second.verifierKey).keys).toEqual([second.verifierKey, third.verifierKey])
    expect(followKeys(suite, whole, third.verifierKey)).toEqual({
      keys: [third.verifierKey],
      handovers: [],
      checkpoint: undefined,
    })
  })

  test('is led nowhere by a file that does not know it', () => {
    for (const text of [whole, formatHandovers([])]) {
      expect(() => followKeys(suite, text, stranger.verifierKey)).toThrow(refusal('HANDOVER_OF_ANOTHER'))
    }
  })

  test('is not led astray: each hand-over is by the key before, none is left out, none is put in', () => {
    const skipping = signHandover(suite, { turn: 3, ...term }, second.key, third.key)
    const other = signHandover(suite, { turn: 2, ...term }, stranger.key, third.key)
    for (const [statements, code] of [
      [[one, skipping], 'HANDOVER_MALFORMED'],
      [[one, other], 'HANDOVER_OF_ANOTHER'],
      [[one], 'SIGNATURE_MISSING'],
    ] as const) {
      const text = formatHandovers(entered(third.key, statements))
      expect(() => followKeys(suite, text, first.verifierKey)).toThrow(refusal(code))
    }
  })

  test('asks that each stands in the log, and commits to what was said', () => {
    for (const [change, code] of [
      [{ kind: 'key.retired' }, 'HANDOVER_MALFORMED'],
      [{ of: [one, one] }, 'ENTRY_OF_ANOTHER'],
    ] as const) {
      const text = formatHandovers(entered(third.key, [one, two], change))
      expect(() => followKeys(suite, text, first.verifierKey)).toThrow(refusal(code))
    }
  })

  test('and the witnesses of the log is not shown the log of a thief', () => {
    const stolen = signHandover(suite, { turn: 1, ...term }, first.key, stranger.key)
    const [theft] = entered(stranger.key, [stolen]) as [EnteredHandover]
    const unseen = { ...theft, proof: theft.proof.replace(/— w\.example .*\n/, '') }
    expect(followKeys(suite, formatHandovers([unseen]), first.verifierKey).keys).toContain(
      stranger.verifierKey,
    )
    expect(() => followKeys(suite, formatHandovers([unseen]), first.verifierKey, { witnesses })).toThrow(
      refusal('WITNESSES_TOO_FEW'),
    )
  })

  const empty = '{"format":"probity-handovers/0","handovers":[]}\n'
  const [entry] = parseHandovers(whole) as [EnteredHandover]
  const listing = (each: unknown) =>
    `{"format":"probity-handovers/0","handovers":[${JSON.stringify(each)}]}\n`
  test.each([
    ['nothing', '', 'HANDOVER_MALFORMED'],
    ['no line end', empty.slice(0, -1), 'HANDOVER_MALFORMED'],
    ['a blank', empty.replace(',', ', '), 'HANDOVER_MALFORMED'],
    ['another format', empty.replace('/0', '/1'), 'HANDOVER_FORMAT_UNKNOWN'],
    ['a field more', empty.replace(']}', '],"more":1}'), 'HANDOVER_MALFORMED'],
    ['no list', empty.replace('[]', '{}'), 'HANDOVER_MALFORMED'],
    ['a list without end', empty.replace('[]', `[${'0,'.repeat(400)}0]`), 'HANDOVER_MALFORMED'],
    ['a list of something else', listing(7), 'HANDOVER_MALFORMED'],
    ['a part missing', listing({ entry: entry.entry, proof: entry.proof }), 'HANDOVER_MALFORMED'],
    ['an entry that is no text', listing({ ...entry, entry: 1 }), 'HANDOVER_MALFORMED'],
    ['a proof that is no text', listing({ ...entry, proof: null }), 'HANDOVER_MALFORMED'],
    ['a statement that is no text', listing({ ...entry, statement: [] }), 'HANDOVER_MALFORMED'],
    ['too many bytes', ' '.repeat(1_000_001), 'HANDOVER_MALFORMED'],
  ] as const)('is not led by a file with %s', (_what, text, code) => {
    expect(() => followKeys(suite, text, first.verifierKey)).toThrow(refusal(code))
    expect(() => followKeys(suite, encodeUtf8(text), first.verifierKey)).toThrow(refusal(code))
  })
})

describe('probity-verify', () => {
  const root = suite.hash(Uint8Array.of(0), encodeUtf8('x'))
  const files: Record<string, string> = {
    handovers: whole,
    older: signCheckpoint(suite, { size: 1, root }, first.key),
    extension: formatLogExtension({
      olderSize: 1,
      path: [],
      checkpoint: signCheckpoint(suite, { size: 1, root }, third.key),
    }),
  }
  function run(...args: string[]): { code: number; said: string } {
    let said = ''
    const say = (text: string): void => {
      said += text
    }
    const code = runCli(args, { readFile: (path) => Buffer.from(files[path] ?? ''), out: say, err: say })
    return { code, said }
  }

  test('key says to which key this one has handed its name', () => {
    const { code, said } = run(
      'key',
      'handovers',
      '--key',
      first.verifierKey,
      '--witness',
      witnessPair.verifierKey,
    )
    expect(code).toBe(0)
    expect(said).toMatch(/^VALID: node\.example has handed its name on 2 time/)
    expect(said.split('\n')).toContain(third.verifierKey)
    expect(run('key', 'handovers', '--key', third.verifierKey)).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^Nothing to follow/),
    })
    expect(run('key', 'handovers', '--key', stranger.verifierKey)).toMatchObject({
      code: 1,
      said: expect.stringContaining('HANDOVER_OF_ANOTHER'),
    })
  })

  test('consistency compares a checkpoint of the old key with one of the new', () => {
    const words = ['consistency', 'extension', '--older', 'older', '--key', first.verifierKey]
    expect(run(...words)).toMatchObject({ code: 1, said: expect.stringContaining('SIGNATURE_MISSING') })
    expect(run(...words, '--handovers', 'handovers')).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^VALID: the 1 entries/),
    })
  })
})
