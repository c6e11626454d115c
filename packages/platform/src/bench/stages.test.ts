// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { timeByStage } from './cpu-profile.ts'
import { noShares, stageOfFunction, stageOfStatement } from './ingest-stage.ts'

const at = (file: string): string => `file:///probity/packages/platform/dist/modules/${file}.js`

test.each([
  ['collection/rows/row-decoder', 'decode', 'parse'],
  ['collection/record-splitter', 'split', 'parse'],
  ['files/spool', 'read', 'parse'],
  ['collection/judge-row', 'judgeRow', 'gate'],
  ['identifiers/uscc', 'inspectUscc', 'gate'],
  ['collection/resolve-rows', 'resolveRows', 'resolve'],
  ['collection/seal-rows', 'sealedContentOf', 'seal'],
  ['collection/judging-worker', '#contentMac', 'stage'],
  ['records/record-store', 'copyStaged', 'stage'],
  ['records/merge-records', 'mergeRecords', 'merge'],
])('%s %s is %s', (file, name, stage) => {
  expect(stageOfFunction(at(file), name)).toBe(stage)
})

test('what belongs to no stage works for whoever called it', () => {
  expect(stageOfFunction('node:internal/crypto/hash', 'update')).toBeUndefined()
  expect(stageOfFunction('file:///probity/node_modules/pg/lib/client.js', 'query')).toBeUndefined()
})

test.each([
  ['copy arrived_records (row_no) from stdin', 'stage'],
  ['insert into record_versions (subject_id) select 1', 'merge'],
  ['commit', 'merge'],
  ['insert into identifiers (scheme) select 1', 'resolve'],
  ['select i.scheme from unnest($1::text[]) as asked (scheme) join identifiers i on true', 'resolve'],
  ['insert into batch_faults (batch_id) select 1', 'gate'],
  ['select 1 from unnest($1::integer[], $2::uuid[]) as asked (place, subject_id)', 'gate'],
  ['select coalesce(sum(accepted), 0) from batch_chunks', 'rest'],
])('%s is %s', (text, stage) => {
  expect(stageOfStatement(text)).toBe(stage)
})

const frame = (functionName: string, url = '') => ({
  functionName,
  url,
  scriptId: '0',
  lineNumber: 0,
  columnNumber: 0,
})

test('time counts for the nearest caller that has a stage, and waiting counts for nobody', () => {
  const profile = {
    nodes: [
      { id: 1, callFrame: frame('(root)'), children: [2, 3, 6] },
      { id: 2, callFrame: frame('judgeRow', at('collection/judge-row')), children: [4] },
      { id: 3, callFrame: frame('(idle)') },
      { id: 4, callFrame: frame('hash', 'node:crypto'), children: [5] },
      { id: 5, callFrame: frame('sealContent', at('records/sealed-content')) },
      { id: 6, callFrame: frame('(garbage collector)') },
    ],
    samples: [2, 3, 4, 5, 6, 3],
    timeDeltas: [10, 500, 20, 40, 7, 500],
    startTime: 0,
    endTime: 1077,
  }
  expect(timeByStage(profile)).toEqual({ ...noShares(), gate: 30, seal: 40, rest: 7 })
})
