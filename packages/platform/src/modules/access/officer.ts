// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/** A human account of a participant. `holder` names the account, such as `clerk-1`, never a natural person. */
export type Officer = { readonly participantId: number; readonly holder: string }
