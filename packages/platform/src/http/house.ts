// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { RequestListener } from 'node:http'
import type { Database } from '../kernel/db/database.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Bilingual } from '../kernel/messages.ts'
import type { AssuranceLevel, FailureCounts, Sessions, SignIns } from '../modules/access/index.ts'
import type { CatalogueShelf } from '../modules/catalogue/index.ts'
import type { CollectionContext } from '../modules/collection/index.ts'
import type {
  OrganisationSearch,
  PublicReports,
  PublicStatus,
  Questions,
} from '../modules/disclosure/index.ts'
import type { InquiryLog } from '../modules/inquiries/index.ts'
import type { Doorkeeper } from '../modules/participants/index.ts'
import type { Entrance } from '../modules/rights/index.ts'
import type { NoteSigner, TransparencyLog } from '../modules/transparency-log/index.ts'

export type Example = {
  readonly id: string
  readonly name: string
  readonly identifier: string | null
  readonly why: Bilingual
}

/** Who is there, and how they came in. */
export type HouseAccess = {
  readonly doorkeeper: Doorkeeper
  readonly sessions: Sessions
  readonly failures: FailureCounts
  /** Null: no identity provider is configured. */
  readonly signIns: SignIns | null
  readonly signInTitle: Bilingual | null
  /** Under which addresses browsers reach this node; the first is its own. Known once it listens. */
  readonly origins: () => readonly string[]
  readonly required: (entrance: Entrance) => AssuranceLevel
  /** The identity provider of the demo, a part of this node in demo mode only. */
  readonly demoIdentity: { readonly path: string; readonly handle: RequestListener } | null
}

/** What the routes call, put together in `app.ts`. */
export type House = {
  readonly database: Database
  readonly catalogues: CatalogueShelf
  readonly collection: CollectionContext
  readonly reports: PublicReports
  readonly search: OrganisationSearch
  readonly status: PublicStatus
  readonly signer: NoteSigner
  readonly transparencyLog: TransparencyLog
  readonly inquiries: InquiryLog
  readonly questions: Questions
  readonly access: HouseAccess
  readonly log: Logger
  readonly demo: boolean
  readonly examples: () => Promise<readonly Example[]>
  /** Built portal, when there is one. */
  readonly portalDir: string | null
}
