// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { type Entrance, type OwnFileParts, OwnFiles, requiredAssurance } from './own-file.ts'
export { rightsRefusals } from './rights-refusals.ts'
