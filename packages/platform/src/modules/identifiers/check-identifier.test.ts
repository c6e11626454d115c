// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkIdentifier,
  completeBusinessRegistration,
  type IdentifierFaultCode,
  type IdentifierNoteCode,
  identifierMessages,
  normaliseIdentifier,
  organisationCodeOfTaxpayer,
  residentId15To18,
  type SchemeCode,
  schemeCodes,
  subjectKindOf,
} from './index.ts'
import { recogniseIdentifier } from './recognise-identifier.ts'

const demo = { demo: true }
const faultsOf = (scheme: SchemeCode, value: string, options = {}) =>
  checkIdentifier(scheme, value, options).faults

describe('organisation codes', () => {
  test.each([
    'D2143569-X',
    '00000000-0',
    '19220382-1',
    '71526726-X',
    '79965505-8',
    '55138508-2',
    '80210043-3',
    'mb2c92173',
  ])('%s passes', (code) => {
    expect(checkIdentifier('cn.orgcode', code)).toMatchObject({ valid: true, faults: [] })
  })

  test.each([
    ['19220382-0', ['ID-ORGCODE-CHECK']],
    ['D2143569-1', ['ID-ORGCODE-CHECK']],
    ['1922038-21', ['ID-ORGCODE-HYPHEN']],
    ['1922-0382-1', ['ID-ORGCODE-HYPHEN']],
    ['19220382', ['ID-ORGCODE-LENGTH']],
    ['19220382A', ['ID-ORGCODE-CHARACTER']],
  ])('%s is refused for %j', (code, faults) => {
    expect(faultsOf('cn.orgcode', code)).toEqual(faults)
  })
})

describe('business registration numbers', () => {
  test.each([
    '440301103448669',
    '110108012660422',
    '440301103097413',
    '110108002734659',
    '330100400015575',
    '100000000003965',
    '440301501124347',
  ])('%s passes', (code) => {
    expect(checkIdentifier('cn.bizreg', code)).toMatchObject({ valid: true, faults: [] })
  })

  test.each([
    ['440301103448668', ['ID-BIZREG-CHECK']],
    ['440301103448699', ['ID-BIZREG-CHECK']],
    ['11010801266042', ['ID-BIZREG-LENGTH']],
    ['440301NA0034486', ['ID-BIZREG-LETTER']],
    ['440301B03448669', ['ID-BIZREG-CHARACTER']],
    ['990301103448669', ['ID-BIZREG-PROVINCE', 'ID-BIZREG-CHECK']],
  ])('%s is refused for %j', (code, faults) => {
    expect(faultsOf('cn.bizreg', code)).toEqual(faults)
  })

  test('the fourteen digits of the worked example get the check digit 2', () => {
    expect(completeBusinessRegistration('11010801266042')).toBe('110108012660422')
  })
})

describe('resident ids', () => {
  test.each(['999999190001010015', '999999200002290027', '99999919900101018X', '999999900101001'])(
    '%s passes in demo data, and there only',
    (id) => {
      expect(checkIdentifier('cn.rid', id, demo)).toMatchObject({ valid: true, personal: true })
      expect(faultsOf('cn.rid', id)).toEqual(['ID-DEMO-DIVISION'])
    },
  )

  test.each(['11010519491231002X', '440524188001010014'])('%s, printed in the standard, passes', (id) => {
    expect(checkIdentifier('cn.rid', id).valid).toBe(true)
  })

  test.each([
    ['999999199902290019', ['ID-RID-DAY']],
    ['999999190002290010', ['ID-RID-DAY', 'ID-RID-CHECK']],
    ['999999190001010016', ['ID-RID-CHECK']],
    ['999999000229001', ['ID-RID-DAY']],
    ['99999919000101001', ['ID-RID-LENGTH']],
    ['9999991900010100A5', ['ID-RID-CHARACTER']],
    ['99999990010100X', ['ID-RID-CHARACTER']],
  ])('%s is refused for %j', (id, faults) => {
    expect(faultsOf('cn.rid', id, demo)).toEqual(faults)
  })

  test('the province must exist; a county that is in no table is noted', () => {
    expect(faultsOf('cn.rid', '000000190001010015')).toContain('ID-RID-PROVINCE')
    expect(faultsOf('cn.rid', '100000190001010015')).toContain('ID-RID-PROVINCE')
    expect(checkIdentifier('cn.rid', '119999000101001').notes).toContain('ID-NOTE-DIVISION-UNKNOWN')
  })

  test('an old number becomes the new one, its holder born in the 1900s, or before for sequences from 996', () => {
    expect(residentId15To18('999999900101001')).toBe('999999199001010016')
    expect(residentId15To18('999999900101996')?.slice(6, 10)).toBe('1890')
    expect(residentId15To18('999999990229001')).toBeNull()
    expect(residentId15To18('999999199001010016')).toBeNull()
  })

  test('what conversion makes is well formed', () => {
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('1999-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 995 }), (born, sequence) => {
        const yymmdd = born.toISOString().slice(2, 10).replaceAll('-', '')
        const id = residentId15To18(`999999${yymmdd}${String(sequence).padStart(3, '0')}`) ?? ''
        expect(faultsOf('cn.rid', id, demo)).toEqual([])
      }),
    )
  })
})

describe('taxpayer numbers', () => {
  test.each(['440300192203821', '110108551385082', '330100799655058', '440300192317458', '110000802100433'])(
    '%s, division and organisation code, passes and gives the organisation code',
    (number) => {
      expect(checkIdentifier('cn.taxpayer', number)).toMatchObject({ valid: true, personal: false })
      expect(organisationCodeOfTaxpayer(number)).toBe(number.slice(6))
    },
  )

  test('the unified code is a taxpayer number and gives the same organisation code', () => {
    expect(checkIdentifier('cn.taxpayer', '914403001922038216')).toMatchObject({
      valid: true,
      personal: false,
    })
    expect(organisationCodeOfTaxpayer('914403001922038216')).toBe('192203821')
  })

  test.each(['99999990010100101', '999999190001010015', '99999919000101001500', '99999919900101018X99'])(
    '%s holds a resident id: personal, a person, and no organisation code',
    (number) => {
      expect(checkIdentifier('cn.taxpayer', number, demo)).toMatchObject({ valid: true, personal: true })
      expect(subjectKindOf('cn.taxpayer', number)).toBe('person')
      expect(organisationCodeOfTaxpayer(number)).toBeNull()
    },
  )

  test.each([
    ['440300192203820', ['ID-TAXPAYER-INNER']],
    ['990300192203821', ['ID-TAXPAYER-PROVINCE']],
    ['44030A192203821', ['ID-TAXPAYER-CHARACTER']],
    ['4403001922038211', ['ID-TAXPAYER-LENGTH']],
    ['91230103127722678', ['ID-TAXPAYER-LENGTH']],
    ['L91230199591915375C', ['ID-TAXPAYER-LENGTH']],
    ['L23109074442176401', ['ID-USCC-DEPARTMENT']],
    ['914403001922038217', ['ID-USCC-CHECK']],
    ['999999190001010016', ['ID-RID-CHECK']],
    ['9999991900010100150A', ['ID-TAXPAYER-SEQUENCE']],
  ])('%s is refused for %j', (number, faults) => {
    expect(faultsOf('cn.taxpayer', number, demo)).toEqual(faults)
  })

  test('a person’s number is personal in a firm’s column too', () => {
    for (const scheme of schemeCodes) {
      expect(checkIdentifier(scheme, '999999190001010016').personal, scheme).toBe(true)
    }
    expect(checkIdentifier('cn.uscc', '914403001922038217').personal).toBe(false)
  })
})

describe('customs, Zhongzheng and legal entity identifiers', () => {
  test('a customs code is judged by its form alone, and the answer says so', () => {
    expect(checkIdentifier('cn.customs', '4403160A2B')).toMatchObject({
      valid: true,
      notes: ['ID-NOTE-CUSTOMS-NO-CHECK'],
    })
    expect(faultsOf('cn.customs', '44031')).toEqual(['ID-CUSTOMS-LENGTH'])
    expect(faultsOf('cn.customs', 'A403160A2B')).toEqual(['ID-CUSTOMS-CHARACTER'])
  })

  // A01 and eleven digits: 10·1+0·3+1·5+2·7+3·11+4·2+5·13+6·1+7·1+8·17+9·19+0·97+1·23+2·29 = 536; 536 mod 97 + 1 = 52.
  test('the two check digits of a Zhongzheng code are worked by hand', () => {
    expect(faultsOf('cn.zhongzheng', 'A012345678901252')).toEqual([])
    expect(faultsOf('cn.zhongzheng', 'A012345678901253')).toEqual(['ID-ZHONGZHENG-CHECK'])
    expect(faultsOf('cn.zhongzheng', 'A0123456789012')).toEqual(['ID-ZHONGZHENG-LENGTH'])
    expect(faultsOf('cn.zhongzheng', 'A01B345678901252')).toEqual(['ID-ZHONGZHENG-CHARACTER'])
  })

  test('a legal entity identifier leaves 1 when divided by 97, and no digit can change unnoticed', () => {
    const stem = '000000MADEUPENTITY'
    const written = [...`${stem}00`].map((sign) => Number.parseInt(sign, 36)).join('')
    const lei = stem + String(98n - (BigInt(written) % 97n)).padStart(2, '0')
    expect(faultsOf('lei', lei)).toEqual([])
    expect(recogniseIdentifier(lei).scheme).toBe('lei')
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1, 2, 3, 4, 5, 18, 19),
        fc.constantFrom(...'0123456789'),
        (at, digit) => {
          fc.pre(lei[at] !== digit)
          expect(checkIdentifier('lei', lei.slice(0, at) + digit + lei.slice(at + 1)).valid).toBe(false)
        },
      ),
    )
    expect(faultsOf('lei', 'SHORT')).toEqual(['ID-LEI-LENGTH'])
    expect(faultsOf('lei', '000000MADEUPENTITYXX')).toEqual(['ID-LEI-CHARACTER'])
  })
})

describe('values without a scheme', () => {
  test.each([
    ['914403001922038216', 'cn.uscc'],
    ['11010519491231002X', 'cn.rid'],
    ['19220382-1', 'cn.orgcode'],
    ['440301103448669', 'cn.bizreg'],
    ['440300192203821', 'cn.taxpayer'],
    ['4403160A2B', 'cn.customs'],
    ['A012345678901252', 'cn.zhongzheng'],
  ])('%s is taken as %s', (value, scheme) => {
    expect(recogniseIdentifier(value)).toMatchObject({ scheme, valid: true, faults: [] })
  })

  test.each([
    ['914403001922038217', ['ID-USCC-CHECK']],
    ['999999190001010015', ['ID-DEMO-DIVISION']],
    ['1922038-21', ['ID-ORGCODE-HYPHEN']],
    ['L91230199591915375C', ['ID-USCC-LENGTH']],
    ['  ', ['ID-VALUE-EMPTY']],
  ])('%s passes nowhere and gets the faults of the nearest scheme', (value, faults) => {
    expect(recogniseIdentifier(value)).toMatchObject({ scheme: null, valid: false, faults })
  })

  test('whatever comes in, the answer is an answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (value) => {
        const answer = recogniseIdentifier(value)
        expect(answer.valid).toBe(answer.faults.length === 0)
        expect(answer.valid).toBe(answer.scheme !== null)
      }),
    )
  })
})

test('normalising twice changes nothing', () => {
  // Beside anything: signs that compose, change length as capitals, vanish, or are blanks in disguise.
  const awkward = fc.constantFrom(
    ...'aeÉßŉΐΰῒῗΰ-–‑ \u3000\u00B4\u0301\u0308\u0345\u200B\u00AD\u1100\u1161①㎏９ｘ',
  )
  const raws = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: awkward, maxLength: 12 }),
  )
  fc.assert(
    fc.property(raws, (raw) => {
      const once = normaliseIdentifier(raw)
      expect(normaliseIdentifier(once)).toBe(once)
    }),
  )
})

test('a megabyte is refused without work, and is not called empty', () => {
  expect(checkIdentifier('cn.uscc', '9'.repeat(1_000_000))).toMatchObject({
    normalised: '',
    faults: ['ID-USCC-LENGTH'],
  })
})

test.each([
  ['cn.uscc', '914403001922038216', 'organisation'],
  ['cn.uscc', '92330106MA2KL0000X', 'individual-business'],
  ['cn.uscc', 'no code', null],
  ['cn.taxpayer', '440300192203821', 'organisation'],
  ['cn.taxpayer', '914403001922038216', 'organisation'],
  ['cn.bizreg', '440301103448669', 'organisation'],
  ['cn.bizreg', '440301600000000', 'individual-business'],
  ['cn.rid', '999999190001010015', 'person'],
  ['cn.orgcode', '192203821', 'organisation'],
  ['lei', '000000MADEUPENTITY00', 'organisation'],
  ['cn.customs', '4403160A2B', null],
  ['cn.zhongzheng', 'A012345678901252', null],
] as const)('the %s number %s names a subject of kind %s', (scheme, value, kind) => {
  expect(subjectKindOf(scheme, value)).toBe(kind)
})

const provoked: Readonly<
  Record<Exclude<IdentifierFaultCode, 'ID-SCHEME-UNKNOWN'>, readonly [SchemeCode, string]>
> = {
  'ID-USCC-LENGTH': ['cn.uscc', '9'],
  'ID-USCC-CHARACTER': ['cn.uscc', '9144030019220382*6'],
  'ID-USCC-LETTER': ['cn.uscc', '9144030O1922038216'],
  'ID-USCC-DEPARTMENT': ['cn.uscc', '014403001922038216'],
  'ID-USCC-SHAPE': ['cn.uscc', '904403001922038216'],
  'ID-USCC-CLASS': ['cn.uscc', '994403001922038216'],
  'ID-USCC-PROVINCE': ['cn.uscc', '91990000192203821W'],
  'ID-USCC-CHECK': ['cn.uscc', '914403001922038217'],
  'ID-USCC-INNER': ['cn.uscc', '914403001922038203'],
  'ID-ORGCODE-LENGTH': ['cn.orgcode', '1'],
  'ID-ORGCODE-CHARACTER': ['cn.orgcode', '19220382Y'],
  'ID-ORGCODE-HYPHEN': ['cn.orgcode', '1922038-21'],
  'ID-ORGCODE-CHECK': ['cn.orgcode', '192203820'],
  'ID-BIZREG-LENGTH': ['cn.bizreg', '1'],
  'ID-BIZREG-CHARACTER': ['cn.bizreg', 'B40301103448669'],
  'ID-BIZREG-LETTER': ['cn.bizreg', '440301NA0034486'],
  'ID-BIZREG-PROVINCE': ['cn.bizreg', '990301103448669'],
  'ID-BIZREG-CHECK': ['cn.bizreg', '440301103448668'],
  'ID-RID-LENGTH': ['cn.rid', '1'],
  'ID-RID-CHARACTER': ['cn.rid', '99999919000101001A'],
  'ID-RID-PROVINCE': ['cn.rid', '000000190001010015'],
  'ID-RID-DAY': ['cn.rid', '999999199902290019'],
  'ID-RID-CHECK': ['cn.rid', '999999190001010016'],
  'ID-TAXPAYER-LENGTH': ['cn.taxpayer', '1'],
  'ID-TAXPAYER-CHARACTER': ['cn.taxpayer', 'A40300192203821'],
  'ID-TAXPAYER-PROVINCE': ['cn.taxpayer', '990300192203821'],
  'ID-TAXPAYER-INNER': ['cn.taxpayer', '440300192203820'],
  'ID-TAXPAYER-SEQUENCE': ['cn.taxpayer', '9999991900010100150A'],
  'ID-CUSTOMS-LENGTH': ['cn.customs', '1'],
  'ID-CUSTOMS-CHARACTER': ['cn.customs', 'A403160A2B'],
  'ID-ZHONGZHENG-LENGTH': ['cn.zhongzheng', '1'],
  'ID-ZHONGZHENG-CHARACTER': ['cn.zhongzheng', 'A01B345678901252'],
  'ID-ZHONGZHENG-CHECK': ['cn.zhongzheng', 'A012345678901253'],
  'ID-LEI-LENGTH': ['lei', '1'],
  'ID-LEI-CHARACTER': ['lei', '000000MADEUPENTITYXX'],
  'ID-LEI-CHECK': ['lei', '000000MADEUPENTITY00'],
  'ID-DEMO-DIVISION': ['cn.rid', '999999190001010015'],
  'ID-VALUE-EMPTY': ['cn.rid', ''],
}

test.each(Object.entries(provoked))('%s can be provoked', (code, [scheme, value]) => {
  expect(faultsOf(scheme, value)).toContain(code)
})

const noted: Readonly<Record<IdentifierNoteCode, readonly [SchemeCode, string]>> = {
  'ID-NOTE-DIVISION-UNKNOWN': ['cn.bizreg', '230199103448669'],
  'ID-NOTE-RID-LEGACY': ['cn.rid', '999999900101001'],
  'ID-NOTE-RID-RESIDENCE-PERMIT': ['cn.rid', '830000199001010016'],
  'ID-NOTE-RID-FOREIGN-CARD': ['cn.rid', '911840199001010016'],
  'ID-NOTE-TAXPAYER-LEGACY': ['cn.taxpayer', '440300192203821'],
  'ID-NOTE-CUSTOMS-NO-CHECK': ['cn.customs', '4403160A2B'],
}

test.each(Object.entries(noted))('%s can be provoked', (code, [scheme, value]) => {
  expect(checkIdentifier(scheme, value).notes).toContain(code)
})

test('every code says something in both languages, and every fault what to do', () => {
  for (const [code, message] of Object.entries(identifierMessages)) {
    expect(message.says.zh, code).toMatch(/\p{Script=Han}.*。$/u)
    expect(message.says.en, code).toMatch(/^[A-Z1].*\.$/)
    if (!code.startsWith('ID-NOTE-')) expect(message.hint, code).toBeDefined()
  }
})
