// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFile } from 'node:fs/promises'
import { refuse } from '../kernel/refusal.ts'
import type { AdminValues } from './admin-local.ts'
import type { CliIo } from './command.ts'
import { callNode } from './node-link.ts'

type Asking = { readonly url: string; readonly values: AdminValues; readonly io: CliIo }
type RemoteAct = { readonly words: number; run(asking: Asking, words: readonly string[]): Promise<void> }

/** What officers do with their own key, over HTTP like anybody: the node says what they may. */
export const remoteActs: Readonly<Record<string, RemoteAct>> = {
  'keeper list': list('/v1/keeper-proposals', ['id', 'body', 'holder', 'proposer']),
  'keeper propose': {
    words: 2,
    run: (at, [body, holder]) => send(at, '/v1/keeper-proposals', 'POST', { body, holder }),
  },
  'keeper second': {
    words: 1,
    run: (at, [id = '']) => send(at, `/v1/keeper-proposals/${seg(id)}/second`, 'POST'),
  },
  'keeper decline': {
    words: 1,
    run: (at, [id = '']) => send(at, `/v1/keeper-proposals/${seg(id)}/decline`, 'POST'),
  },
  'staff list': { words: 0, run: printStaff },
  'staff add': { words: 1, run: (at, [holder]) => send(at, '/v1/staff', 'POST', { holder }) },
  'staff end': { words: 1, run: (at, [id = '']) => send(at, `/v1/staff/${seg(id)}`, 'DELETE') },
  'role list': list('/v1/role-proposals', ['id', 'staff', 'role', 'until', 'proposer']),
  'role give': {
    words: 2,
    run: (at, [id = '', role]) =>
      send(at, `/v1/staff/${seg(id)}/roles`, 'POST', { role, until: needed(at.values.until) }),
  },
  'role end': {
    words: 2,
    run: (at, [id = '', grant = '']) => send(at, `/v1/staff/${seg(id)}/roles/${seg(grant)}`, 'DELETE'),
  },
  'role second': {
    words: 1,
    run: (at, [id = '']) => send(at, `/v1/role-proposals/${seg(id)}/second`, 'POST'),
  },
  'role decline': {
    words: 1,
    run: (at, [id = '']) => send(at, `/v1/role-proposals/${seg(id)}/decline`, 'POST'),
  },
  'client list': { words: 0, run: printClients },
  'client add': {
    words: 1,
    run: async (at, [client]) =>
      send(at, '/v1/clients', 'POST', { client, scopes: at.values.scope ?? [], ...(await publicKeyOf(at)) }),
  },
  'client key': {
    words: 1,
    run: async (at, [client = '']) =>
      send(at, `/v1/clients/${seg(client)}/keys`, 'POST', await publicKeyOf(at)),
  },
  'client end': {
    words: 2,
    run: (at, [client = '', key = '']) => send(at, `/v1/clients/${seg(client)}/keys/${seg(key)}`, 'DELETE'),
  },
  'keys list': list('/v1/keys', ['id', 'holder', 'scopes', 'expiresOn', 'endsAt', 'note']),
  'keys add': {
    words: 0,
    run: (at) =>
      send(at, '/v1/keys', 'POST', {
        scopes: at.values.scope ?? [],
        expiresOn: needed(at.values.until),
        note: at.values.note ?? '',
      }),
  },
  'keys rotate': {
    words: 1,
    run: (at, [id = '']) =>
      send(at, `/v1/keys/${seg(id)}/rotation`, 'POST', {
        expiresOn: needed(at.values.until),
        overlapDays: Number(at.values.overlap),
      }),
  },
  'keys end': { words: 1, run: (at, [id = '']) => send(at, `/v1/keys/${seg(id)}`, 'DELETE') },
}

type Line = Readonly<Record<string, unknown>>

function list(path: string, columns: readonly string[]): RemoteAct {
  return {
    words: 0,
    run: async (at) => {
      const { items } = await call<{ items: Line[] }>(at, path)
      for (const item of items)
        writeLine(
          at,
          columns.map((column) => item[column]),
        )
    },
  }
}

async function printStaff(at: Asking): Promise<void> {
  const { items } = await call<{ items: (Line & { roles: Line[] })[] }>(at, '/v1/staff')
  for (const { id, holder, isTaken, endsAt, roles } of items) {
    writeLine(at, [id, holder, isTaken ? 'taken' : 'open', endsAt])
    for (const role of roles) writeLine(at, ['', role.id, role.role, role.until, role.endsAt])
  }
}

async function printClients(at: Asking): Promise<void> {
  const { items } = await call<{ items: (Line & { keys: Line[] })[] }>(at, '/v1/clients')
  for (const { client, scopes, keys } of items) {
    writeLine(at, [client, scopes])
    for (const key of keys) writeLine(at, ['', key.id, key.thumbprint, key.expiresOn, key.endsAt])
  }
}

/** What comes back may hold a key or a code that is shown this once: it goes to standard output and nowhere else. */
async function send(at: Asking, path: string, method: string, body?: object): Promise<void> {
  for (const [name, value] of Object.entries(await call<Line>(at, path, method, body)))
    if (value !== null) writeLine(at, [name, value])
}

function call<T>({ url, io }: Asking, path: string, method = 'GET', body?: object): Promise<T> {
  const key = io.env.PROBITY_API_KEY
  if (!key) throw refuse('OFFICER_KEY_MISSING')
  return callNode<T>(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
}

async function publicKeyOf({ values }: Asking): Promise<object> {
  const file = needed(values['public-key'])
  const text = await readFile(file, 'utf8').catch(() => {
    throw refuse('FILE_UNREADABLE', { file })
  })
  try {
    return { publicKey: JSON.parse(text) as unknown, expiresOn: needed(values.until) }
  } catch (error) {
    if (error instanceof SyntaxError) throw refuse('CLIENT_KEY_MALFORMED')
    throw error
  }
}

function needed(value: string | undefined): string {
  if (value === undefined) throw refuse('USAGE', { usage: 'probity admin --help' })
  return value
}

function writeLine({ io }: Asking, cells: readonly unknown[]): void {
  const text = cells.map((cell) => (Array.isArray(cell) ? cell.join(',') : String(cell ?? '-')))
  io.stdout.write(`${text.join('\t')}\n`)
}

function seg(word: string): string {
  return encodeURIComponent(word)
}
