// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { isCount } from './inclusion-proof.ts'
import { hashBytes } from './merkle-tree.ts'
import { parseCount } from './note-lines.ts'
import { VerificationError } from './verification-error.ts'

/** C2SP tlog-tiles: 256 neighbouring hashes of every eighth height of the tree, and the entries below them. */
export const tileWidth = 256
const levelMax = 63

/** `width` is 256, or less for the last tile of its level. */
export type Tile = { readonly level: number; readonly index: number; readonly width: number }
/** Which resource of a log: a tile of hashes, or the bundle of the entries under a tile of level 0. */
export type TileResource =
  | ({ readonly kind: 'hashes' } & Tile)
  | { readonly kind: 'entries'; readonly index: number; readonly width: number }

export function tilePath({ level, index, width }: Tile): string {
  return `tile/${level}/${indexPath(index)}${partOf(width)}`
}

export function bundlePath({ index, width }: { readonly index: number; readonly width: number }): string {
  return `tile/entries/${indexPath(index)}${partOf(width)}`
}

/** @throws VerificationError TILE_MALFORMED for a path that is not exactly one of these */
export function parseTilePath(path: string): TileResource {
  const [, levelText, indexText, widthText] =
    /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? []
  if (levelText === undefined || indexText === undefined) throw malformed('path')
  const index = Number(indexText.replace(/[x/]/g, ''))
  const width = widthText === undefined ? tileWidth : parseCount(widthText)
  if (width === undefined || width === 0 || (widthText !== undefined && width >= tileWidth))
    throw malformed('width')
  // One spelling only: no leading zeros beyond those of the format.
  if (!isCount(index) || indexPath(index) !== indexText) throw malformed('index')
  if (levelText === 'entries') return { kind: 'entries', index, width }
  const level = parseCount(levelText)
  if (level === undefined || level > levelMax) throw malformed('level')
  return { kind: 'hashes', level, index, width }
}

function indexPath(index: number): string {
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) as string[]
  return groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join('/')
}

function partOf(width: number): string {
  return width === tileWidth ? '' : `.p/${width}`
}

/** How many hashes a tree of this size has at this level, in all tiles together. */
export function hashesAtLevel(size: number, level: number): number {
  return Math.floor(size / tileWidth ** level)
}

/** The tile as a tree of this size has it: partial when it is the last of its level. */
export function tileInTree(size: number, level: number, index: number): Tile {
  const width = Math.min(tileWidth, hashesAtLevel(size, level) - index * tileWidth)
  if (width <= 0) throw malformed('beyond the tree')
  return { level, index, width }
}

/** All tiles of a tree of this size, level by level; a caller takes no size from a stranger without bound. */
export function* tilesOfTree(size: number): Generator<Tile> {
  for (let level = 0; hashesAtLevel(size, level) > 0; level += 1) {
    const count = Math.ceil(hashesAtLevel(size, level) / tileWidth)
    for (let index = 0; index < count; index += 1) yield tileInTree(size, level, index)
  }
}

/** @throws VerificationError TILE_MALFORMED when the bytes are not exactly that many hashes */
export function hashesOfTile(tile: Tile, bytes: Uint8Array): Uint8Array[] {
  if (bytes.length !== tile.width * hashBytes) throw malformed('length')
  return Array.from({ length: tile.width }, (_, at) => bytes.subarray(at * hashBytes, (at + 1) * hashBytes))
}

function malformed(where: string): VerificationError {
  return new VerificationError('TILE_MALFORMED', where)
}
