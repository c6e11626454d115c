// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkIdentifier,
  completeOrganisationCode,
  completeUscc,
  isConfirmable,
  isIssuedShape,
} from './index.ts'
import { organisationCodeOfUscc } from './uscc.ts'

const judge = (value: string, options = {}) => checkIdentifier('cn.uscc', value, options)

const issued = [
  '91440300708461136T',
  '914403001922038216',
  '91110108551385082Q',
  '91330100799655058B',
  '91440300192317458F',
  '91110000802100433B',
  '91350100M000100Y43',
  '12440300MB2C92173E',
  '91100000100003962T',
  '911000001000013428',
  '911100001000044477',
  '911100001000054748',
  '9131000013221158XC',
  '9144030010001686XA',
  '91440300192181490G',
  '91440400192548256N',
  '9152000071430580XT',
  '9111000071093123XX',
  '911100007109250324',
  '12100000400000624D',
  '12100000400002259P',
]

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
const body = fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 8, maxLength: 8 })
const head = fc
  .record({ kind: fc.constantFrom('11', '51', '91', '92', '93', 'A1', 'N3', 'Y1'), rest: digits(4) })
  .map(({ kind, rest }) => `${kind}23${rest}`)
const wellFormed = fc
  .record({ head, body })
  .map((parts) => completeUscc(parts.head, completeOrganisationCode(parts.body) ?? '') ?? '')

describe('unified social credit codes', () => {
  test.each(issued)('%s passes both checks', (code) => {
    expect(judge(code)).toMatchObject({ valid: true, faults: [], normalised: code, personal: false })
  })

  test.each(['911100000000004570', '91110000000000334Y'])(
    '%s: the check symbols 0 and Y are right',
    (code) => {
      expect(judge(code).valid).toBe(true)
    },
  )

  test.each([
    ['914403001922038217', ['ID-USCC-CHECK']],
    ['914403001922083216', ['ID-USCC-CHECK', 'ID-USCC-INNER']],
    ['914403001922038203', ['ID-USCC-INNER']],
    ['94440300192203821W', ['ID-USCC-CLASS']],
    ['91990000192203821W', ['ID-USCC-PROVINCE']],
    ['9144030O1922038216', ['ID-USCC-LETTER']],
    ['91440300I922038216', ['ID-USCC-LETTER']],
    ['91440300S922038216', ['ID-USCC-LETTER']],
    ['91440300V922038216', ['ID-USCC-LETTER']],
    ['91440300Z922038216', ['ID-USCC-LETTER']],
    ['9144030019220382', ['ID-USCC-LENGTH']],
    ['91440300192203821', ['ID-USCC-LENGTH']],
    ['9144030019220382166', ['ID-USCC-LENGTH']],
    ['914403001922038é16', ['ID-USCC-CHARACTER']],
    ['B1440300192203821W', ['ID-USCC-DEPARTMENT']],
    ['90440300192203821W', ['ID-USCC-SHAPE']],
    ['9144030A192203821W', ['ID-USCC-SHAPE']],
    ['91350211M00013FA1N', ['ID-USCC-CHECK']],
  ])('%s is refused for %j', (code, faults) => {
    expect(judge(code)).toMatchObject({ valid: false, faults })
  })

  test('each department has the classes of GB 32100 and its amendment, and no other', () => {
    const classes: Record<string, string> = {
      ...{ 1: '1239', 2: '19', 3: '123459', 4: '19', 5: '1239', 6: '129', 7: '129', 8: '19', 9: '123' },
      ...{ A: '19', N: '1239', Y: '1' },
    }
    for (const department of Object.keys(classes)) {
      const accepted = [...'123456789'].filter((kind) => {
        const code = completeUscc(`${department}${kind}440300`, '192203821')
        return judge(code ?? '').valid
      })
      expect(accepted.join(''), department).toBe(classes[department])
    }
  })

  test('a full-width, lower-case, spaced code is the same code, and its raw value is kept', () => {
    const raw = ' ９１110108-551385082q\u200B'
    expect(judge(raw)).toMatchObject({ valid: true, normalised: '91110108551385082Q', raw })
  })

  test('below a known province a registrar’s own division is noted, never refused', () => {
    const code = completeUscc('91230199', '192203821') ?? ''
    expect(judge(code)).toMatchObject({ valid: true, notes: ['ID-NOTE-DIVISION-UNKNOWN'] })
  })

  test('division 999999 passes in demo and test data only', () => {
    const code = completeUscc('91999999', '192203821') ?? ''
    expect(judge(code)).toMatchObject({ valid: false, faults: ['ID-DEMO-DIVISION'] })
    expect(judge(code, { demo: true })).toMatchObject({ valid: true, notes: [] })
  })

  test('one wrong character is always noticed', () => {
    fc.assert(
      fc.property(wellFormed, fc.nat(17), fc.constantFrom(...ALPHABET), (code, at, symbol) => {
        fc.pre(code[at] !== symbol)
        expect(judge(code.slice(0, at) + symbol + code.slice(at + 1)).valid).toBe(false)
      }),
    )
  })

  test('a made code is well formed and holds its organisation code', () => {
    fc.assert(
      fc.property(head, body, (front, rest) => {
        const inner = completeOrganisationCode(rest) ?? ''
        const code = completeUscc(front, inner) ?? ''
        expect(judge(code).faults).toEqual([])
        expect(organisationCodeOfUscc(code)).toBe(inner)
        expect(checkIdentifier('cn.orgcode', inner).valid).toBe(true)
      }),
    )
  })
})

describe('codes that were issued although a check fails', () => {
  test.each(['91350211M00013FA1N', '914403001922038203', '94440300192203821W', '91990000192203821W'])(
    'the registering authority may confirm %s',
    (code) => {
      expect(isIssuedShape(code)).toBe(true)
      expect(isConfirmable(judge(code).faults)).toBe(true)
    },
  )

  test.each([
    '9144030019220382',
    '9144030O1922038216',
    '914403001922038é16',
    'B1440300192203821W',
    '90440300192203821W',
  ])('nobody may confirm %s: it has no shape', (code) => {
    expect(isIssuedShape(code)).toBe(false)
    expect(isConfirmable(judge(code).faults)).toBe(false)
  })

  test('a demo division is never confirmed, nor is a valid code, nor a person’s number', () => {
    expect(isConfirmable(judge(completeUscc('91999999', '192203821') ?? '').faults)).toBe(false)
    expect(isConfirmable(judge('914403001922038216').faults)).toBe(false)
    expect(isConfirmable(checkIdentifier('cn.rid', '110105194912310021').faults)).toBe(false)
  })

  test('a code whose inner check fails names no organisation code', () => {
    expect(organisationCodeOfUscc('914403001922038203')).toBeNull()
    expect(organisationCodeOfUscc('91350211M00013FA1N')).toBe('M00013FA1')
    expect(organisationCodeOfUscc('192203821')).toBeNull()
  })
})
