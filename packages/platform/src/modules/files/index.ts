// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { filesRefusals } from './files-refusals.ts'
export { type NodeKey, nodeKeyFrom, openNodeKey } from './node-key.ts'
export { asKey, deriveKey, newBatchKey, open, seal } from './sealing.ts'
export { Spool, type Spooled } from './spool.ts'
