// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { AccountId, KeyId, PowerId, SessionId, StaffId, SubjectId } from '../../kernel/ids.ts'

/** Bodies that act by officers and machines; each is a participant of exactly one of these kinds. */
export const bodyKinds = [
  'department',
  'lender',
  'bureau',
  'association',
  'court',
  'supervisor',
  'auditor',
] as const
export type BodyKind = (typeof bodyKinds)[number]

/** The words by which the disclosure policy speaks of who asks. */
export const actorKinds = ['public', 'subject', 'agent', ...bodyKinds, 'operator'] as const
export type ActorKind = (typeof actorKinds)[number]

/**
 * How surely the person is known: 0 nobody (a machine, the house itself), 1 an account, 2 the real name, 3 the real
 * name and presence. The jurisdiction says which level an act needs.
 */
export const assuranceLevels = [0, 1, 2, 3] as const
export type AssuranceLevel = (typeof assuranceLevels)[number]

/** What an agent may do in a subject's name; each word is asked for by the act that it opens. */
export const powerScopes = [
  'file:read',
  'inquiries:read',
  'authorisations:manage',
  'objections:file',
  'repairs:apply',
] as const
export type PowerScope = (typeof powerScopes)[number]

/** A subject's leave to act in its name. */
export type Power = {
  readonly powerId: PowerId
  /** On whose behalf. */
  readonly subjectId: SubjectId
  readonly scopes: readonly PowerScope[]
  /** The first day on which it holds no more. */
  readonly until: CivilDate
}

/** By what somebody is known. */
export type Credential = {
  /** Null where no session stands behind it: an API key, or a door of the house such as the watched folder. */
  readonly sessionId: SessionId | null
  readonly keyId: KeyId | null
  /** The sign-in of a person, under a name that says nothing; null for a machine. */
  readonly accountId: AccountId | null
  readonly assurance: AssuranceLevel
  /** Six digits: the division whose parameters hold. */
  readonly jurisdiction: string
}

export type PublicActor = { readonly kind: 'public' }

/** Somebody in their own file. */
export type SubjectActor = Credential & {
  readonly kind: 'subject'
  /** The subject it was proven to be, or to hold office in, in this session. */
  readonly subjectId: SubjectId
  /** The office by which it acts for an organisation; null for a natural person. */
  readonly office: 'legal-representative' | null
}

export type AgentActor = Credential & { readonly kind: 'agent'; readonly power: Power }

/** An officer or a machine of a body. */
export type BodyActor = Credential & {
  readonly kind: BodyKind
  readonly participantId: number
  /** The post; null for a machine. */
  readonly staffId: StaffId | null
  /** The account that acts, such as `clerk-1`, never a person's name; null for a machine, which is no officer. */
  readonly holder: string | null
  readonly roles: readonly string[]
  readonly scopes: readonly string[]
}

/** Runs the machine. Carries no participant and no subject, so no act on credit data can be asked for. */
export type OperatorActor = Credential & {
  readonly kind: 'operator'
  readonly staffId: StaffId | null
  readonly holder: string | null
  readonly roles: readonly string[]
  readonly scopes: readonly string[]
}

/** Who acts: always a parameter, never ambient. */
export type Actor = PublicActor | SubjectActor | AgentActor | BodyActor | OperatorActor

export const publicActor: Actor = { kind: 'public' }

type GivenBody = Pick<BodyActor, 'kind' | 'participantId' | 'jurisdiction'> & Partial<BodyActor>

/** A body as the house itself knows it: at the watched folder, at a front-end table, in a test. */
export function bodyActor(given: GivenBody): BodyActor {
  return {
    sessionId: null,
    keyId: null,
    accountId: null,
    assurance: 0,
    staffId: null,
    holder: null,
    roles: [],
    scopes: [],
    ...given,
  }
}

export function isBody(actor: Actor): actor is BodyActor {
  return bodyKinds.some((kind) => kind === actor.kind)
}

export function hasScope(actor: Actor, scope: string): actor is BodyActor {
  return isBody(actor) && actor.scopes.includes(scope)
}
