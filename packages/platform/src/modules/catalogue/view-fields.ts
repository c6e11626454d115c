// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Mask, Masks, View } from './disclosure-rules.ts'
import type { FieldSpec, RecordType, SubjectKind } from './record-type.ts'

/** A field that leaves, and how: `district` is made when the record comes in, the other masks when it is read. */
export type ViewField = {
  readonly code: string
  /** Where it lies: finished in the face, in clear beside it, or under seal. */
  readonly lies: 'face' | 'closed' | 'sealed'
  readonly shown: Exclude<Mask, 'hidden'> | 'district'
}

type Asked = { readonly view: View; readonly purpose: string; readonly kind: SubjectKind }

/**
 * The allow-list of a type for a view, a purpose and a kind of subject: labels the view has, as far as the type opens
 * them for the purpose, masked. What is not named here does not leave.
 */
export function viewFields(type: RecordType, { view, purpose, kind }: Asked): readonly ViewField[] {
  if (!type.subjectKinds.includes(kind)) return []
  const labels = view.labels.filter((label) =>
    type.visibility.some((one) => one.label === label && one.purposes.includes(purpose)),
  )
  return type.fields.flatMap((field) => {
    if (field.label === 'secret' || !labels.includes(field.label)) return []
    const shown = kind === 'person' ? ofPerson(field, view.ownRecord) : ofOthers(field, view)
    if (shown === 'hidden') return []
    return kind === 'individual-business' && field.label === 'public'
      ? shopField(type, field, labels.includes('department'))
      : [{ code: field.code, lies: placeOf(field, kind), shown }]
  })
}

/** Everything of a person's record lies sealed, so what it holds is masked whatever its label is. */
function ofPerson(field: FieldSpec, masks: Masks): Mask {
  return field.holds === undefined ? 'full' : maskOf(field.holds, masks)
}

function ofOthers(field: FieldSpec, view: View): Mask {
  if (field.label !== 'personal') return 'full'
  return field.holds === undefined ? 'hidden' : maskOf(field.holds, view.withinOrganisation)
}

/** The kind of a paper says nothing without its number, and is shown whole wherever anything of the number is. */
function maskOf(holds: NonNullable<FieldSpec['holds']>, masks: Masks): Mask {
  if (holds !== 'number-kind') return masks[holds]
  return masks.number === 'hidden' ? 'hidden' : 'full'
}

function placeOf(field: FieldSpec, kind: SubjectKind): ViewField['lies'] {
  if (kind === 'person' || field.label === 'personal') return 'sealed'
  return field.label === 'public' ? 'face' : 'closed'
}

/** What a mask took from the face of an individual business lies beside it, for those who see departments' fields. */
function shopField(type: RecordType, field: FieldSpec, unmasked: boolean): readonly ViewField[] {
  const mask = type.individualBusinessMasks.find((one) => one.field === field.code)?.mask
  if (mask === undefined) return [{ code: field.code, lies: 'face', shown: 'full' }]
  if (unmasked) return [{ code: field.code, lies: 'closed', shown: 'full' }]
  return mask === 'district' ? [{ code: field.code, lies: 'face', shown: 'district' }] : []
}
