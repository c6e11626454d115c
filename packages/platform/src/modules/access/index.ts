// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { endAccess, holdAccess } from './access-end.ts'
export { accessRefusals } from './access-refusals.ts'
export {
  findPower,
  isKeyInForce,
  listPowersOfAccount,
  listPowersOfSubject,
  type PowerLine,
} from './access-store.ts'
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
export {
  apiScopes,
  type FoundKey,
  findKey,
  furnishingScopes,
  type IssuedKey,
  isKeyShaped,
  issueApiKey,
  issueKey,
  type KeyLine,
  listKeysOf,
  type NewKey,
  OVERLAP_DAYS_MAX,
  rotateKey,
} from './api-key.ts'
export {
  addClientKey,
  type Client,
  type ClientKey,
  endClientKey,
  listClientKeys,
  listClients,
  type NewClientKey,
  registerClient,
} from './client.ts'
export { findClient } from './client-store.ts'
export { type AccessToken, exchangeAssertion, TOKEN_PREFIX, type TokenRequest } from './exchange-assertion.ts'
export { FailureCounts } from './failure-count.ts'
export {
  IdentityProvider,
  type ProvenPerson,
  type ProvenSignIn,
  type ProviderSettings,
} from './identity-provider.ts'
export { invite, takeInvitation } from './invitation.ts'
export { type Officer, officerOf, parseHolder } from './officer.ts'
export { endPower, givePower, subjectOf } from './power.ts'
export { readSignInSettings } from './read-sign-in-settings.ts'
export {
  type Capacity,
  forgetOldSessions,
  type OpenedSession,
  type Session,
  type SessionLimits,
  Sessions,
} from './session.ts'
export {
  type Answered,
  type Asked,
  type Capacities,
  type Proven,
  type SignInParts,
  SignIns,
  type Wanted,
} from './sign-in.ts'
