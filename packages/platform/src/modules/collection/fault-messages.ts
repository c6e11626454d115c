// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'
import { catalogueFaults } from '../catalogue/index.ts'
import { identifierMessages } from '../identifiers/index.ts'
import { collectionFaults } from './collection-faults.ts'

/** The words of every fault and note that a row may have. */
export const faultMessages: MessageTable = { ...collectionFaults, ...catalogueFaults, ...identifierMessages }
