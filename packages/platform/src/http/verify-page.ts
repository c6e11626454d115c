// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { House } from './house.ts'

/**
 * Files that are checked stay with their reader: the browser refuses this page every connection, and even an image
 * could not carry anything away. So whatever the page needs comes with it.
 */
const closedPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const placeholder = '<meta name="probity-node" content="" />'

/** A document of its own, since the policy of a page is that of the document it was opened as. */
export function mountVerifyPage(app: FastifyInstance, house: House, portalDir: string): void {
  const send = async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const page = await readFile(join(portalDir, 'verify.html'), 'utf8')
    const node = {
      name: house.signer.name,
      mode: house.demo ? 'demo' : 'production',
      keys: house.signer.states().map(({ verifierKey, state }) => ({ verifierKey, state })),
      witnesses: house.transparencyLog.witnessKeys(),
    }
    return reply
      .header('content-security-policy', closedPolicy)
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(page.replace(placeholder, () => placeholder.replace('""', `"${escaped(JSON.stringify(node))}"`)))
  }
  for (const path of ['/verify', '/verify.html']) app.get(path, { schema: { hide: true } }, send)
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
