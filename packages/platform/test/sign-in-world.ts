// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { afterAll } from 'vitest'
import { admitPeople } from '../src/demo/admit-people.ts'
import { DemoIdentity } from '../src/demo/identity-provider.ts'
import { type DemoSignIn, demoSignIns } from '../src/demo/people.ts'
import { assert, present } from '../src/kernel/refusal.ts'
import { registerParticipant } from '../src/modules/participants/index.ts'
import { type HttpWorld, openHttpWorld } from './http-world.ts'

/** A node that listens, with the identity provider of the demo inside, and browsers that go there. */
export type SignInWorld = HttpWorld & {
  readonly origin: string
  /** Of the demo, by the word under which they sign in. */
  readonly people: ReadonlyMap<string, DemoSignIn>
  browser(): Browser
  /** Somebody of the demo, signed in. */
  signedIn(who: string, asked?: string): Promise<Browser>
}

export async function openSignInWorld(at?: string): Promise<SignInWorld> {
  const listening = { origins: [] as string[] }
  const origins = () => listening.origins
  const demoIdentity = new DemoIdentity(origins)
  const world = await openHttpWorld(at, { provider: demoIdentity.settings, origins, demoIdentity })
  const address = await world.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = new URL(address)
  listening.origins = [`http://127.0.0.1:${port}`, `http://localhost:${port}`]
  afterAll(() => world.app.server.closeAllConnections())
  const { signIns } = world.house.access
  await world.database.transact((tx) =>
    registerParticipant(tx, {
      code: 'demo-ecology',
      name: { zh: '演示市生态环境局', en: 'Ecology' },
      kind: 'department',
      functions: ['penalty-authority'],
      division: '999999',
    }),
  )
  await admitPeople(world.database, (tx, key) => present(signIns, 'there is a sign-in').accountOf(tx, key))
  const browser = (): Browser => new Browser(`http://127.0.0.1:${port}`)
  return {
    ...world,
    origin: `http://127.0.0.1:${port}`,
    people: new Map(demoSignIns().map((one) => [one.key, one])),
    browser,
    signedIn: async (who, asked) => {
      const one = browser()
      const to = await one.signIn(who, asked)
      assert(!to.includes('refused='), `${who} signs in: ${to}`)
      return one
    },
  }
}

export type Reply = { readonly status: number; readonly headers: Headers; readonly text: string }

/** As much of a browser as a sign-in needs: it keeps cookies, follows ways, and says where a request comes from. */
export class Browser {
  readonly origin: string
  /** By host and name: a browser keeps the cookies of two hosts apart. */
  readonly cookies = new Map<string, string>()
  /** Where it has been, newest last. */
  readonly visited: string[] = []

  constructor(origin: string) {
    this.origin = origin
  }

  async ask(
    path: string,
    init: { method?: string; json?: unknown; headers?: Record<string, string>; body?: string } = {},
  ): Promise<Reply> {
    const { method = 'GET', json, headers = {}, body } = init
    const url = new URL(path, this.origin)
    this.visited.push(url.href)
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        cookie: this.#cookiesFor(url.hostname),
        'sec-fetch-site': 'same-origin',
        ...(method === 'GET' ? {} : { origin: this.origin }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      ...(body === undefined ? {} : { body }),
    })
    for (const line of response.headers.getSetCookie()) this.#keep(url.hostname, line)
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  async json<T>(path: string, init?: Parameters<Browser['ask']>[1]): Promise<T> {
    return JSON.parse((await this.ask(path, init)).text) as T
  }

  /** Goes where it is sent, as far as it is sent. */
  async follow(reply: Reply, steps = 10): Promise<Reply> {
    const to = reply.headers.get('location')
    if (to === null || steps === 0) return reply
    return this.follow(await this.ask(to), steps - 1)
  }

  /** To the page of the provider that asks who one is. */
  async toProvider(asked = 'as=staff'): Promise<string> {
    const page = await this.follow(await this.ask(`/v1/sign-in?${asked}`))
    const action = /action="([^"]+)"/.exec(page.text)?.[1]
    return present(action, `the provider asks who it is: ${page.status} ${this.visited.at(-1)}`)
  }

  /** From there until it would be sent back to the node: the address with code and state. */
  async choose(action: string, who: string): Promise<string> {
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    let reply = await this.ask(action, { method: 'POST', body: `who=${who}`, headers: form })
    for (let step = 0; step < 5; step++) {
      const to = present(
        reply.headers.get('location'),
        `the provider leads on: ${reply.status} ${reply.text}`,
      )
      if (to.includes('/v1/sign-in/return')) return to
      reply = await this.ask(to)
    }
    throw new Error('the provider leads nowhere')
  }

  /** @returns where the node sends it when all is done */
  async signIn(who: string, asked?: string): Promise<string> {
    const back = await this.choose(await this.toProvider(asked), who)
    const reply = await this.ask(back)
    return present(reply.headers.get('location'), 'the node leads on')
  }

  token(): string | undefined {
    return this.cookies.get('127.0.0.1 probity-session')
  }

  #cookiesFor(host: string): string {
    return [...this.cookies]
      .filter(([key]) => key.startsWith(`${host} `))
      .map(([key, value]) => `${key.slice(host.length + 1)}=${value}`)
      .join('; ')
  }

  #keep(host: string, line: string): void {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    const key = `${host} ${pair.slice(0, at)}`
    if (/;\s*max-age=0\b|expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(key)
    else this.cookies.set(key, pair.slice(at + 1))
  }
}
