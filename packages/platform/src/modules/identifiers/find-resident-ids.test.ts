// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { completeBusinessRegistration } from './business-registration.ts'
import { maskNumbers } from './digit-runs.ts'
import { findBankCards, findMobileNumbers } from './find-accounts.ts'
import { findResidentIds } from './find-resident-ids.ts'
import { completeOrganisationCode } from './organisation-code.ts'
import { residentId15To18 } from './resident-id.ts'
import { completeUscc } from './uscc.ts'

const id = '999999190001010015'
const withX = '99999919900101018X'

const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('1999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(2, 10).replaceAll('-', ''))
/** Numbers that no person can hold: division 999999, check character made right. */
const residentIds = fc
  .tuple(day, fc.integer({ min: 1, max: 995 }))
  .map(([yymmdd, sequence]) => residentId15To18(`999999${yymmdd}${String(sequence).padStart(3, '0')}`) ?? '')

describe('a resident identity number is found', () => {
  test.each([
    ['alone', id, id],
    ['with X', `持证人${withX}。`, withX],
    ['with a small x', withX.toLowerCase(), withX],
    ['inside a text', `当事人（身份证${id}）于当日`, id],
    ['behind Latin letters', `ID${id}`, id],
    ['in full width', '９９９９９９１９０００１０１００１５', id],
    ['parted by blanks', '999999 1900 0101 0015', id],
    ['parted by hyphens', '999999-19000101-0015', id],
    ['parted by signs that cannot be seen', [...id].join('\u200b'), id],
    ['parted by points and commas', '999999.19000101,0015', id],
    ['over a line end', '999999190001\n010015', id],
    ['in Chinese numerals', '九九九九九九一九〇〇〇一〇一〇〇一五', id],
    ['in circled digits', '⑨⑨⑨⑨⑨⑨①⑨⓪⓪⓪①⓪①⓪⓪①⑤', id],
    ['in mathematical digits', [...id].map((d) => String.fromCodePoint(0x1d7ce + Number(d))).join(''), id],
    ['in Arabic-Indic digits', [...id].map((d) => String.fromCodePoint(0x660 + Number(d))).join(''), id],
    ['inside a longer number', `00${id}01`, id],
    ['of the old form, standing alone', '证号999999900101001号', '999999900101001'],
  ])('%s', (_how, text, expected) => {
    expect(findResidentIds(text).map((found) => found.digits)).toEqual([expected])
  })

  test('each of several, with its place', () => {
    const text = `甲${id}乙${withX}丙`
    const found = findResidentIds(text)
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([id, withX])
  })

  test('whatever stands around it, and masked it is there no more', () => {
    const around = fc.string({
      unit: fc.constantFrom('一', '案', ' ', '.', 'Z', '号', '\u200b'),
      maxLength: 8,
    })
    fc.assert(
      fc.property(around, residentIds, around, (before, number, behind) => {
        const text = `${before}案${number}案${behind}`
        const found = findResidentIds(text)
        expect(found.map((one) => one.digits)).toContain(number)
        const masked = maskNumbers(text, found)
        expect(masked).not.toContain(number)
        expect(masked).toContain(`${number.slice(0, 3)}*************${number.slice(-2)}`)
        expect(findResidentIds(masked)).toEqual([])
      }),
    )
  })
})

describe('not taken for a resident identity number', () => {
  test.each([
    ['a wrong check', '999999190001010016'],
    ['a day that no calendar has', '999999199902290019'],
    ['no province', '909999190001010015'],
    ['a unified code of digits only', '914403001922038216'],
    ['a unified code with letters', '91440300708461136T'],
    ['a registration number', '440301103448669'],
    ['an old tax number', '440300192203821'],
    ['a mobile number', '13800138000'],
    ['a bank account', '6222020200112233446'],
    ['a year and a serial', '演市监罚〔2026〕20260101001号'],
    ['two numbers with words between', '99999919000101案0015'],
    ['digits too few', '99999919000101001'],
  ])('%s', (_what, text) => {
    expect(findResidentIds(text)).toEqual([])
  })

  test('unified codes, made of any division and body', () => {
    const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
    let made = 0
    fc.assert(
      fc.property(fc.constantFrom('440300', '230100', '310115', '110000'), digits(8), (division, body) => {
        const code = completeUscc(`91${division}`, completeOrganisationCode(body) ?? '')
        if (code === null) return
        made++
        expect(findResidentIds(`${code}有限公司`)).toEqual([])
      }),
    )
    expect(made).toBeGreaterThan(50)
  })

  test('registration numbers of 15 digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{8}$/), (serial) => {
        const number = completeBusinessRegistration(`230103${serial}`)
        if (number !== null) expect(findResidentIds(number)).toEqual([])
      }),
    )
  })
})

test('a long text is read in time that grows with it, whatever it is made of', () => {
  const started = performance.now()
  for (const part of ['9', '9-', '19000101', '\u200b9', '九'])
    findResidentIds(part.repeat(200_000 / part.length))
  expect(performance.now() - started).toBeLessThan(5_000)
})

describe('bank cards and mobile numbers', () => {
  test('a card is found by its prefix and its check, standing alone', () => {
    expect(findBankCards('卡号6222 0000 0000 0000 004')).toHaveLength(1)
    expect(findBankCards('卡号6222000000000000003')).toEqual([])
    expect(findBankCards('4111111111111111')).toHaveLength(1)
  })

  test('numbers of decisions that begin with a division and a year, and unified codes, are none', () => {
    for (let serial = 0; serial < 200; serial++)
      expect(findBankCards(`620102${2019}${String(serial).padStart(6, '0')}`)).toEqual([])
    expect(findBankCards('914403001922038216')).toEqual([])
  })

  test('a mobile number is found with and without the country, not inside a longer number', () => {
    expect(findMobileNumbers('电话 138-0013-8000').map((one) => one.digits)).toEqual(['13800138000'])
    expect(findMobileNumbers('+86 13800138000')).toHaveLength(1)
    expect(findMobileNumbers('213800138000')).toEqual([])
    expect(findMobileNumbers('12800138000')).toEqual([])
  })
})
