// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Database } from '../kernel/db/database.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Bilingual } from '../kernel/messages.ts'
import type { CatalogueShelf } from '../modules/catalogue/index.ts'
import type { CollectionContext } from '../modules/collection/index.ts'
import type { OrganisationSearch, PublicReports, PublicStatus } from '../modules/disclosure/index.ts'
import type { InquiryLog } from '../modules/inquiries/index.ts'
import type { NoteSigner, TransparencyLog } from '../modules/transparency-log/index.ts'

export type Example = {
  readonly id: string
  readonly name: string
  readonly identifier: string | null
  readonly why: Bilingual
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
  readonly log: Logger
  readonly demo: boolean
  readonly examples: () => Promise<readonly Example[]>
  /** Built portal, when there is one. */
  readonly portalDir: string | null
}
