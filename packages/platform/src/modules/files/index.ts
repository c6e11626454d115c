// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { asKey, deriveKey, newKey as newBatchKey, open, seal } from '../../kernel/sealing.ts'
export { filesRefusals } from './files-refusals.ts'
export { type NodeKey, nodeKeyFrom, openNodeKey } from './node-key.ts'
export { Spool, type Spooled } from './spool.ts'
