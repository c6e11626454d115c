// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { maskToDistrict } from './mask-address.ts'
import { parseCapital } from './parse-capital.ts'
import { parseAmount, parseDay, spellings } from './read-cell.ts'

test.each([
  ['2024-02-29', '2024-02-29'],
  ['2024/2/9', '2024-02-09'],
  ['2024.12.31', '2024-12-31'],
  ['2024年2月9日', '2024-02-09'],
  ['20240209', '2024-02-09'],
  ['2024-02-09 00:00:00', '2024-02-09'],
])('%s is the day %s', (text, day) => {
  expect(parseDay(text)).toBe(day)
})

test.each(['2023-02-29', '2024-13-01', '09/02/2024', '2024-02', '24-02-09', '2024-02-09 13:00', '45331'])(
  '%s is no day that is sure',
  (text) => {
    expect(parseDay(text)).toBeNull()
  },
)

test.each([
  ['0', 0, '0'],
  ['007', 0, '7'],
  ['1,234.50', 0, '1234.5'],
  ['0.1', 4, '1000'],
  ['0.00001', 4, '0.1'],
  ['１２', 0, '12'],
  ['90071992547409.93', 4, '900719925474099300'],
])('%s moved by %i places is %s, to the last digit', (text, shift, amount) => {
  expect(parseAmount(text, shift)).toBe(amount)
})

test('an amount of a million characters is refused without being read', () => {
  expect(parseAmount(`0.${'0'.repeat(1_000_000)}1`, 0)).toBeNull()
})

test.each(['', '-1', '1,2', '1.', '.5', '1e3', '九', '1'.repeat(19)])('%j is no amount', (text) => {
  expect(parseAmount(text, 0)).toBeNull()
})

const currencies = spellings([
  { code: 'CNY', title: { zh: '人民币', en: 'Renminbi' }, aliases: ['元', '人民币元', '元人民币'] },
  { code: 'USD', title: { zh: '美元', en: 'US dollar' }, aliases: ['元美元'] },
])

test.each([
  ['9,999(万元人民币)', '99990000', 'CNY'],
  ['100(万元)', '1000000', 'CNY'],
  ['100000（万元）', '1000000000', 'CNY'],
  ['35.5万人民币', '355000', 'CNY'],
  ['80(万元(人民币))', '800000', 'CNY'],
  ['0.5000( 万人民币元)', '5000', 'CNY'],
  ['2,000,000(人民币元)', '2000000', 'CNY'],
  ['999(万美元)', '9990000', 'USD'],
  ['376.2200(万元(美元))', '3762200', 'USD'],
])('capital %s is %s %s', (text, amount, currency) => {
  expect(parseCapital(text, currencies)).toEqual({ amount, currency })
})

test.each(['9()', '0()', '50.8000(万)', '32万', '100', '万元', '100(万贝壳)', '1,00(万元)', '若干'])(
  'capital %s is not sure and stays text',
  (text) => {
    expect(parseCapital(text, currencies)).toBeNull()
  },
)

test.each([
  ['黑龙江省哈尔滨市道里区中央大街1号', '黑龙江省哈尔滨市道里区'],
  ['北京市朝阳区建国路88号', '北京市朝阳区'],
  ['上海市浦东新区世纪大道100号', '上海市浦东新区'],
  ['浙江省杭州市淳安县千岛湖镇', '浙江省杭州市淳安县'],
  ['广西壮族自治区南宁市青秀区民族大道', '广西壮族自治区南宁市青秀区'],
  ['湖北省恩施土家族苗族自治州恩施市舞阳坝街道', '湖北省恩施土家族苗族自治州恩施市'],
  // A name of another province's: the place is not sure.
  ['湖南省恩施土家族苗族自治州恩施市', '湖南省'],
  ['哈尔滨市阳光花苑东区12栋301', '哈尔滨市'],
  ['哈尔滨市东区12栋', '哈尔滨市'],
  ['红星公寓西区2单元301', null],
  ['演示市李家大院后区三排', '演示市'],
  // No district is written: less is shown, never the estate or the market.
  ['义乌市江滨小区5幢', '义乌市'],
  ['浙江省义乌市稠城街道工业区', '浙江省义乌市'],
  ['福田市场3号摊', null],
  ['某某家中', null],
  ['', null],
])('of the address %s an open page shows %s', (address, shown) => {
  expect(maskToDistrict(address)).toBe(shown)
})
