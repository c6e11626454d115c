// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ProofMessages } from './proof-zh.ts'

export const proofEn: ProofMessages = {
  first: 'Start',
  before: 'Back',
  next: 'Next',
  all: 'End',
  place: 'Step {{done}} of {{all}}',
  inWords: 'Every step in words, with whole fingerprints',
  root: 'Root',
  entry: 'No. {{from}}',
  row: 'Row {{from}}',
  leaf: 'Take the very bytes of {{what}}: your browser computes their fingerprint.',
  joinLeft: 'Put the fingerprint of {{given}} to its left; from the two comes that of {{made}}.',
  joinRight: 'Put the fingerprint of {{given}} to its right; from the two comes that of {{made}}.',
  rootSame: 'The last fingerprint is exactly the root that was signed: the proof holds.',
  rootOther: 'The last fingerprint is not the root that was signed: the proof does not hold.',
  seed: 'Begin with {{what}}: the old tree and the new one both have this block.',
  joinBoth: 'Join {{given}}: it was there before, so it goes into both sides.',
  joinNew: 'Join {{given}}: it was added later, so it goes into the new side only, which now is {{made}}.',
  rootsSame:
    'The left ends in the root of then ({{older}} entries), the right in that of now ({{newer}}), both as signed: only growth, no change.',
  rootsComputed:
    'The left ends in the root of {{older}} entries, the right in the one that the newest checkpoint signs ({{newer}}): the log of today agrees with itself.',
  rootsOther: 'A root that was computed is not the one that was signed: the proof does not hold.',
  inclusionLabel:
    'Drawing of a proof of inclusion: all {{size}} are cut into {{count}} blocks, one of which is {{what}}; step by step they are joined to the root. The words stand below.',
  consistencyLabel:
    'Drawing of a proof of extension: {{count}} blocks, joined on the left to the root of {{older}} entries, on the right to that of {{newer}}. The words stand below.',
  legendEntry: 'this entry: you hold its bytes, your browser computes its fingerprint',
  legendRow: 'this row: you hold its bytes, your browser computes its fingerprint',
  legendGiven: 'all other blocks: a fingerprint is given, no content',
  legendJoin: 'two fingerprints become one: computed by your browser',
  legendRoot: 'the same as the root in the signed checkpoint',
  legendReceiptRoot: 'the same as the root in the signed receipt',
  legendOld: 'the {{older}} entries that the older checkpoint has',
  legendNew: 'the {{added}} added since',
  legendRoots: 'left: root of {{older}} entries; right: root of {{newer}}',
}
