// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { TFunction } from 'i18next'

/** The title of an identifier scheme; a scheme that the portal does not know yet is named by its code. */
export function schemeTitle(t: TFunction, scheme: string): string {
  const known = t('scheme', { returnObjects: true }) as Readonly<Record<string, string>>
  return known[scheme] ?? scheme
}
