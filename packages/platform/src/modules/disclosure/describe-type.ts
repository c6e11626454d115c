// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Catalogue, RecordType } from '../catalogue/index.ts'

/** What a reader needs to understand records of a type: said once a page, not once a record. As a member of JSON. */
export function typeJson(catalogue: Catalogue, type: RecordType, shown: readonly string[]): string {
  const about = {
    title: type.title,
    category: { code: type.category.code, title: type.category.title },
    basis: type.basis.map(({ instrument, article, confidence }) => {
      const law = catalogue.legalBases.find((one) => one.code === instrument)
      return {
        code: instrument,
        title: law?.title ?? { zh: instrument, en: instrument },
        number: law?.number ?? null,
        article: article ?? null,
        confidence,
      }
    }),
    fields: Object.fromEntries(
      type.fields
        .filter((field) => shown.includes(field.code))
        .map((field) => [
          field.code,
          {
            title: field.title,
            kind: field.kind,
            ...(field.codes
              ? { codes: Object.fromEntries(field.codes.map((item) => [item.code, item.title])) }
              : {}),
          },
        ]),
    ),
  }
  return `"${type.code}":${JSON.stringify(about)}`
}

export function regimesJson(catalogue: Catalogue): string {
  return JSON.stringify(
    Object.fromEntries(catalogue.publicityRegimes.map(({ code, title }) => [code, title])),
  )
}
