// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { maskToDistrict } from './mask-address.ts'
import type { MaskRule, RecordType, SubjectKind } from './record-type.ts'
import { inClear, type Payload } from './row-judge.ts'

export type FieldSplit = {
  open(payload: Payload, kind: SubjectKind): Payload
  closed(payload: Payload, kind: SubjectKind): Payload
}

/**
 * Parts what anybody may see from the rest, by the catalogue's labels and masks: an allow-list, so a field nobody
 * labelled is not shown. A natural person's records are never open.
 * @statute 个人信息保护法 25 — nothing about a person is made public without leave
 */
export function splitFields(type: RecordType): FieldSplit {
  const open = type.fields.filter((field) => field.label === 'public').map((field) => field.code)
  const clear = type.fields.filter(inClear).map((field) => field.code)
  const department = clear.filter((code) => !open.includes(code))
  const masked = type.individualBusinessMasks.map((rule) => rule.field)

  return {
    open(payload, kind) {
      if (kind === 'person') return {}
      const shown = pick(payload, open)
      if (kind === 'individual-business') applyMasks(shown, type.individualBusinessMasks)
      return shown
    },
    closed(payload, kind) {
      if (kind === 'person') return pick(payload, clear)
      return pick(payload, kind === 'individual-business' ? [...department, ...masked] : department)
    },
  }
}

function pick(payload: Payload, codes: readonly string[]): Payload {
  const picked: Payload = {}
  for (const code of codes) picked[code] = payload[code] ?? null
  return picked
}

function applyMasks(shown: Payload, masks: readonly MaskRule[]): void {
  for (const { field, mask } of masks) {
    const value = shown[field]
    shown[field] = mask === 'district' && typeof value === 'string' ? maskToDistrict(value) : null
  }
}
