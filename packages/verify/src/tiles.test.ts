// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verifyConsistency } from './consistency-proof.ts'
import { formatBundle, parseBundle } from './entry-bundle.ts'
import { makeInclusionProof, verifyInclusion } from './inclusion-proof.ts'
import { auditLog } from './log-audit.ts'
import { leafHash, nodeHash, rootOf } from './merkle-tree.ts'
import { platformSuite as suite } from './platform-suite.ts'
import { consistencyRanges, halvesOf, inclusionRanges } from './subtree-range.ts'
import {
  bundlePath,
  hashesAtLevel,
  hashesOfTile,
  parseTilePath,
  type Tile,
  tileInTree,
  tilePath,
  tilesOfTree,
  tileWidth,
} from './tile.ts'
import {
  consistencyFromTiles,
  hashesFromTiles,
  inclusionFromTiles,
  rootFromTiles,
  tilesOfConsistency,
  tilesOfInclusion,
  tilesOfRanges,
} from './tile-proofs.ts'
import { encodeUtf8 } from './utf8.ts'
import type { VerificationCode } from './verification-error.ts'

const refusal = (code: VerificationCode) => expect.objectContaining({ name: 'VerificationError', code })
const anyRefusal = expect.objectContaining({ name: 'VerificationError' })

// Two levels of tiles, and a third whose only hash is the first full tile of the second.
const SIZE = 66_000
const entryAt = (at: number): Uint8Array => encodeUtf8(`entry ${at}`)
const leaves = Array.from({ length: SIZE }, (_, at) => leafHash(suite, entryAt(at)))

/** RFC 9162 §2.1.1 by its recursion, remembering full subtrees only. */
const remembered = new Map<string, Uint8Array>()
function rootBySplit(begin: number, end: number): Uint8Array {
  if (end - begin === 1) return leaves[begin] ?? suite.hash()
  const known = remembered.get(`${begin}-${end}`)
  if (known) return known
  let split = 1
  while (split * 2 < end - begin) split *= 2
  const root = nodeHash(suite, rootBySplit(begin, begin + split), rootBySplit(begin + split, end))
  remembered.set(`${begin}-${end}`, root)
  return root
}

/** The definition of the specification: MTH(D[(n·256 + i)·256^l : (n·256 + i + 1)·256^l]). */
function tileByDefinition(tile: Tile): Uint8Array {
  const known = madeTiles.get(tilePath(tile)) ?? makeTile(tile)
  madeTiles.set(tilePath(tile), known)
  return Uint8Array.from(known)
}

const madeTiles = new Map<string, Uint8Array>()
function makeTile({ level, index, width }: Tile): Uint8Array {
  const span = 256 ** level
  const hashes = Array.from({ length: width }, (_, i) => {
    const at = index * 256 + i
    return rootBySplit(at * span, (at + 1) * span)
  })
  return Uint8Array.from(hashes.flatMap((hash) => [...hash]))
}

describe('the path of a tile', () => {
  test('is that of the specification', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067')
    expect(tilePath({ level: 3, index: 0, width: 8 })).toBe('tile/3/000.p/8')
    expect(bundlePath({ index: 1_000, width: 255 })).toBe('tile/entries/x001/000.p/255')
    expect(bundlePath({ index: 999, width: 256 })).toBe('tile/entries/999')
  })

  test('is read back as what it was, for any level, index and width', () => {
    const tile = fc.record({
      level: fc.nat(63),
      index: fc.oneof(fc.nat(1_002_000), fc.maxSafeNat()),
      width: fc.integer({ min: 1, max: 256 }),
    })
    fc.assert(
      fc.property(tile, ({ level, index, width }) => {
        expect(parseTilePath(tilePath({ level, index, width }))).toEqual({
          kind: 'hashes',
          level,
          index,
          width,
        })
        expect(parseTilePath(bundlePath({ index, width }))).toEqual({ kind: 'entries', index, width })
      }),
    )
  })

  test.each([
    '',
    'checkpoint',
    'tile/0',
    'tile/0/0',
    'tile/00/000',
    'tile/01/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/0/x000/000',
    'tile/0/x001/x234/x067',
    'tile/0/001/234',
    'tile/0/0001',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/',
    'tile/0/000.p/8/',
    'tile/0/../000',
    'tile/0/000\n',
    'tile/entries/000.p/300',
    'tile/Entries/000',
    'tile/0/x999/x999/x999/x999/x999/999',
  ])('is not %j', (path) => {
    expect(() => parseTilePath(path)).toThrow(refusal('TILE_MALFORMED'))
  })
})

describe('the tiles of a tree', () => {
  test('of 70,000 entries are those that the specification counts', () => {
    const tiles = [...tilesOfTree(70_000)]
    const at = (level: number) => tiles.filter((tile) => tile.level === level)
    expect([at(0).length, at(0).at(-1)?.width]).toEqual([274, 112])
    expect(at(1).map(({ width }) => width)).toEqual([256, 17])
    expect(at(2).map(({ width }) => width)).toEqual([1])
    expect([...tilesOfTree(256)]).toEqual([
      { level: 0, index: 0, width: 256 },
      { level: 1, index: 0, width: 1 },
    ])
    expect([...tilesOfTree(0)]).toEqual([])
    expect(hashesAtLevel(2 ** 53 - 1, 6)).toBe(31)
  })

  test('hold nothing beyond the tree', () => {
    expect(() => tileInTree(256, 0, 1)).toThrow(refusal('TILE_MALFORMED'))
    expect(() => tileInTree(10, 1, 0)).toThrow(refusal('TILE_MALFORMED'))
  })

  test('are whole hashes, exactly as many as they say', () => {
    const tile = { level: 0, index: 0, width: 2 }
    expect(hashesOfTile(tile, new Uint8Array(64))).toHaveLength(2)
    for (const length of [0, 63, 65, 96]) {
      expect(() => hashesOfTile(tile, new Uint8Array(length))).toThrow(refusal('TILE_MALFORMED'))
    }
  })
})

describe('proofs from tiles', () => {
  const places = [0, 1, 255, 256, 300, 65_535, 65_536, 65_999]
  const sizes = [1, 2, 3, 255, 256, 257, 511, 512, 513, 1_000, 65_535, 65_536, 65_537, 65_792, SIZE]

  test('are those of the definition and lead to the root, at every edge of a tile', () => {
    for (const size of sizes) {
      const root = rootBySplit(0, size)
      expect(rootFromTiles(suite, tileByDefinition, size)).toEqual(root)
      for (const index of places.filter((place) => place < size)) {
        const proof = inclusionFromTiles(suite, tileByDefinition, index, size)
        verifyInclusion(suite, leaves[index] as Uint8Array, proof, root)
        if (size <= 1_000) expect(proof).toEqual(makeInclusionProof(suite, leaves.slice(0, size), index))
      }
      for (const older of sizes.filter((each) => each <= size)) {
        const path = consistencyFromTiles(suite, tileByDefinition, older, size)
        verifyConsistency(suite, { size: older, root: rootBySplit(0, older) }, { size, root }, path)
      }
    }
    expect(rootFromTiles(suite, tileByDefinition, 0)).toEqual(suite.hash())
    expect(consistencyFromTiles(suite, tileByDefinition, 0, 7)).toEqual([])
  })

  test('are so for any place and any two sizes', () => {
    const pair = fc.tuple(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 3_000 }), fc.nat())
    fc.assert(
      fc.property(pair, ([one, two, at]) => {
        const [older, newer] = [Math.min(one, two), Math.max(one, two)]
        const root = rootOf(suite, leaves.slice(0, newer))
        const index = at % newer
        verifyInclusion(
          suite,
          leaves[index] as Uint8Array,
          inclusionFromTiles(suite, tileByDefinition, index, newer),
          root,
        )
        const path = consistencyFromTiles(suite, tileByDefinition, older, newer)
        const olderTree = { size: older, root: rootOf(suite, leaves.slice(0, older)) }
        verifyConsistency(suite, olderTree, { size: newer, root }, path)
      }),
      { numRuns: 60 },
    )
  })

  test('need few tiles, which can be named beforehand', () => {
    const asked = (make: (read: (tile: Tile) => Uint8Array) => unknown): string[] => {
      const paths = new Set<string>()
      make((tile) => {
        paths.add(tilePath(tile))
        return tileByDefinition(tile)
      })
      return [...paths].sort()
    }
    for (const index of places) {
      const named = tilesOfInclusion(index, SIZE).map(tilePath).sort()
      expect(asked((read) => inclusionFromTiles(suite, read, index, SIZE))).toEqual(named)
      expect(named.length).toBeLessThanOrEqual(6)
    }
    expect(asked((read) => consistencyFromTiles(suite, read, 300, SIZE))).toEqual(
      tilesOfConsistency(300, SIZE).map(tilePath).sort(),
    )
  })

  test('from a changed tile lead nowhere', () => {
    const changed = (tile: Tile): Uint8Array => {
      const bytes = tileByDefinition(tile)
      // Entry 300 lies in the second tile: its own hash does not stand in its proof, the others of the tile do.
      if (tile.level === 0) bytes[45 * 32] = (bytes[45 * 32] as number) ^ 1
      return bytes
    }
    const proof = inclusionFromTiles(suite, changed, 300, SIZE)
    expect(() => verifyInclusion(suite, leaves[300] as Uint8Array, proof, rootBySplit(0, SIZE))).toThrow(
      refusal('INCLUSION_NOT_PROVEN'),
    )
    expect(() => inclusionFromTiles(suite, () => new Uint8Array(31), 3, 7)).toThrow(refusal('TILE_MALFORMED'))
  })

  test.each([
    [-1, 3],
    [3, 3],
    [0, 0],
    [0.5, 3],
    [0, 2 ** 53],
    [Number.NaN, 1],
    [0, Number.NaN],
  ])('of place %d in a tree of %d are refused', (index, size) => {
    expect(() => inclusionRanges(index, size)).toThrow(refusal('PROOF_MALFORMED'))
  })

  test.each([
    [-1, 3],
    [4, 3],
    [1, 2 ** 53],
    [0.5, 3],
  ])('from size %d to size %d are refused', (older, newer) => {
    expect(() => consistencyRanges(older, newer)).toThrow(refusal('PROOF_MALFORMED'))
  })

  test('of the largest tree that counts exactly are cut without end nor rounding', () => {
    const size = 2 ** 53 - 1
    expect(inclusionRanges(size - 1, size)).toHaveLength(52)
    expect(inclusionRanges(0, size).at(-1)).toEqual({ begin: 2 ** 52, end: size })
    expect(tilesOfInclusion(2 ** 40 + 1, size).length).toBeLessThan(30)
  })
})

describe('the hashes of ranges', () => {
  const read = tileByDefinition
  const whole = { begin: 0, end: SIZE }

  test('are those of the recursion, on the way to any place and beside it', () => {
    fc.assert(
      fc.property(fc.nat(SIZE - 1), (index) => {
        const way = [whole]
        for (let range = whole; range.end - range.begin > 1; ) {
          const [left, right] = halvesOf(range)
          way.push(left, right)
          range = index < left.end ? left : right
        }
        const expected = way.map(({ begin, end }) => rootBySplit(begin, end))
        expect(hashesFromTiles(suite, read, way, SIZE)).toEqual(expected)
      }),
      { numRuns: 20 },
    )
  })

  test('need only the tiles that they are in', () => {
    const paths = tilesOfRanges([{ begin: 65_536, end: SIZE }], SIZE).map(tilePath)
    expect(paths).toEqual(['tile/1/001.p/1', 'tile/0/257.p/208'])
    expect(tilesOfRanges([], SIZE)).toEqual([])
  })

  test('of what is no range of the tree are refused', () => {
    const strange = [
      { begin: 3, end: 3 },
      { begin: 4, end: 3 },
      { begin: -1, end: 3 },
      { begin: 0.5, end: 3 },
      { begin: 0, end: SIZE + 1 },
      { begin: Number.NaN, end: 1 },
    ]
    for (const range of strange) {
      expect(() => hashesFromTiles(suite, read, [whole, range], SIZE)).toThrow(refusal('PROOF_MALFORMED'))
      expect(() => tilesOfRanges([range], SIZE)).toThrow(refusal('PROOF_MALFORMED'))
    }
    expect(() => tilesOfRanges([whole], Number.NaN)).toThrow(refusal('PROOF_MALFORMED'))
    for (const range of [
      { begin: 3, end: 4 },
      { begin: 3, end: 2 },
      { begin: 0.5, end: 3 },
    ])
      expect(() => halvesOf(range)).toThrow(refusal('PROOF_MALFORMED'))
  })
})

describe('a bundle of entries', () => {
  test('is each entry behind its length, and is read back', () => {
    const entries = [encodeUtf8('one'), new Uint8Array(0), new Uint8Array(65_535).fill(7)]
    const bundle = formatBundle(entries)
    expect([...bundle.subarray(0, 7)]).toEqual([0, 3, 111, 110, 101, 0, 0])
    expect(parseBundle(bundle, 3)).toEqual(entries)
  })

  test('holds no entry of more than 65,535 bytes', () => {
    expect(() => formatBundle([new Uint8Array(65_536)])).toThrow(refusal('ENTRY_TOO_LARGE'))
  })

  test.each([
    ['one entry too few', [0, 1, 7], 2],
    ['one entry too many', [0, 1, 7, 0, 0], 1],
    ['half a length', [0], 1],
    ['an entry cut short', [0, 2, 7], 1],
    ['a byte behind', [0, 1, 7, 9], 1],
  ])('with %s is refused', (_what, bytes, width) => {
    expect(() => parseBundle(Uint8Array.from(bytes), width)).toThrow(refusal('BUNDLE_MALFORMED'))
  })

  test('of any bytes is read whole or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(5), (bytes, width) => {
        try {
          expect(formatBundle(parseBundle(bytes, width))).toEqual(bytes)
        } catch (error) {
          expect(error).toEqual(refusal('BUNDLE_MALFORMED'))
        }
      }),
    )
  })
})

describe('the audit of a log', () => {
  const size = 65_537
  const resources = new Map<string, Uint8Array>()
  for (const tile of tilesOfTree(size)) {
    resources.set(tilePath(tile), tileByDefinition(tile))
    if (tile.level > 0) continue
    const entries = Array.from({ length: tile.width }, (_, at) => entryAt(tile.index * tileWidth + at))
    resources.set(bundlePath(tile), formatBundle(entries))
  }
  const checkpoint = { origin: 'log.example', size, root: rootBySplit(0, size) }
  const audit = (change: (path: string, bytes: Uint8Array) => Uint8Array | undefined): void =>
    auditLog(suite, checkpoint, (path) => change(path, resources.get(path) ?? new Uint8Array(0)))
  const flipped = (bytes: Uint8Array, at: number): Uint8Array => bytes.with(at, (bytes[at] as number) ^ 1)

  test('goes through every entry and every tile', () => {
    let seen = 0
    const asked = new Set<string>()
    auditLog(
      suite,
      checkpoint,
      (path) => {
        asked.add(path)
        return resources.get(path)
      },
      (entry, index) => {
        if (index === 300) expect(entry).toEqual(entryAt(300))
        seen += 1
      },
    )
    expect(seen).toBe(size)
    expect([...asked].sort()).toEqual([...resources.keys()].sort())
    auditLog(suite, { origin: 'x', size: 0, root: suite.hash() }, () => undefined)
  })

  test.each(['tile/0/007', 'tile/0/256.p/1', 'tile/1/000', 'tile/2/000.p/1'])(
    'names %s when one bit differs',
    (path) => {
      const where = expect.objectContaining({ code: 'TILE_DISAGREES', where: path })
      const change = (at: string, bytes: Uint8Array) =>
        at === path ? flipped(bytes, bytes.length - 1) : bytes
      expect(() => audit(change)).toThrow(where)
    },
  )

  test('names the tile above a changed entry, and a resource that is gone', () => {
    const bundle = 'tile/entries/003'
    expect(() => audit((path, bytes) => (path === bundle ? flipped(bytes, 4) : bytes))).toThrow(
      expect.objectContaining({ code: 'TILE_DISAGREES', where: 'tile/0/003' }),
    )
    for (const gone of [bundle, 'tile/1/000']) {
      expect(() => audit((path, bytes) => (path === gone ? undefined : bytes))).toThrow(
        expect.objectContaining({ code: 'TILE_MISSING', where: gone }),
      )
    }
  })

  test('finds that the whole is of another root', () => {
    const other = { ...checkpoint, root: leafHash(suite, checkpoint.root) }
    expect(() => auditLog(suite, other, (path) => resources.get(path))).toThrow(
      refusal('CHECKPOINT_DISAGREES'),
    )
    expect(() => auditLog(suite, { ...checkpoint, size: 2 ** 50 }, (path) => resources.get(path))).toThrow(
      anyRefusal,
    )
  })
})
