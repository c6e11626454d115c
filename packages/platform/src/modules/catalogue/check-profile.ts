// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CatalogueContent } from './assemble-catalogue.ts'
import type { Profile, ProfileHeading } from './catalogue.ts'
import { foldSpelling } from './fold-spelling.ts'
import type { FieldKind, RecordType } from './record-type.ts'

type Report = (path: string, says: string) => void

export function checkProfile(profile: Profile, catalogue: CatalogueContent, report: Report): void {
  if (profile.recordType === 'any') {
    if (profile.headings.length > 0)
      report('/headings', 'a profile for any type has the field codes as headings')
    return
  }
  const type = catalogue.recordTypes.find((one) => one.code === profile.recordType)
  if (!type) {
    report('/recordType', `no record type ${profile.recordType}`)
    return
  }
  checkSpellingsOnce(profile, report)
  checkTargets(profile, type, report)
  for (const field of type.fields) {
    if (field.required && !profile.headings.some((one) => one.field === field.code)) {
      report('/headings', `required field ${field.code} has no heading`)
    }
  }
}

function checkSpellingsOnce(profile: Profile, report: Report): void {
  const seen = new Set<string>()
  profile.headings.forEach((heading, at) => {
    for (const spelling of new Set([heading.heading, ...heading.aliases].map(foldSpelling))) {
      if (seen.has(spelling)) report(`/headings/${at}`, `${spelling} is there twice`)
      seen.add(spelling)
    }
  })
}

/** Every field is filled from one place, and every transform finds fields of the kind it writes. */
function checkTargets(profile: Profile, type: RecordType, report: Report): void {
  const filled = new Set<string>()
  profile.headings.forEach((heading, at) => {
    for (const { member, code, kind } of targets(heading)) {
      const path = `/headings/${at}/${member}`
      const field = type.fields.find((one) => one.code === code)
      if (!field) report(path, `no field ${code} in ${type.code}`)
      else if (kind !== null && field.kind !== kind) report(path, `${code} is not of kind ${kind}`)
      if (filled.has(code)) report(path, `${code} is filled twice`)
      filled.add(code)
    }
    const { currencyField, textField, transform } = heading
    for (const [member, code] of Object.entries({ currencyField, textField })) {
      if ((code === undefined) === (transform === 'capital-text')) {
        report(`/headings/${at}/${member}`, 'belongs to the transform capital-text and to no other')
      }
    }
  })
}

type Target = { readonly member: string; readonly code: string; readonly kind: FieldKind | null }

function targets({ field, transform, currencyField, textField }: ProfileHeading): Target[] {
  return [
    { member: 'field', code: field, kind: transform === 'none' ? null : 'money' },
    ...(currencyField === undefined
      ? []
      : [{ member: 'currencyField', code: currencyField, kind: 'code' } as const]),
    ...(textField === undefined ? [] : [{ member: 'textField', code: textField, kind: 'text' } as const]),
  ]
}
