// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { accessRefusals } from './access-refusals.ts'
export { type Actor, hasScope, publicActor } from './actor.ts'
export { apiScopes, authenticate, furnishingScopes, issueApiKey } from './api-key.ts'
export { type Officer, officerOf, parseHolder } from './officer.ts'
