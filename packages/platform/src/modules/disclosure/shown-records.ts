// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Catalogue, getRecordType, type SubjectKind } from '../catalogue/index.ts'
import type { Leave } from './ask-statements.ts'
import type { Shown } from './disclosure-policy.ts'

/**
 * Of what the table shows, what was asked for, as far as the subject gave leave.
 * @statute 征信业管理条例 14 ¶2 — some kinds need a consent of their own, each by itself
 */
export function narrowed(
  shown: readonly Shown[],
  to: {
    readonly recordTypes: readonly string[] | null
    readonly leave: Leave | null
    readonly catalogue: Catalogue
    readonly kind: SubjectKind
  },
): readonly Shown[] {
  const { leave, recordTypes, catalogue, kind } = to
  return shown.filter(({ type }) => {
    const asked = recordTypes?.includes(type) ?? true
    const left = leave?.recordTypes?.includes(type) ?? true
    const apart = leave !== null && kind === 'person' ? getRecordType(catalogue, type).content.mayHold : []
    return asked && left && apart.every((one) => leave?.separateKinds.includes(one))
  })
}
