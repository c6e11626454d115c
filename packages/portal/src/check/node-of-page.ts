// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { OfferedKeys } from '../proof/offered-keys.ts'

/** What the node wrote into the page when it sent it: the page itself may ask for nothing. */
export type NodeOfPage = OfferedKeys & { readonly name: string; readonly mode: 'demo' | 'production' }

/** Null when the page came from elsewhere than a node. */
export function readNodeOfPage(): NodeOfPage | null {
  const text = document.querySelector('meta[name="probity-node"]')?.getAttribute('content')
  return text ? (JSON.parse(text) as NodeOfPage) : null
}
