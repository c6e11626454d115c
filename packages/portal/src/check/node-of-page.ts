// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/** What the node wrote into the page when it sent it: the page itself may ask for nothing. */
export type NodeOfPage = { readonly name: string; readonly verifierKey: string; readonly isDemo: boolean }

/** Null when the page came from elsewhere than a node. */
export function readNodeOfPage(): NodeOfPage | null {
  const text = document.querySelector('meta[name="probity-node"]')?.getAttribute('content')
  if (!text) return null
  const { name, verifierKey, mode } = JSON.parse(text) as Record<string, unknown>
  return { name: String(name), verifierKey: String(verifierKey), isDemo: mode === 'demo' }
}
