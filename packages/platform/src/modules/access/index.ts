// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { accessRefusals } from './access-refusals.ts'
export {
  type Actor,
  type ActorKind,
  type AgentActor,
  type AssuranceLevel,
  actorKinds,
  assuranceLevels,
  type BodyActor,
  type BodyKind,
  bodyActor,
  bodyKinds,
  type Credential,
  hasScope,
  isBody,
  type OperatorActor,
  type Power,
  type PowerScope,
  type PublicActor,
  powerScopes,
  publicActor,
  type SubjectActor,
} from './actor.ts'
export { apiScopes, authenticate, furnishingScopes, issueApiKey } from './api-key.ts'
export { type Officer, officerOf, parseHolder } from './officer.ts'
