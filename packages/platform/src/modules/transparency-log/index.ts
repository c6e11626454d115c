// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { type BuiltLog, buildLog, verifierKeyOf } from './build-log.ts'
export { type LogFolder, openLogFolder } from './log-folder.ts'
export { findLogResource, type LogResource } from './log-resource.ts'
export { type NoteSigner, openNoteSigner, openSigningKey } from './note-signer.ts'
export { type EntryKind, queueEntry } from './queue-entry.ts'
export { transparencyLogRefusals } from './transparency-log-refusals.ts'
