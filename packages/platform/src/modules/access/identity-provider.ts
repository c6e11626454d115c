// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import * as oidc from 'openid-client'
import type { Bilingual } from '../../kernel/messages.ts'
import { OutageError, refuse } from '../../kernel/refusal.ts'
import { type AssuranceLevel, assuranceLevels } from './actor.ts'

/** How old a proof may be when its answer comes: somebody's open session elsewhere is no proof. */
const PROOF_SECONDS_MAX = 300
const ANSWER_SECONDS_MAX = 10

export type ProviderSettings = {
  /** By which accounts are told apart from another provider's; kept for good, also when its address changes. */
  readonly code: string
  readonly title: Bilingual
  /** Asked at each discovery: the demo's provider lies where the node listens, which is known late. */
  readonly issuer: () => string
  readonly clientId: string
  readonly auth: oidc.ClientAuth
  readonly scope: string
  /** With what the provider signs what it says of a person. */
  readonly signedBy: string
  /** Names of the claims that say who a person is, and the scheme of the number. */
  readonly claims: { readonly name: string; readonly number: string; readonly scheme: string }
  /** By `acr`: a word that is not here proves an account and no more. */
  readonly levels: Readonly<Record<string, AssuranceLevel>>
  /** Plain HTTP, for the provider of the demo that is this node itself. */
  readonly isLocal?: boolean
}

/** Who the provider says it is. Lives for one request and is written down nowhere. */
export type ProvenPerson = {
  readonly name: string
  readonly number: { readonly scheme: string; readonly value: string }
}

export type ProvenSignIn = {
  readonly issuerSubject: string
  readonly assurance: AssuranceLevel
  /** Null: the provider named no person, or was not asked. */
  readonly person: ProvenPerson | null
}

export type ProofSecrets = { readonly state: string; readonly nonce: string; readonly verifier: string }

export function newProofSecrets(): ProofSecrets {
  return {
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
  }
}

/** The one provider by which people sign in here: authorization code with PKCE, state and nonce. */
export class IdentityProvider {
  readonly settings: ProviderSettings
  #found: Promise<oidc.Configuration> | undefined

  constructor(settings: ProviderSettings) {
    this.settings = settings
  }

  /** @throws OutageError when the provider does not answer */
  async askingUrl(redirectUri: string, secrets: ProofSecrets, level: AssuranceLevel): Promise<URL> {
    const config = await this.#configuration()
    const words = Object.entries(this.settings.levels).flatMap(([acr, given]) =>
      given >= level ? [acr] : [],
    )
    return oidc.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: this.settings.scope,
      state: secrets.state,
      nonce: secrets.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(secrets.verifier),
      code_challenge_method: 'S256',
      prompt: 'login',
      max_age: String(PROOF_SECONDS_MAX),
      ...(words.length > 0 ? { acr_values: words.join(' ') } : {}),
    })
  }

  /**
   * Exchanges what came back for who it is.
   * @throws Refusal SIGN_IN_FAILED, OutageError
   */
  async prove(answer: URL, secrets: ProofSecrets): Promise<ProvenSignIn> {
    const config = await this.#configuration()
    try {
      const tokens = await oidc.authorizationCodeGrant(config, answer, {
        expectedState: secrets.state,
        expectedNonce: secrets.nonce,
        pkceCodeVerifier: secrets.verifier,
        idTokenExpected: true,
        maxAge: PROOF_SECONDS_MAX,
      })
      const claims = tokens.claims()
      if (!claims) throw refuse('SIGN_IN_FAILED')
      const more = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)
      return {
        issuerSubject: claims.sub,
        assurance: this.#levelOf(claims.acr),
        person: this.#personOf({ ...more, ...claims }),
      }
    } catch (error) {
      throw asKnown(error)
    }
  }

  #levelOf(acr: unknown): AssuranceLevel {
    const given = typeof acr === 'string' ? this.settings.levels[acr] : undefined
    return given !== undefined && assuranceLevels.includes(given) ? given : 1
  }

  #personOf(claims: Readonly<Record<string, unknown>>): ProvenPerson | null {
    const { name, number, scheme } = this.settings.claims
    const [given, value] = [claims[name], claims[number]]
    if (typeof given !== 'string' || typeof value !== 'string' || given === '' || value === '') return null
    return { name: given, number: { scheme, value } }
  }

  #configuration(): Promise<oidc.Configuration> {
    this.#found ??= this.#discover().catch((error: unknown) => {
      // Asked again at the next sign-in: it may have been away for a moment only.
      this.#found = undefined
      throw asKnown(error)
    })
    return this.#found
  }

  #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, auth, signedBy, isLocal = false } = this.settings
    return oidc.discovery(new URL(issuer()), clientId, { id_token_signed_response_alg: signedBy }, auth, {
      timeout: ANSWER_SECONDS_MAX,
      ...(isLocal ? { execute: [oidc.allowInsecureRequests] } : {}),
    })
  }
}

/** What the answer lacked stays between us and the provider: to the outside it is one refusal. */
function asKnown(error: unknown): unknown {
  const isAnswered =
    error instanceof oidc.ResponseBodyError ||
    error instanceof oidc.AuthorizationResponseError ||
    error instanceof oidc.WWWAuthenticateChallengeError
  if (isAnswered) return refuse('SIGN_IN_FAILED')
  if (error instanceof oidc.ClientError) {
    const isAway = error.code === 'OAUTH_TIMEOUT' || error.code === 'OAUTH_HTTP_REQUEST_FORBIDDEN'
    return isAway
      ? new OutageError('the identity provider does not answer', { cause: error })
      : refuse('SIGN_IN_FAILED')
  }
  if (error instanceof TypeError && error.message === 'fetch failed')
    return new OutageError('the identity provider does not answer', { cause: error })
  return error
}
