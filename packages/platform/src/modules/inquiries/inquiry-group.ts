// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { platformSuite, rootOf } from '@probity/verify'

/** What the log entry of a group commits to: how many inquiries, and the root over their leaves. */
export function groupWitness(leaves: readonly Uint8Array[]): string {
  return witnessOf(leaves.length, rootOf(platformSuite, leaves))
}

export function witnessOf(size: number, root: Uint8Array): string {
  return `probity-inquiries/1\n${size}\n${Buffer.from(root).toString('base64')}\n`
}
