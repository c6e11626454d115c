// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMonths, type CivilDate, civilDate, earlier, later } from '../../kernel/civil-date.ts'
import { type Catalogue, getRecordType, type Severity, severities } from './catalogue.ts'
import { loadCatalogue } from './load-catalogue.ts'
import { type PublicityTerm, publicityTerm } from './publicity-term.ts'

const catalogue = await loadCatalogue(fileURLToPath(new URL('../../../../../catalogue/cn', import.meta.url)))
const newRule = '2026-04-01' as CivilDate

type Options = { in?: Catalogue; demo?: boolean; statedEnd?: string }

function penalty(severity: Severity | null, documentOn: string | null, options: Options = {}): PublicityTerm {
  const { in: from = catalogue, demo = true, statedEnd } = options
  return publicityTerm({
    catalogue: from,
    type: getRecordType(from, 'cn.administrative-penalty'),
    demo,
    severity,
    documentOn: documentOn as CivilDate | null,
    eventOn: documentOn as CivilDate | null,
    statedEnd: (statedEnd ?? null) as CivilDate | null,
  })
}

function shown(term: PublicityTerm): [string | null, string | null] {
  return [term.from, term.until]
}

describe('by the rule of 1 April 2026', () => {
  test('a minor penalty is never published', () => {
    expect(shown(penalty('minor', '2026-04-01'))).toEqual([null, null])
    expect(penalty('minor', '2026-04-01').rule).toBe('ndrc-36-2025/minor')
  })

  test.each([
    ['general', '2026-04-01', '2027-04-01'],
    ['serious', '2026-04-01', '2029-04-01'],
    ['general', '2026-12-31', '2027-12-31'],
    ['general', '2028-02-29', '2029-02-28'],
    ['serious', '2028-02-29', '2031-02-28'],
    ['serious', '2027-03-01', '2030-03-01'],
  ] as const)('a %s penalty of %s is shown from that day and on %s no more', (severity, on, until) => {
    expect(penalty(severity, on)).toEqual({
      from: on,
      until,
      rule: `ndrc-36-2025/${severity}`,
      confidence: 'seen',
    })
  })

  test('outside demo it publishes as well: its figures were read', () => {
    expect(shown(penalty('general', '2026-04-01', { demo: false }))).toEqual(['2026-04-01', '2027-04-01'])
  })

  test('an end that the furnisher states may shorten the term', () => {
    const term = penalty('general', '2026-04-01', { statedEnd: '2026-07-01' })
    expect([term.until, term.rule]).toEqual(['2026-07-01', 'ndrc-36-2025/general+stated'])
    expect(shown(penalty('general', '2026-04-01', { statedEnd: '2026-04-01' }))).toEqual([null, null])
  })

  test('an end that the furnisher states cannot lengthen it, nor publish a minor penalty', () => {
    expect(penalty('general', '2026-04-01', { statedEnd: '2099-12-31' }).until).toBe('2027-04-01')
    expect(penalty('minor', '2026-04-01', { statedEnd: '2099-12-31' }).from).toBeNull()
  })
})

describe('where an older rule began the term', () => {
  test.each([
    // Ended under its own rule before the new one began.
    ['general', '2020-06-30', '2021-06-30', 'ndrc-527-2019/general'],
    ['serious', '2023-04-01', '2026-04-01', 'ndrc-527-2019/serious'],
    ['serious', '2023-04-30', '2026-04-30', 'ndrc-527-2019/serious'],
    // One year by the new rule was over already: it ends the day the new rule begins.
    ['general', '2023-05-01', '2026-04-01', 'ndrc-58-2023/general+ndrc-36-2025/general'],
    ['general', '2025-03-31', '2026-04-01', 'ndrc-58-2023/general+ndrc-36-2025/general'],
    ['general', '2025-04-01', '2026-04-01', 'ndrc-58-2023/general+ndrc-36-2025/general'],
    // One year by the new rule is shorter than three by the old.
    ['general', '2025-04-02', '2026-04-02', 'ndrc-58-2023/general+ndrc-36-2025/general'],
    ['general', '2026-03-31', '2027-03-31', 'ndrc-58-2023/general+ndrc-36-2025/general'],
    ['serious', '2026-03-31', '2029-03-31', 'ndrc-58-2023/serious'],
    ['serious', '2024-02-29', '2027-02-28', 'ndrc-58-2023/serious'],
  ] as const)('a %s penalty of %s is shown until %s', (severity, on, until, rule) => {
    expect(penalty(severity, on)).toMatchObject({ from: on, until, rule })
  })

  test('what the old rule published and the new calls minor ends when the new rule begins', () => {
    const lenient = withMinorPublishedIn58()
    expect(shown(penalty('minor', '2025-12-31', { in: lenient }))).toEqual(['2025-12-31', '2026-04-01'])
    expect(shown(penalty('minor', '2024-01-31', { in: lenient }))).toEqual(['2024-01-31', '2025-01-31'])
  })

  test('outside demo a term that only a recalled rule would begin is never published', () => {
    for (const on of ['2023-05-01', '2025-12-31', '2026-03-31']) {
      for (const severity of severities) expect(penalty(severity, on, { demo: false }).from).toBeNull()
    }
  })

  test('outside demo a recalled rule may still shorten a term that another rule began', () => {
    const strict = structuredClone(catalogue) as { -readonly [K in keyof Catalogue]: Catalogue[K] }
    strict.publicityRegimes = catalogue.publicityRegimes.map((regime) => ({
      ...regime,
      classes: regime.classes.map((one) =>
        regime.code === 'ndrc-58-2023' && one.severity === 'serious' ? { ...one, monthsMax: 12 } : one,
      ),
    }))
    const term = penalty('serious', '2023-01-15', { in: strict, demo: false })
    expect(term).toMatchObject({ from: '2023-01-15', until: '2024-01-15', confidence: 'recalled' })
  })
})

test('without a class or a document nothing is published', () => {
  expect(penalty(null, '2026-04-01').from).toBeNull()
  expect(penalty('serious', null).from).toBeNull()
})

test('absence of a rule is no leave to publish', () => {
  const late = { ...catalogue, publicityRegimes: catalogue.publicityRegimes.slice(2) }
  expect(penalty('serious', '2026-03-31', { in: late })).toMatchObject({ from: null, rule: 'no-regime' })
})

describe('of the other types', () => {
  const term = (code: string, demo: boolean, periodYear: number | null = 2018): PublicityTerm =>
    publicityTerm({
      catalogue,
      type: getRecordType(catalogue, code),
      demo,
      severity: null,
      documentOn: null,
      eventOn: '2018-12-31' as CivilDate,
      periodYear,
    })

  test('a registration is public from its day, without end, on every node', () => {
    expect(shown(term('cn.registration', false))).toEqual(['2018-12-31', null])
  })

  test('an A grade of 2018 is shown until the third 31 December after it, in demo only', () => {
    expect(shown(term('cn.tax-a-grade-list', true))).toEqual(['2018-12-31', '2021-12-31'])
    expect(shown(term('cn.tax-a-grade-list', false))).toEqual([null, null])
    expect(term('cn.tax-a-grade-list', true, null).from).toBeNull()
  })

  test('a tax-and-fee credit result is never public, not even in demo', () => {
    expect(shown(term('cn.tax-credit-result', true))).toEqual([null, null])
  })

  test('a published type whose rule is merely recalled shows nothing outside demo', () => {
    const type = getRecordType(catalogue, 'cn.registration')
    const [basis] = type.publicity.basis
    const recalled = {
      ...type,
      publicity: { ...type.publicity, basis: basis ? [{ ...basis, confidence: 'recalled' as const }] : [] },
    }
    const input = { severity: null, documentOn: null, eventOn: '2020-01-01' as CivilDate }
    expect(publicityTerm({ catalogue, type: recalled, demo: false, ...input }).from).toBeNull()
    expect(publicityTerm({ catalogue, type: recalled, demo: true, ...input }).from).toBe('2020-01-01')
  })
})

const anyDay = fc
  .record({
    year: fc.integer({ min: 2016, max: 2032 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
  })
  .map(({ year, month, day }) => civilDate(year, month, day))
const anyPenalty = fc.record({
  severity: fc.constantFrom(...severities),
  documentOn: anyDay,
  demo: fc.boolean(),
  lenient: fc.boolean(),
})

test('no term ever exceeds the longest its own class allows', () => {
  fc.assert(
    fc.property(anyPenalty, ({ severity, documentOn, demo, lenient }) => {
      const from = lenient ? withMinorPublishedIn58() : catalogue
      const term = penalty(severity, documentOn, { in: from, demo })
      if (term.from === null || term.until === null) return term.from === null && term.until === null
      return (
        term.from === documentOn && term.from < term.until && term.until <= ownEnd(from, severity, documentOn)
      )
    }),
  )
})

test('after 1 April 2026 a combined end exceeds neither rule, and no end lies before that day because of it', () => {
  fc.assert(
    fc.property(anyPenalty, ({ severity, documentOn, lenient }) => {
      fc.pre(documentOn < newRule)
      const from = lenient ? withMinorPublishedIn58() : catalogue
      const { until } = penalty(severity, documentOn, { in: from })
      if (until === null) return true
      const oldEnd = ownEnd(from, severity, documentOn)
      if (oldEnd <= newRule) return until === oldEnd
      return until === later(newRule, earlier(oldEnd, endByNewRule(severity, documentOn)))
    }),
  )
})

test('outside demo nothing is shown that demo would not show, and no longer', () => {
  fc.assert(
    fc.property(anyPenalty, ({ severity, documentOn }) => {
      const [strict, demo] = [penalty(severity, documentOn, { demo: false }), penalty(severity, documentOn)]
      return strict.from === null || (strict.from === demo.from && (strict.until ?? '') <= (demo.until ?? ''))
    }),
  )
})

function withMinorPublishedIn58(): Catalogue {
  return {
    ...catalogue,
    publicityRegimes: catalogue.publicityRegimes.map((regime) =>
      regime.code !== 'ndrc-58-2023'
        ? regime
        : {
            ...regime,
            classes: regime.classes.map((one) =>
              one.severity === 'minor' ? { ...one, published: true, monthsMax: 12 } : one,
            ),
          },
    ),
  }
}

// Written out here from the rules, not taken from the code under test.
function ownEnd(from: Catalogue, severity: Severity, on: CivilDate): CivilDate {
  const regime = from.publicityRegimes.find((one) => (one.from ?? '') <= on && on <= (one.to ?? '9999'))
  return addMonths(on, regime?.classes.find((one) => one.severity === severity)?.monthsMax ?? 0)
}

function endByNewRule(severity: Severity, on: CivilDate): CivilDate {
  return addMonths(on, { minor: 0, general: 12, serious: 36 }[severity])
}
