// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { doorRefusals } from './kernel/door-refusals.ts'
import { kernelRefusals } from './kernel/kernel-refusals.ts'
import type { MessageTable } from './kernel/messages.ts'
import { accessRefusals } from './modules/access/index.ts'
import { catalogueRefusals } from './modules/catalogue/index.ts'
import { collectionRefusals } from './modules/collection/index.ts'
import { disclosureRefusals } from './modules/disclosure/index.ts'
import { filesRefusals } from './modules/files/index.ts'
import { inquiriesRefusals } from './modules/inquiries/index.ts'
import { keyStoreRefusals } from './modules/key-store/index.ts'
import { participantsRefusals } from './modules/participants/index.ts'
import { rightsRefusals } from './modules/rights/index.ts'
import { subjectsRefusals } from './modules/subjects/index.ts'
import { transparencyLogRefusals } from './modules/transparency-log/index.ts'
import { workflowRefusals } from './modules/workflow/index.ts'
import { nodeRefusals } from './node-refusals.ts'

/** Words of every refusal of the modules, for HTTP and the command line. */
export const refusalMessages: MessageTable = {
  ...kernelRefusals,
  ...doorRefusals,
  ...nodeRefusals,
  ...accessRefusals,
  ...catalogueRefusals,
  ...collectionRefusals,
  ...disclosureRefusals,
  ...filesRefusals,
  ...inquiriesRefusals,
  ...keyStoreRefusals,
  ...participantsRefusals,
  ...rightsRefusals,
  ...subjectsRefusals,
  ...transparencyLogRefusals,
  ...workflowRefusals,
}
