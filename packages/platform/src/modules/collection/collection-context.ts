// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Database } from '../../kernel/db/database.ts'
import type { NodeId } from '../../kernel/db/outbox.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { CatalogueShelf } from '../catalogue/index.ts'
import type { NodeKey, Spool } from '../files/index.ts'
import type { KeyStore } from '../key-store/index.ts'
import type { SubjectResolver } from '../subjects/index.ts'
import type { NoteSigner } from '../transparency-log/index.ts'
import type { DoorLimits } from './door-limits.ts'
import type { JudgingPool } from './judging-pool.ts'

/** What collection works with, put together in `app.ts`. */
export type CollectionContext = {
  readonly database: Database
  readonly catalogues: CatalogueShelf
  readonly spool: Spool
  readonly nodeKey: NodeKey
  readonly keys: KeyStore
  readonly nodeId: NodeId
  readonly signer: NoteSigner
  readonly subjects: SubjectResolver
  readonly log: Logger
  readonly demo: boolean
  readonly judges: JudgingPool
  readonly limits: DoorLimits
  /** How long a file may take to come in parts. */
  readonly uploadHours: number
  /** How long the sealed file of a finished batch is kept, so that any row of it can be proved. */
  readonly spoolDays: number
  /** Called once a received batch is committed, so that work begins at once. */
  readonly wake: () => void
}

export const batchBytesMax = 2 * 1024 ** 3
