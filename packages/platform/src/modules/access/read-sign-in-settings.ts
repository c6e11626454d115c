// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFile, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Ajv } from 'ajv'
import { importPKCS8 } from 'jose'
import { type ClientAuth, ClientSecretBasic, PrivateKeyJwt } from 'openid-client'
import { parse } from 'yaml'
import type { Bilingual } from '../../kernel/messages.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { AssuranceLevel } from './actor.ts'
import type { ProviderSettings } from './identity-provider.ts'

type SignInFile = {
  readonly code: string
  readonly title: Bilingual
  readonly issuer: string
  readonly clientId: string
  readonly clientKeyFile?: string
  readonly clientSecretFile?: string
  readonly signedBy?: string
  readonly scope: string
  readonly claims: ProviderSettings['claims']
  readonly levels: Readonly<Record<string, AssuranceLevel>>
}

const algorithms = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA']
const text = (lengthMax: number) => ({ type: 'string', minLength: 1, maxLength: lengthMax })
const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['code', 'title', 'issuer', 'clientId', 'scope', 'claims', 'levels'],
  oneOf: [{ required: ['clientKeyFile'] }, { required: ['clientSecretFile'] }],
  properties: {
    code: { type: 'string', pattern: '^[a-z][a-z0-9-]{1,31}$' },
    title: {
      type: 'object',
      additionalProperties: false,
      required: ['zh', 'en'],
      properties: { zh: text(60), en: text(60) },
    },
    issuer: { type: 'string', pattern: '^https://' },
    clientId: text(200),
    clientKeyFile: text(500),
    clientSecretFile: text(500),
    signedBy: { enum: algorithms },
    scope: text(300),
    claims: {
      type: 'object',
      additionalProperties: false,
      required: ['name', 'number', 'scheme'],
      properties: { name: text(60), number: text(60), scheme: text(20) },
    },
    levels: { type: 'object', maxProperties: 20, additionalProperties: { enum: [1, 2, 3] } },
  },
}
const isSignInFile = new Ajv({ strict: false }).compile<SignInFile>(schema)

/**
 * Reads the file that names the identity provider. Secrets lie in files of their own beside it.
 * @throws Refusal SIGN_IN_FILE_INVALID, SIGN_IN_SECRET_EXPOSED
 */
export async function readSignInSettings(file: string): Promise<ProviderSettings> {
  const given: unknown = parse(await readOwn(file, 'SIGN_IN_FILE_INVALID'))
  if (!isSignInFile(given)) {
    const [error] = isSignInFile.errors ?? []
    throw refuse('SIGN_IN_FILE_INVALID', { where: error?.instancePath || '/', rule: error?.message ?? '' })
  }
  const { code, title, issuer, clientId, scope, claims, levels, signedBy = 'RS256' } = given
  return {
    ...{ code, title, clientId, scope, claims, levels, signedBy },
    issuer: () => issuer,
    auth: await authOf(given, dirname(resolve(file))),
  }
}

/** Signing beats a shared secret: what the provider holds of us can be told to anybody. */
async function authOf(given: SignInFile, folder: string): Promise<ClientAuth> {
  if (given.clientKeyFile !== undefined) {
    const pem = await readSecretFile(resolve(folder, given.clientKeyFile))
    const key = await importPKCS8(pem, 'ES256').catch(() => {
      throw refuse('SIGN_IN_FILE_INVALID', { where: '/clientKeyFile', rule: 'PKCS #8, P-256' })
    })
    return PrivateKeyJwt(key)
  }
  return ClientSecretBasic((await readSecretFile(resolve(folder, given.clientSecretFile ?? ''))).trim())
}

async function readSecretFile(file: string): Promise<string> {
  const content = await readOwn(file, 'SIGN_IN_FILE_INVALID')
  const { mode } = await stat(file)
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw refuse('SIGN_IN_SECRET_EXPOSED')
  return content
}

async function readOwn(file: string, code: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw refuse(code, { where: file.split('/').at(-1) ?? '', rule: error.code ?? 'unreadable' })
  })
}
