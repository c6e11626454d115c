// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { isCount } from './inclusion-proof.ts'
import { VerificationError } from './verification-error.ts'

/** The leaves D[begin:end]; what proofs are made of are the Merkle hashes of such ranges. */
export type SubtreeRange = { readonly begin: number; readonly end: number }

/** A full subtree: the leaves [index · 2^height, (index + 1) · 2^height). */
export type FullSubtree = { readonly height: number; readonly index: number }

/** RFC 9162 §2.1.3.1, from the leaf up. */
export function inclusionRanges(index: number, size: number): SubtreeRange[] {
  if (!isCount(size)) throw new VerificationError('PROOF_MALFORMED', 'size')
  if (!isCount(index) || index >= size) throw new VerificationError('PROOF_MALFORMED', 'index')
  const ranges: SubtreeRange[] = []
  let [begin, end] = [0, size]
  while (end - begin > 1) {
    const split = begin + splitOf(end - begin)
    if (index < split) {
      ranges.unshift({ begin: split, end })
      end = split
    } else {
      ranges.unshift({ begin, end: split })
      begin = split
    }
  }
  return ranges
}

/** RFC 9162 §2.1.4.1. Nothing is to be shown for an older tree that is empty or the same. */
export function consistencyRanges(older: number, newer: number): SubtreeRange[] {
  if (!isCount(newer)) throw new VerificationError('PROOF_MALFORMED', 'newer size')
  if (!isCount(older) || older > newer) throw new VerificationError('PROOF_MALFORMED', 'older size')
  if (older === 0 || older === newer) return []
  const ranges: SubtreeRange[] = []
  let [begin, end] = [0, newer]
  while (end !== older) {
    const split = begin + splitOf(end - begin)
    if (older <= split) {
      ranges.unshift({ begin: split, end })
      end = split
    } else {
      ranges.unshift({ begin, end: split })
      begin = split
    }
  }
  // The subtree in which the older tree ends is its whole when it begins with it: then its root is known already.
  return begin === 0 ? ranges : [{ begin, end }, ...ranges]
}

/** The two subtrees that a range of more than one leaf is made of: RFC 9162 §2.1.1. */
export function halvesOf({ begin, end }: SubtreeRange): readonly [SubtreeRange, SubtreeRange] {
  const length = end - begin
  if (!isCount(length) || length < 2) throw new VerificationError('PROOF_MALFORMED', 'range')
  const split = begin + splitOf(length)
  return [
    { begin, end: split },
    { begin: split, end },
  ]
}

export function assertRange({ begin, end }: SubtreeRange, size: number): void {
  const isRange = [begin, end, size].every(isCount) && begin < end && end <= size
  if (!isRange) throw new VerificationError('PROOF_MALFORMED', 'range')
}

/** Left to right, each as large as it can be: the hash of the range is theirs, joined from the right. */
export function fullSubtreesOf({ begin, end }: SubtreeRange): FullSubtree[] {
  const subtrees: FullSubtree[] = []
  let at = begin
  while (at < end) {
    let height = 0
    while (at % 2 ** (height + 1) === 0 && at + 2 ** (height + 1) <= end) height += 1
    subtrees.push({ height, index: at / 2 ** height })
    at += 2 ** height
  }
  return subtrees
}

/** The largest power of two below the size, which is at least 2. */
function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}
