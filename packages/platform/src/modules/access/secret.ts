// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHmac, hash, randomBytes } from 'node:crypto'

/** 256 bits of chance, for keys, tokens and codes: beyond guessing, so a plain hash of it suffices. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a secret, and found by: looking up by it leaks no timing of the secret. */
export function hashOf(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}

/** Of what could be guessed, such as an address or an account's name: says nothing without the node's key. */
export function blindOf(key: Uint8Array, use: string, text: string): Buffer {
  return createHmac('sha256', key).update(`${use} ${text}`).digest()
}
