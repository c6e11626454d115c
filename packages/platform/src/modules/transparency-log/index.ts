// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { type NoteSigner, openNoteSigner } from './note-signer.ts'
export { type EntryKind, queueEntry } from './queue-entry.ts'
