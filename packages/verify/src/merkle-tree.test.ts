// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verifyConsistency } from './consistency-proof.ts'
import { GrowingInclusionProof } from './growing-inclusion-proof.ts'
import { decodeHex, encodeHex } from './hex.ts'
import { makeInclusionProof, rootByInclusion, verifyInclusion } from './inclusion-proof.ts'
import { leafHash, MerkleRoot, nodeHash, rootOf } from './merkle-tree.ts'
import { platformSuite as suite } from './platform-suite.ts'
import type { VerificationCode } from './verification-error.ts'

const refusal = (code: VerificationCode) => expect.objectContaining({ name: 'VerificationError', code })
const anyRefusal = expect.objectContaining({ name: 'VerificationError' })
const leaves = Array.from({ length: 70 }, (_, at) => leafHash(suite, Uint8Array.of(at)))
const leafAt = (at: number): Uint8Array => leaves[at] ?? suite.hash()
const rootAt = (size: number): Uint8Array => rootBySplit(leaves.slice(0, size))

/** RFC 9162 §2.1.1, 2.1.3.1 and 2.1.4.1 as they stand there, by recursion: what the loops are measured against. */
function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}

function rootBySplit(part: Uint8Array[]): Uint8Array {
  if (part.length <= 1) return part[0] ?? suite.hash()
  const split = splitOf(part.length)
  return nodeHash(suite, rootBySplit(part.slice(0, split)), rootBySplit(part.slice(split)))
}

function pathBySplit(index: number, part: Uint8Array[]): Uint8Array[] {
  if (part.length <= 1) return []
  const split = splitOf(part.length)
  const [left, right] = [part.slice(0, split), part.slice(split)]
  return index < split
    ? [...pathBySplit(index, left), rootBySplit(right)]
    : [...pathBySplit(index - split, right), rootBySplit(left)]
}

function consistencyBySplit(older: number, part: Uint8Array[], isWhole = true): Uint8Array[] {
  if (older === part.length) return isWhole ? [] : [rootBySplit(part)]
  const split = splitOf(part.length)
  const [left, right] = [part.slice(0, split), part.slice(split)]
  return older <= split
    ? [...consistencyBySplit(older, left, isWhole), rootBySplit(right)]
    : [...consistencyBySplit(older - split, right, false), rootBySplit(left)]
}

describe('the root', () => {
  test('is that of the Certificate Transparency reference vectors', () => {
    const inputs = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ]
    const roots = [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ]
    const tree = new MerkleRoot(suite)
    expect(encodeHex(tree.root())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    const grown = inputs.map((input) => {
      tree.append(leafHash(suite, decodeHex(input)))
      return encodeHex(tree.root())
    })
    expect(grown).toEqual(roots)
    expect(tree.size).toBe(8)
  })

  test('grown leaf by leaf is that of the definition, for every size from 0 to 70', () => {
    for (let size = 0; size <= 70; size += 1) {
      expect(rootOf(suite, leaves.slice(0, size))).toEqual(rootAt(size))
    }
  })

  test('is made of hashes only', () => {
    expect(() => rootOf(suite, [new Uint8Array(31)])).toThrow(refusal('HASH_LENGTH'))
  })
})

describe('an inclusion proof', () => {
  test('is that of the definition and holds, for every place in every tree up to 70 leaves', () => {
    for (let size = 1; size <= 70; size += 1) {
      const part = leaves.slice(0, size)
      const root = rootAt(size)
      for (let index = 0; index < size; index += 1) {
        const proof = makeInclusionProof(suite, part, index)
        expect(proof).toEqual({ index, size, path: pathBySplit(index, part) })
        verifyInclusion(suite, leafAt(index), proof, root)
      }
    }
  })

  test('made while the leaves pass by is the same, and of no other number of leaves', () => {
    for (let size = 1; size <= 70; size += 1) {
      const part = leaves.slice(0, size)
      for (let index = 0; index < size; index += 1) {
        const growing = new GrowingInclusionProof(suite, index, size)
        for (const leaf of part) growing.append(leaf)
        expect(growing.proof()).toEqual(makeInclusionProof(suite, part, index))
        expect(() => growing.append(leafAt(0))).toThrow(refusal('PROOF_OF_ANOTHER_TREE'))
      }
    }
    const short = new GrowingInclusionProof(suite, 2, 5)
    for (const leaf of leaves.slice(0, 4)) short.append(leaf)
    expect(() => short.proof()).toThrow(refusal('PROOF_OF_ANOTHER_TREE'))
    expect(() => short.append(new Uint8Array(3))).toThrow(refusal('HASH_LENGTH'))
    expect(() => new GrowingInclusionProof(suite, 5, 5)).toThrow(refusal('PROOF_MALFORMED'))
  })

  test('holds for no other leaf, no other place, no other path', () => {
    const place = fc.integer({ min: 1, max: 70 }).chain((size) => {
      return fc.record({
        size: fc.constant(size),
        index: fc.nat(size - 1),
        other: fc.nat(69),
        flip: fc.nat(),
      })
    })
    fc.assert(
      fc.property(place, ({ size, index, other, flip }) => {
        const proof = makeInclusionProof(suite, leaves.slice(0, size), index)
        const root = rootAt(size)
        const path = proof.path.map((hash) => Uint8Array.from(hash))
        if (other !== index) {
          expect(() => verifyInclusion(suite, leafAt(other), proof, root)).toThrow(
            refusal('INCLUSION_NOT_PROVEN'),
          )
          expect(() => verifyInclusion(suite, leafAt(index), { ...proof, index: other }, root)).toThrow(
            anyRefusal,
          )
        }
        const longer = [...path, root]
        expect(() => verifyInclusion(suite, leafAt(index), { ...proof, path: longer }, root)).toThrow(
          refusal('PROOF_MALFORMED'),
        )
        const step = path[flip % Math.max(path.length, 1)]
        if (!step) return
        step[flip % 32] = (step[flip % 32] ?? 0) ^ 1
        expect(() => verifyInclusion(suite, leafAt(index), { ...proof, path }, root)).toThrow(
          refusal('INCLUSION_NOT_PROVEN'),
        )
        expect(() => verifyInclusion(suite, leafAt(index), { ...proof, path: path.slice(1) }, root)).toThrow(
          anyRefusal,
        )
      }),
    )
  })

  test.each([
    ['a negative index', { index: -1, size: 3 }],
    ['an index at the size', { index: 3, size: 3 }],
    ['a broken index', { index: 0.5, size: 3 }],
    ['an index that is no number', { index: Number.NaN, size: 3 }],
    ['an infinite index', { index: Number.POSITIVE_INFINITY, size: Number.POSITIVE_INFINITY }],
    ['an empty tree', { index: 0, size: 0 }],
    ['a size that is no number', { index: 0, size: Number.NaN }],
    ['a size above what counts exactly', { index: 0, size: 2 ** 53 }],
    ['the largest size without a path', { index: 2 ** 53 - 2, size: 2 ** 53 - 1 }],
  ])('with %s is refused', (_what, numbers) => {
    expect(() => rootByInclusion(suite, leafAt(0), { ...numbers, path: [] })).toThrow(
      refusal('PROOF_MALFORMED'),
    )
  })

  test('of hashes of the wrong length is refused', () => {
    const proof = makeInclusionProof(suite, leaves, 4)
    expect(() => rootByInclusion(suite, new Uint8Array(33), proof)).toThrow(refusal('HASH_LENGTH'))
    expect(() => rootByInclusion(suite, leafAt(4), { ...proof, path: [new Uint8Array(0)] })).toThrow(
      refusal('HASH_LENGTH'),
    )
    expect(() => makeInclusionProof(suite, [new Uint8Array(3)], 0)).toThrow(refusal('HASH_LENGTH'))
  })

  test.each([70, -1, Number.NaN])('cannot be made for place %d of 70', (index) => {
    expect(() => makeInclusionProof(suite, leaves, index)).toThrow(refusal('PROOF_MALFORMED'))
  })
})

describe('a consistency proof', () => {
  test('holds for every pair of sizes up to 40, and for no other pair of roots', () => {
    for (let newerSize = 1; newerSize <= 40; newerSize += 1) {
      const newer = { size: newerSize, root: rootAt(newerSize) }
      for (let size = 1; size <= newerSize; size += 1) {
        const path = consistencyBySplit(size, leaves.slice(0, newerSize))
        const older = { size, root: rootAt(size) }
        verifyConsistency(suite, older, newer, path)
        const forged = { size, root: leafHash(suite, older.root) }
        expect(() => verifyConsistency(suite, forged, newer, path)).toThrow(refusal('CONSISTENCY_NOT_PROVEN'))
        const forgedNewer = { ...newer, root: leafHash(suite, newer.root) }
        expect(() => verifyConsistency(suite, older, forgedNewer, path)).toThrow(
          refusal('CONSISTENCY_NOT_PROVEN'),
        )
        expect(() => verifyConsistency(suite, older, newer, [...path, older.root])).toThrow(anyRefusal)
        if (path.length > 0) {
          expect(() => verifyConsistency(suite, older, newer, path.slice(0, -1))).toThrow(anyRefusal)
        }
      }
    }
  })

  test.each([
    ['an empty older tree', 0, 3],
    ['a shrunken tree', 3, 2],
    ['a negative size', -1, 3],
    ['a size that is no number', 1, Number.NaN],
    ['a size above what counts exactly', 1, 2 ** 53],
    ['no path where one is due', 3, 4],
    ['a path that is too short', 1, 2 ** 53 - 1],
  ])('with %s is refused', (_what, older, newer) => {
    const root = leafAt(0)
    expect(() => verifyConsistency(suite, { size: older, root }, { size: newer, root }, [])).toThrow(
      refusal('PROOF_MALFORMED'),
    )
  })

  test('of hashes of the wrong length is refused', () => {
    const root = leafAt(0)
    expect(() =>
      verifyConsistency(suite, { size: 1, root }, { size: 2, root }, [new Uint8Array(31)]),
    ).toThrow(refusal('HASH_LENGTH'))
  })
})
