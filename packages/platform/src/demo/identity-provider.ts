// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { exportJWK, generateKeyPair } from 'jose'
import type Provider from 'oidc-provider'
import type { Configuration } from 'oidc-provider'
import { None } from 'openid-client'
import type { ProviderSettings } from '../modules/access/index.ts'
import { identityPage, identityStyle } from './identity-page.ts'
import { type DemoSignIn, demoSignIns } from './people.ts'

export const DEMO_IDENTITY_PATH = '/demo-identity'
const CLIENT_ID = 'probity'
const FORM_BYTES_MAX = 2_000
const ALGORITHM = 'ES256'

const levels = { 'urn:probity:demo:1': 1, 'urn:probity:demo:2': 2, 'urn:probity:demo:3': 3 } as const

/**
 * An identity provider for a demo, in the node itself: whoever comes may be whomever they choose. Its accounts are
 * invented, its keys last as long as the process.
 */
export class DemoIdentity {
  readonly path = DEMO_IDENTITY_PATH
  readonly settings: ProviderSettings
  readonly #origins: () => readonly string[]
  readonly #people = new Map(demoSignIns().map((one) => [one.key, one]))
  #provider: Promise<Provider> | undefined

  constructor(origins: () => readonly string[]) {
    this.#origins = origins
    this.settings = {
      code: 'demo',
      title: { zh: '演示身份', en: 'Demo identity' },
      issuer: () => this.#issuer(),
      clientId: CLIENT_ID,
      auth: None(),
      signedBy: ALGORITHM,
      scope: 'openid person',
      claims: { name: 'real_name', number: 'id_number', scheme: 'cn.rid' },
      levels,
      isLocal: true,
    }
  }

  readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    this.#answer(request, response).catch(() => {
      // Nothing of it is of consequence: it is a demo, and the sign-in itself says that it failed.
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const whole = request.url ?? ''
    const inner = whole.slice(DEMO_IDENTITY_PATH.length)
    // The last step leads back to the page that asked, maybe under the node's other name.
    response.setHeader(
      'content-security-policy',
      `default-src 'none'; style-src 'self'; form-action ${this.#origins().join(' ')}; frame-ancestors 'none'; base-uri 'none'`,
    )
    if (inner === '/page.css') {
      response.writeHead(200, { 'content-type': 'text/css; charset=utf-8' }).end(identityStyle)
      return
    }
    this.#provider ??= this.#open()
    const provider = await this.#provider
    if (inner.startsWith('/who/')) return this.#interact(provider, request, response)
    request.headers.cookie = withoutSession(request.headers.cookie)
    Object.assign(request, { originalUrl: whole })
    request.url = inner
    await provider.callback()(request, response)
  }

  async #interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const details = await provider.interactionDetails(request, response)
    if (request.method !== 'POST') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      response.end(identityPage(`${DEMO_IDENTITY_PATH}/who/${details.uid}`, [...this.#people.values()]))
      return
    }
    const chosen = (await readForm(request)).get('who')
    const who = this.#people.get(chosen ?? '')
    const result = who
      ? { login: { accountId: who.key, acr: `urn:probity:demo:${who.assurance}`, remember: false } }
      : { error: 'access_denied', error_description: 'nobody was chosen' }
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
  }

  async #open(): Promise<Provider> {
    // Loaded when somebody signs in to a demo: no other node, and no command, has use for it.
    const { default: Library } = await import('oidc-provider')
    const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true })
    const provider = new Library(this.#issuer(), this.#configuration(await exportJWK(privateKey)))
    provider.proxy = this.#issuer().startsWith('https:')
    return provider
  }

  #configuration(key: object): Configuration {
    const people = this.#people
    return {
      clients: [
        {
          client_id: CLIENT_ID,
          redirect_uris: this.#origins().map((origin) => `${origin}/v1/sign-in/return`),
          token_endpoint_auth_method: 'none',
          id_token_signed_response_alg: ALGORITHM,
        },
      ],
      jwks: { keys: [{ ...key, alg: ALGORITHM, use: 'sig', kid: 'demo' }] },
      cookies: {
        keys: [randomBytes(32).toString('base64url')],
        names: { session: 'demo-identity', interaction: 'demo-identity-who', resume: 'demo-identity-on' },
      },
      acrValues: Object.keys(levels),
      scopes: ['openid', 'person'],
      claims: { openid: ['sub'], person: ['real_name', 'id_number'] },
      pkce: { required: () => true },
      features: { devInteractions: { enabled: false } },
      ttl: {
        AccessToken: 300,
        AuthorizationCode: 60,
        IdToken: 300,
        Interaction: 600,
        Session: 600,
        Grant: 600,
      },
      interactions: { url: (_ctx, { uid }) => `${DEMO_IDENTITY_PATH}/who/${uid}` },
      findAccount: (_ctx, accountId) => {
        const who = people.get(accountId)
        return who && { accountId, claims: async () => claimsOf(who) }
      },
      // Whoever signs in to a demo agrees to the demo.
      loadExistingGrant: async (ctx) => {
        const { provider, session, client } = ctx.oidc
        const { accountId } = session ?? {}
        const grant = new provider.Grant({ clientId: client?.clientId ?? '', accountId: accountId ?? '' })
        grant.addOIDCScope('openid person')
        await grant.save()
        return grant
      },
    }
  }

  #issuer(): string {
    return `${this.#origins()[0] ?? ''}${DEMO_IDENTITY_PATH}`
  }
}

function claimsOf({ key, person }: DemoSignIn): { sub: string; [claim: string]: string } {
  return { sub: key, ...(person ? { real_name: person.name, id_number: person.residentId } : {}) }
}

/** Each sign-in begins anew: nobody goes on as whom they chose before, and nobody is asked to sign that one out. */
function withoutSession(header = ''): string {
  const isSession = (pair: string): boolean => /^demo-identity(\.sig|\.legacy|\.legacy\.sig)?=/.test(pair)
  return header
    .split('; ')
    .filter((pair) => !isSession(pair))
    .join('; ')
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const part of request) {
    text += String(part)
    if (text.length > FORM_BYTES_MAX) return new URLSearchParams()
  }
  return new URLSearchParams(text)
}
