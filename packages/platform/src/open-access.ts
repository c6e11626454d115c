// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { DemoIdentity } from './demo/identity-provider.ts'
import type { HouseAccess } from './http/house.ts'
import type { Config } from './kernel/config.ts'
import type { Database } from './kernel/db/database.ts'
import { assert, refuse } from './kernel/refusal.ts'
import {
  type Capacities,
  type Capacity,
  FailureCounts,
  IdentityProvider,
  type Proven,
  type ProviderSettings,
  readSignInSettings,
  type SessionLimits,
  Sessions,
  SignIns,
  type Wanted,
} from './modules/access/index.ts'
import type { CatalogueShelf } from './modules/catalogue/index.ts'
import type { NodeKey } from './modules/files/index.ts'
import { DEMO_DIVISION } from './modules/identifiers/index.ts'
import type { KeyStore } from './modules/key-store/index.ts'
import { Doorkeeper, findDivisionBeside, firstPost, firstPower } from './modules/participants/index.ts'
import { OwnFiles } from './modules/rights/index.ts'
import type { SubjectResolver } from './modules/subjects/index.ts'

export type AccessParts = {
  readonly database: Database
  readonly catalogues: CatalogueShelf
  readonly keys: KeyStore
  readonly subjects: SubjectResolver
  readonly nodeKey: Pick<NodeKey, 'derive'>
  readonly demo: boolean
  readonly jurisdiction: string
  readonly limits: SessionLimits
  readonly provider: ProviderSettings | null
  readonly origins: () => readonly string[]
  readonly demoIdentity: HouseAccess['demoIdentity']
}

/** Puts together who may come in and as what: sign-in knows no posts, posts know no files. */
export function openAccess(parts: AccessParts): HouseAccess {
  const { database, nodeKey, provider, origins, demoIdentity, jurisdiction } = parts
  const secret = nodeKey.derive('access')
  const sessions = new Sessions(database, parts.limits)
  const failures = new FailureCounts(database, secret)
  const files = new OwnFiles(parts)
  const isDemoIdentity = demoIdentity !== null
  const capacities: Capacities = {
    level: (wanted) => files.required(wanted.as === 'staff' ? 'staff' : 'own-file'),
    capacityOf: async (proven, wanted) => {
      if (isDemoIdentity) await assertDemoData(database)
      return capacityOf(database, files, proven, wanted)
    },
  }
  return {
    doorkeeper: new Doorkeeper(database, sessions),
    sessions,
    failures,
    signIns:
      provider === null
        ? null
        : new SignIns({
            ...{ database, sessions, failures, capacities, secret, jurisdiction },
            provider: new IdentityProvider(provider),
          }),
    signInTitle: provider?.title ?? null,
    origins,
    required: (entrance) => files.required(entrance),
    demoIdentity,
  }
}

/** Who may come in, and by whose word. */
export async function openDoors(
  config: Config,
  parts: Omit<AccessParts, 'jurisdiction' | 'limits' | 'provider' | 'origins' | 'demoIdentity'>,
  origins: () => readonly string[],
): Promise<HouseAccess> {
  const { jurisdiction, sessionIdleMinutes: idleMinutes, sessionHours: hours, signIn } = config
  const demoIdentity = signIn === 'demo' ? new DemoIdentity(origins) : null
  if (demoIdentity) await assertDemoData(parts.database)
  const named = signIn === 'off' || demoIdentity ? null : await readSignInSettings(signIn)
  return openAccess({
    ...parts,
    jurisdiction,
    limits: { idleMinutes, hours },
    provider: demoIdentity?.settings ?? named,
    origins,
    demoIdentity,
  })
}

/**
 * People of the demo are anybody: beside data that are no demo's they must not exist. Asked at the start of the node,
 * and at every sign-in, for a body may be registered while it runs.
 * @throws Refusal SIGN_IN_DEMO_REFUSED
 */
export async function assertDemoData(database: Database): Promise<void> {
  const division = await findDivisionBeside(database, DEMO_DIVISION)
  if (division !== undefined) throw refuse('SIGN_IN_DEMO_REFUSED', { division })
}

async function capacityOf(
  database: Database,
  files: OwnFiles,
  { accountId, person }: Proven,
  wanted: Wanted,
): Promise<Capacity> {
  switch (wanted.as) {
    case 'staff':
      return firstPost(database, accountId)
    case 'agent':
      return firstPower(database, accountId)
    case 'self':
      return { as: 'subject', subjectId: await files.proveSelf(person), office: null }
    case 'office':
      return {
        as: 'subject',
        subjectId: await files.proveOffice(person, wanted),
        office: 'legal-representative',
      }
  }
}

/** Browsers call a node on this machine by number or by name; to a cookie these are two hosts. */
export function originsOf(url: string, publicUrl: string | undefined): readonly string[] {
  if (publicUrl !== undefined) return [publicUrl]
  const { port } = new URL(url)
  assert(port !== '', 'a node listens on a port')
  return [`http://127.0.0.1:${port}`, `http://localhost:${port}`]
}
