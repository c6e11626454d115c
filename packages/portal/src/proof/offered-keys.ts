// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/** What a node publishes about whose signatures are its own, and who watches its log. */
export type OfferedKeys = {
  readonly keys: readonly {
    readonly verifierKey: string
    readonly state: 'signing' | 'overlapping' | 'retired'
  }[]
  readonly witnesses: readonly string[]
}

/**
 * As the reader finds them filled in. A key that signs nothing more stands there unread: whoever checks something old
 * takes the mark before it away.
 */
export function textOfKeys({ keys, witnesses }: OfferedKeys, retired: string): string {
  const inUse = keys.filter(({ state }) => state !== 'retired').map(({ verifierKey }) => verifierKey)
  const gone = keys.filter(({ state }) => state === 'retired').map(({ verifierKey }) => `# ${verifierKey}`)
  // The newest is the one most signatures are by.
  return [...inUse.reverse(), ...witnesses, ...(gone.length > 0 ? [`# ${retired}`, ...gone] : [])].join('\n')
}
