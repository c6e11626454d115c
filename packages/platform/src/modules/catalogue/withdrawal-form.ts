// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CodeItem, Profile } from './catalogue.ts'
import { foldSpelling } from './fold-spelling.ts'
import type { FieldSpec, RecordType } from './record-type.ts'

export const withdrawalReasonField = 'withdrawal_reason'

const reason = (code: string, zh: string, en: string, ...aliases: string[]): CodeItem => ({
  code,
  title: { zh, en },
  aliases,
})

/** Codes and no text of the furnisher's: a reason in words would name people. */
export const withdrawalReasons: readonly CodeItem[] = [
  reason('entered-in-error', '录入错误', 'Entered in error', '误报', '录错'),
  reason('wrong-subject', '主体错误', 'Wrong subject', '主体有误'),
  reason('document-revoked', '文书已撤销', 'Document revoked', '决定已撤销', '文书撤销'),
  reason('ended', '已失效', 'No longer in effect', '失效'),
  reason('other', '其他', 'Other'),
]

/** A record type cut down to what a withdrawal needs: the fields of the furnisher's number, and why. */
export function withdrawalForm(type: RecordType): RecordType {
  const numbers = type.fields.filter((field) => type.number.includes(field.code))
  const why: FieldSpec = {
    code: withdrawalReasonField,
    title: { zh: '撤回原因', en: 'Reason of the withdrawal' },
    kind: 'code',
    required: false,
    label: 'department',
    codes: withdrawalReasons,
    rules: [],
  }
  const { personWhen: _, ...rest } = type
  return {
    ...rest,
    fields: [...numbers.map((field) => ({ ...field, required: true })), why],
    polarity: { kind: 'fixed', polarity: 'neutral', basis: type.basis },
    severity: { kind: 'none' },
    publicity: { kind: 'never', basis: type.basis },
    subjectIdentifiers: { fields: [], rule: type.subjectIdentifiers.rule },
    name: null,
    eventOn: null,
    validFrom: null,
    validTo: null,
    endOfAct: null,
    document: null,
    editionField: null,
    period: null,
    individualBusinessMasks: [],
    consistency: [],
    region: null,
    stored: [],
  }
}

/** The furnisher's own headings of its number; the reason has one of ours. */
export function withdrawalProfile(profile: Profile, form: RecordType): Profile {
  const own = new Set(form.fields.map((field) => field.code))
  const headings = profile.headings.filter((heading) => own.has(heading.field))
  return {
    ...profile,
    headings: [
      {
        heading: withdrawalReasonField,
        aliases: ['撤回原因', 'reason'],
        field: withdrawalReasonField,
        transform: 'none',
      },
      ...headings,
    ],
  }
}

export function knownHeadings(profile: Profile): ReadonlySet<string> {
  return new Set(
    profile.headings.flatMap(({ heading, aliases }) => [heading, ...aliases].map((one) => foldSpelling(one))),
  )
}
