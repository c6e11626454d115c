// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { filesRefusals } from './files-refusals.ts'
export type { DraftFrames, FrameStore } from './frame-store.ts'
export { type NodeKey, nodeKeyFrom, openNodeKey } from './node-key.ts'
export { asKey, deriveKey, newBatchKey, open, seal } from './sealing.ts'
export { type Draft, databaseSpool, folderSpool, Spool, type Spooled, type SpoolLimits } from './spool.ts'
