// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { actorKinds } from '../access/index.ts'
import type { Basis, Catalogue } from './catalogue.ts'
import { checkDisclosure } from './check-disclosure.ts'
import { type Decision, DecisionTable, polarities, type Question, subjectKinds } from './decision-table.ts'
import {
  basisKinds,
  type DisclosureRules,
  isRefusing,
  type Line,
  type OpeningLine,
  type RefusingLine,
} from './disclosure-rules.ts'
import { loadCatalogue } from './load-catalogue.ts'

const real = await loadCatalogue(fileURLToPath(new URL('../../../../../catalogue/cn', import.meta.url)))
const demo = { demo: true }
const production = { demo: false }

/** Fewer purposes, so that hundreds of worlds can be worked out; of every nature there is one. */
const purposes = [
  'publicity',
  'own-report',
  'public-duty',
  'supervision',
  'financing-service',
  'loan-approval',
]
const small: Catalogue = {
  ...real,
  purposes: real.purposes.filter((one) => purposes.includes(one.code)),
  recordTypes: real.recordTypes.map((type) => ({
    ...type,
    // Whatever the type is about, so that only the table stands between a question and an answer.
    visibility: type.visibility.map((one) => ({ ...one, purposes })),
  })),
}

const some = <T extends string>(values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.subarray([...values], { minLength: 1 })
const basis = fc.constantFrom<Basis>(
  { instrument: 'pipl', sources: ['S05'], confidence: 'seen' },
  { instrument: 'civil-code', sources: [], confidence: 'recalled' },
)
const line: fc.Arbitrary<Omit<Line, 'code'>> = fc.record({
  says: fc.constant({ zh: '随机', en: 'random' }),
  actors: some(actorKinds),
  purposes: some(purposes),
  bases: some(basisKinds),
  records: some(['any', 'P01', 'P03', 'P09', ...small.recordTypes.map((type) => type.code)]),
  polarities: some(['any', ...polarities] as const),
  subjects: some(['any', ...subjectKinds] as const),
  basis: fc.array(basis, { minLength: 1, maxLength: 2 }),
})
const opening: fc.Arbitrary<OpeningLine> = fc
  .tuple(line, fc.constantFrom(...real.disclosure.views.map((view) => view.code)), fc.nat())
  .map(([one, opens, n]) => ({ ...one, code: `OPEN-${n}`, opens }))
const refusing: fc.Arbitrary<RefusingLine> = fc
  .tuple(line, fc.constantFrom('CONSENT_NEEDED' as const, 'BASIS_NOT_YOURS' as const), fc.nat())
  .map(([one, refuses, n]) => ({ ...one, code: `NO-${n}`, refuses }))
const table: fc.Arbitrary<DisclosureRules> = fc.record({
  views: fc.constant(real.disclosure.views),
  refusals: fc.array(refusing, { maxLength: 3 }),
  openings: fc.array(opening, { maxLength: 5 }),
})

function worldOf(disclosure: DisclosureRules): Catalogue {
  return { ...small, disclosure }
}

function decisionsOf(world: Catalogue, node: { demo: boolean }): Map<string, Decision> {
  const decisions = new Map<string, Decision>()
  new DecisionTable(world, node).each((question, decision) => {
    decisions.set(Object.values(question).join(), decision)
  })
  return decisions
}

/** A reading of the table that shares nothing with the one under test. */
function fits(world: Catalogue, one: Line, asked: Question): boolean {
  const category = world.recordTypes.find((type) => type.code === asked.type)?.category.code ?? ''
  const has = (values: readonly string[], ...words: string[]) =>
    values.some((value) => value === 'any' || words.includes(value))
  return (
    has(one.actors, asked.actor) &&
    has(one.purposes, asked.purpose) &&
    has(one.bases, asked.basis) &&
    has(one.records, asked.type, category) &&
    has(one.polarities, asked.polarity) &&
    has(one.subjects, asked.subjectKind)
  )
}

/** What must have been said of a table that opens this; undefined where it may. */
function limitOf(
  world: Catalogue,
  { actor, basis: stands, type, subjectKind }: Question,
): string | undefined {
  if (actor === 'operator') return 'whoever runs the machine'
  if (subjectKind !== 'person') return undefined
  if (world.recordTypes.find((one) => one.code === type)?.category.code === 'P09') return '(L01)'
  if (actor === 'public') return 'publishes natural persons'
  return actor === 'lender' && stands !== 'authorisation' ? '(L13)' : undefined
}

describe('in any world', () => {
  test('what opens is opened by a line that fits, and by no refusal that fits is it closed', () => {
    fc.assert(
      fc.property(table, (rules) => {
        const world = worldOf(rules)
        new DecisionTable(world, demo).each((asked, decision) => {
          const refused = rules.refusals.filter((one) => fits(world, one, asked))
          if (refused[0]) expect(decision.line).toBe(refused[0])
          if (decision.opens === null) return
          expect(refused).toEqual([])
          expect(rules.openings).toContain(decision.line)
          expect(fits(world, decision.line, asked)).toBe(true)
        })
      }),
      { numRuns: 25 },
    )
  })

  test('without openings nothing opens, whoever asks for whatever', () => {
    fc.assert(
      fc.property(table, (rules) => {
        new DecisionTable(worldOf({ ...rules, openings: [] }), demo).each((_, { opens }) => {
          expect(opens).toBeNull()
        })
      }),
      { numRuns: 10 },
    )
  })

  test("an opening for one actor changes no other actor's answer", () => {
    fc.assert(
      fc.property(table, opening, fc.constantFrom(...actorKinds), (rules, added, actor) => {
        const before = decisionsOf(worldOf(rules), demo)
        const openings = [{ ...added, actors: [actor] }, ...rules.openings]
        for (const [asked, decision] of decisionsOf(worldOf({ ...rules, openings }), demo)) {
          if (!asked.startsWith(`${actor},`)) expect(decision).toEqual(before.get(asked))
        }
      }),
      { numRuns: 40 },
    )
  })

  test('another refusal, or an opening taken away, opens nothing that was closed', () => {
    fc.assert(
      fc.property(table, refusing, (rules, added) => {
        const before = decisionsOf(worldOf(rules), demo)
        const narrowed = { ...rules, refusals: [...rules.refusals, added], openings: rules.openings.slice(1) }
        for (const [asked, { opens }] of decisionsOf(worldOf(narrowed), demo)) {
          if (opens !== null) expect(before.get(asked)?.opens).not.toBeNull()
        }
      }),
      { numRuns: 40 },
    )
  })

  test('what is only recalled opens nothing outside demo mode, and refuses there all the same', () => {
    fc.assert(
      fc.property(table, (rules) => {
        const inDemo = decisionsOf(worldOf(rules), demo)
        for (const [asked, decision] of decisionsOf(worldOf(rules), production)) {
          const shown = inDemo.get(asked)
          if (decision.line && isRefusing(decision.line)) expect(shown).toEqual(decision)
          if (decision.opens === null) continue
          expect(shown?.opens).not.toBeNull()
          expect(decision.line.basis.map((one) => one.confidence)).not.toContain('recalled')
        }
      }),
      { numRuns: 40 },
    )
  })

  test('no table gets in that opens what the limits of the house close', () => {
    fc.assert(
      fc.property(table, (rules) => {
        const world = worldOf(rules)
        const problems: string[] = []
        checkDisclosure(world, (_file, _path, says) => problems.push(says))
        const said = problems.join()
        new DecisionTable(world, demo).each((asked, { opens }) => {
          const limit = opens === null ? undefined : limitOf(world, asked)
          if (limit !== undefined) expect(said).toContain(limit)
        })
      }),
      { numRuns: 40 },
    )
  })
})

describe('in the published table', () => {
  const decisions = new DecisionTable(real, demo)
  const asked: Question = {
    actor: 'department',
    purpose: 'public-duty',
    basis: 'statute',
    type: 'cn.administrative-penalty',
    polarity: 'adverse',
    subjectKind: 'organisation',
  }

  test('a word that nobody has written down opens nothing', () => {
    expect(decisions.decide(asked).opens).toBe('department')
    for (const part of Object.keys(asked)) {
      const strange = { ...asked, [part]: 'constructor' } as Question
      expect(decisions.decide(strange)).toMatchObject({
        opens: null,
        refuses: 'VIEW_NOT_PROVIDED',
        line: null,
      })
    }
  })

  test('nobody at all sees a grade of a natural person, and nothing of one is public (L01, L08)', () => {
    decisions.each((question, { opens }) => {
      if (question.subjectKind !== 'person' || opens === null) return
      expect(question.type).toBe('cn.administrative-penalty')
      expect(['public', 'operator', 'bureau', 'association']).not.toContain(question.actor)
      expect(opens).not.toBe('public')
    })
  })

  test('a purpose of credit reporting opens nothing of what public bodies keep (L20)', () => {
    expect(
      decisions.decide({ ...asked, actor: 'lender', basis: 'authorisation', purpose: 'loan-approval' }),
    ).toEqual({
      opens: null,
      refuses: 'SIDES_APART',
      line: null,
    })
  })

  test('supervision by class rests on recalled law, and opens in demo mode only', () => {
    const supervision: Question = { ...asked, purpose: 'supervision' }
    expect(decisions.decide(supervision).opens).toBe('department')
    expect(new DecisionTable(real, production).decide(supervision).opens).toBeNull()
  })
})
