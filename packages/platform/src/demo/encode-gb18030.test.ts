// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { DefectError } from '../kernel/refusal.ts'
import { encodeGb18030 } from './encode-gb18030.ts'

test.each([
  '演示市交通运输局',
  'plain ASCII, with "quotes"\r\n',
  '演交罚〔2026〕1号（演示）“经查”、；《》',
  '啊齄丂镕喆',
])('%j reads back as it was written', (text) => {
  expect(new TextDecoder('gb18030', { fatal: true }).decode(encodeGb18030(text))).toBe(text)
})

test('known bytes: the standard puts 啊 at B0A1 and 中 at D6D0', () => {
  expect(Buffer.from(encodeGb18030('啊中A')).toString('hex')).toBe('b0a1d6d041')
})

test('a character that needs four bytes is not written wrongly', () => {
  expect(() => encodeGb18030('𠮷')).toThrow(DefectError)
})
