// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  type Catalogue,
  compileRecordType,
  compileWithdrawal,
  getProfile,
  getRecordType,
  type JudgeSetting,
  type Profile,
  type RowJudge,
  withdrawalForm,
  withdrawalProfile,
} from '../catalogue/index.ts'
import type { Batch } from './batch.ts'

/** What a file is read and judged by. */
export type FileForm = { readonly type: string; readonly profile: string; readonly withdraws: boolean }

export function formOf({
  type,
  profile,
  operation,
}: Pick<Batch, 'type' | 'profile' | 'operation'>): FileForm {
  return { type, profile, withdraws: operation === 'withdraw' }
}

/** @throws Refusal RECORD_TYPE_UNKNOWN, RECORD_TYPE_INERT, PROFILE_UNKNOWN */
export function compileJudge(
  catalogue: Catalogue,
  { type, profile, withdraws }: FileForm,
  node: JudgeSetting,
): RowJudge {
  return (withdraws ? compileWithdrawal : compileRecordType)(catalogue, type, profile, node)
}

/**
 * The headings of the file, or the keys of its rows.
 * @throws Refusal RECORD_TYPE_UNKNOWN, PROFILE_UNKNOWN
 */
export function profileToRead(catalogue: Catalogue, form: FileForm): Profile {
  const type = getRecordType(catalogue, form.type)
  const profile = getProfile(catalogue, type, form.profile)
  return form.withdraws ? withdrawalProfile(profile, withdrawalForm(type)) : profile
}
