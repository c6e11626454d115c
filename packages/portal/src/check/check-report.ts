// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  encodeUtf8,
  parseDisclosure,
  parseHistory,
  parseLogProof,
  parseNote,
  parseReportSeal,
  plainSuite,
  verifyDisclosure,
  verifyHistory,
  verifyLogProof,
  verifyReportSeal,
} from '@probity/verify'
import type { TrustedKeys } from '../proof/trusted-keys.ts'
import { checkCheckpoint } from './check-log.ts'
import type { Given } from './recognise.ts'
import { proveSigner } from './signed-by.ts'
import type { Walk } from './walk.ts'

export function checkReport(walk: Walk, { bytes }: Given, keys: TrustedKeys): void {
  const read = walk.prove(
    'reportForm',
    () => {
      const disclosure = parseDisclosure(bytes)
      return { disclosure, seal: parseReportSeal(parseNote(disclosure.seal).body) }
    },
    ({ disclosure, seal }) => ({ shown: disclosure.sections.length, sealed: seal.sections.length }),
  )
  const key = read && proveSigner(walk, read.disclosure.seal, keys.nodes, 'signedSeal')
  if (!read || !key) return
  const { seal: note } = read.disclosure
  const seal = walk.prove(
    'reportNode',
    () => verifyReportSeal(plainSuite, note, key.text),
    ({ node }) => ({ node }),
  )
  const report =
    seal &&
    walk.prove(
      'reportSections',
      () => verifyDisclosure(plainSuite, bytes, key.text),
      ({ sections }) => ({
        count: sections.length,
      }),
    )
  if (!report) return
  if (report.undisclosed > 0) walk.note('reportUndisclosed', { count: report.undisclosed })
  walk.note('reportThatDay', { day: report.seal.asOf, composed: report.seal.composed })
  walk.show({ kind: 'report', report })
}

export function checkHistory(walk: Walk, given: Given, keys: TrustedKeys): void {
  const read = walk.prove(
    'historyForm',
    () => {
      const history = parseHistory(given.bytes)
      return { ...history, checkpoint: parseLogProof(history.proof).checkpoint }
    },
    ({ items }) => ({ count: items.length }),
  )
  const checked = read && checkCheckpoint(walk, given.name, read.checkpoint, keys)
  if (!read || !checked) return
  const trust = { log: checked.key }
  const included = walk.prove(
    'historyEntry',
    () => verifyLogProof(plainSuite, read.proof, encodeUtf8(read.entry), trust),
    ({ index, checkpoint }) => ({ index, size: checkpoint.size }),
  )
  const history =
    included &&
    walk.prove(
      'historyWhole',
      () => verifyHistory(plainSuite, given.bytes, trust),
      ({ items }) => ({
        count: items.length,
      }),
    )
  if (history) walk.show({ kind: 'history', history })
}
