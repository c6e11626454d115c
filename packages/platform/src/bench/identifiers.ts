// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  checkIdentifier,
  completeOrganisationCode,
  completeUscc,
  recogniseIdentifier,
} from '../modules/identifiers/index.ts'

export type IdentifierFigure = { name: string; perSecond: number }

const CODES = 20_000
const ROUNDS = 25
const HEADS = ['91110108', '91440300', '91230199', '93230921', '12100000', '51310115', '92330106', '91350100']

/** Made-up codes with right checks, in a spread of divisions, known and unknown. */
function madeUpCodes(): string[] {
  return Array.from({ length: CODES }, (_, i) => {
    const body = ((i * 7_919) % 100_000_000).toString().padStart(8, '0')
    const head = HEADS[i % HEADS.length] as string
    return completeUscc(head, completeOrganisationCode(body) ?? '') ?? ''
  })
}

function figure(
  name: string,
  values: readonly string[],
  act: (value: string) => { valid: boolean },
): IdentifierFigure {
  let valid = 0
  for (const value of values) if (act(value).valid) valid++
  const startedAt = performance.now()
  for (let round = 0; round < ROUNDS; round++) for (const value of values) if (act(value).valid) valid++
  const seconds = (performance.now() - startedAt) / 1000
  if (valid % (ROUNDS + 1) !== 0) throw new Error('the same value was judged in two ways')
  return { name, perSecond: Math.round((values.length * ROUNDS) / seconds) }
}

/** On one core, inside the process. Floor for the first line: 300,000 a second. */
export function benchIdentifiers(): IdentifierFigure[] {
  const codes = madeUpCodes()
  const wrong = codes.map((code) => code.slice(0, 17) + (code[17] === '0' ? '1' : '0'))
  const printed = codes.map((code) => ` ${code.slice(0, 8)}-${code.slice(8).toLowerCase()} `)
  return [
    figure('USCC, valid', codes, (code) => checkIdentifier('cn.uscc', code)),
    figure('USCC, wrong check', wrong, (code) => checkIdentifier('cn.uscc', code)),
    figure('USCC, to be normalised', printed, (code) => checkIdentifier('cn.uscc', code)),
    figure('bare value, recognised', codes, (code) => recogniseIdentifier(code)),
  ]
}
