// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import { present } from '../kernel/refusal.ts'
import type { DemoOrganisation } from './organisations.ts'
import { type DemoPerson, inventPersons } from './persons.ts'

let persons: readonly DemoPerson[] | undefined

/** Who stands for it in the register: one of the invented persons, the same on every day and machine. */
export function representativeOf({ uscc }: Pick<DemoOrganisation, 'uscc'>): DemoPerson {
  persons ??= inventPersons()
  const at = Number.parseInt(hash('sha256', uscc, 'hex').slice(0, 8), 16) % persons.length
  return present(persons[at], 'there are persons')
}
