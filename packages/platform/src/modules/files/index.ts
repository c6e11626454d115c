// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { asKey, deriveKey, newKey as newBatchKey, open, seal } from '../../kernel/sealing.ts'
export { filesRefusals } from './files-refusals.ts'
export type { DraftFrames, FrameStore } from './frame-store.ts'
export { type NodeKey, nodeKeyFrom, openNodeKey } from './node-key.ts'
export { type Draft, databaseSpool, folderSpool, Spool, type Spooled, type SpoolLimits } from './spool.ts'
