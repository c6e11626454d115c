// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The owner's connection to the embedded database of a running node: only to look where its operator may not.
 * @param {string} data the node's data folder
 */
export function ownerUrlOf(data) {
  const { database } = JSON.parse(readFileSync(join(data, 'node.json'), 'utf8'))
  const url = new URL(database.url)
  url.username = 'postgres'
  url.password = readFileSync(join(data, 'secrets', 'postgres-password'), 'utf8').trim()
  return url.href
}
