// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { maskToDistrict } from './mask-address.ts'
import type { MaskRule, RecordType, SubjectKind } from './record-type.ts'
import { inClear, isTaken, type Payload } from './row-judge.ts'

/** Only fields that are filled. */
export type FieldSplit = {
  open(payload: Payload, kind: SubjectKind): Payload
  closed(payload: Payload, kind: SubjectKind): Payload
  sealed(payload: Payload, kind: SubjectKind): Payload
}

/**
 * Parts what anybody may see from the rest, by the catalogue's labels and masks: an allow-list, so a field nobody
 * labelled is not shown. A natural person's records are never open, and nothing of them lies in clear. A text that
 * repeats what a field about a person says is sealed with it.
 * @statute 个人信息保护法 25 — nothing about a person is made public without leave
 * @statute 个人信息保护法 51 — encryption
 */
export function splitFields(type: RecordType): FieldSplit {
  const open = type.fields.filter((field) => field.label === 'public').map((field) => field.code)
  const clear = type.fields.filter(inClear).map((field) => field.code)
  const department = clear.filter((code) => !open.includes(code))
  const masked = type.individualBusinessMasks.map((rule) => rule.field)
  const personal = type.fields.filter((field) => field.label === 'personal').map((field) => field.code)
  const taken = type.fields.filter(isTaken).map((field) => field.code)
  const texts = textsThatMayRepeat(type)
  const repeating = (payload: Payload): readonly string[] => repeatsOf(payload, personal, texts)

  return {
    open(payload, kind) {
      if (kind === 'person') return {}
      const shown = pick(payload, open, repeating(payload))
      if (kind === 'individual-business') applyMasks(shown, type.individualBusinessMasks)
      return shown
    },
    closed(payload, kind) {
      if (kind === 'person') return {}
      const kept = kind === 'individual-business' ? [...department, ...masked] : department
      return pick(payload, kept, repeating(payload))
    },
    sealed(payload, kind) {
      return pick(payload, kind === 'person' ? taken : [...personal, ...repeating(payload)])
    },
  }
}

/** Not the subject's own name, which a shop may share with its owner, nor what stands in columns of its own. */
function textsThatMayRepeat(type: RecordType): readonly string[] {
  const { number, on, body } = type.document ?? {}
  const fixed = new Set([type.name, number, on, body, ...type.number])
  return type.fields
    .filter((field) => inClear(field) && field.kind === 'text' && !fixed.has(field.code))
    .map((field) => field.code)
}

/** Empty fields say nothing. */
function pick(payload: Payload, codes: readonly string[], but: readonly string[] = []): Payload {
  const picked: Payload = {}
  for (const code of codes) {
    const value = payload[code] ?? null
    if (value !== null && !but.includes(code)) picked[code] = value
  }
  return picked
}

/** Shorter than a name can be, a value stands in every text by chance. */
const REPEATED_MIN = 2

function repeatsOf(
  payload: Payload,
  personal: readonly string[],
  texts: readonly string[],
): readonly string[] {
  const values = personal
    .map((code) => payload[code])
    .filter((value) => typeof value === 'string')
    .filter((value) => value.length >= REPEATED_MIN)
  if (values.length === 0) return []
  return texts.filter((code) => {
    const text = payload[code]
    return typeof text === 'string' && values.some((value) => text.includes(value))
  })
}

function applyMasks(shown: Payload, masks: readonly MaskRule[]): void {
  for (const { field, mask } of masks) {
    const value = shown[field]
    delete shown[field]
    const kept = mask === 'district' && typeof value === 'string' ? maskToDistrict(value) : null
    if (kept !== null) shown[field] = kept
  }
}
