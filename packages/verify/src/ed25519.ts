// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { isStrictPublicKey } from './ed25519-strict.ts'
import { equalBytes } from './equal-bytes.ts'
import { sha512 } from './sha512.ts'

/** RFC 8032 §5.1. Nothing here is secret, so nothing here takes care to need the same time for every value. */
const p = 2n ** 255n - 19n
const groupOrder = 2n ** 252n + 27742317777372353535851937790883648493n
const d = mod(-121665n * power(121666n, p - 2n))
const squareRootOfMinusOne = power(2n, (p - 1n) / 4n)
const low255 = (1n << 255n) - 1n

/** Extended coordinates (§5.1.4): x = X/Z, y = Y/Z, x·y = T/Z. */
type Point = { readonly X: bigint; readonly Y: bigint; readonly Z: bigint; readonly T: bigint }

const identity: Point = { X: 0n, Y: 1n, Z: 1n, T: 0n }
const base = pointFrom(mod(4n * power(5n, p - 2n)), 0n) as Point

/** §5.1.7, strict as `isStrictPublicKey` says. False for whatever is not a signature; never throws. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64 || !isStrictPublicKey(publicKey)) return false
  const encodedR = signature.subarray(0, 32)
  const S = integerOf(signature.subarray(32))
  // A second spelling of S would be a second signature that nobody made.
  if (S >= groupOrder) return false
  const A = decodePoint(publicKey)
  if (!A) return false
  const k = integerOf(sha512(encodedR, publicKey, message)) % groupOrder
  return equalBytes(encodePoint(multiplyAndAdd(S, base, k, negate(A))), encodedR)
}

/** §5.1.3; undefined when no point has this y. Where x is 0 the point is of small order, and refused before. */
function decodePoint(bytes: Uint8Array): Point | undefined {
  const encoded = integerOf(bytes)
  return pointFrom(encoded & low255, encoded >> 255n)
}

function pointFrom(y: bigint, sign: bigint): Point | undefined {
  const u = mod(y * y - 1n)
  const v = mod(d * mod(y * y) + 1n)
  const v3 = mod(mod(v * v) * v)
  const candidate = mod(mod(u * v3) * power(mod(mod(v3 * v3) * mod(u * v)), (p - 5n) / 8n))
  const square = mod(v * mod(candidate * candidate))
  if (square !== u && square !== mod(-u)) return undefined
  const x = square === u ? candidate : mod(candidate * squareRootOfMinusOne)
  const X = (x & 1n) === sign ? x : mod(-x)
  return { X, Y: y, Z: 1n, T: mod(X * y) }
}

/** §5.1.2. */
function encodePoint({ X, Y, Z }: Point): Uint8Array {
  const inverse = power(Z, p - 2n)
  let rest = mod(Y * inverse) | ((mod(X * inverse) & 1n) << 255n)
  const bytes = new Uint8Array(32)
  for (let at = 0; at < 32; at += 1) {
    bytes[at] = Number(rest & 0xffn)
    rest >>= 8n
  }
  return bytes
}

/** a·P + b·Q, both at once from the highest bit down. */
function multiplyAndAdd(a: bigint, P: Point, b: bigint, Q: Point): Point {
  const both = add(P, Q)
  let sum = identity
  for (let bit = 252n; bit >= 0n; bit -= 1n) {
    sum = double(sum)
    const [inA, inB] = [(a >> bit) & 1n, (b >> bit) & 1n]
    if (inA && inB) sum = add(sum, both)
    else if (inA) sum = add(sum, P)
    else if (inB) sum = add(sum, Q)
  }
  return sum
}

/** §5.1.4, the formulas for any two points. */
function add(P: Point, Q: Point): Point {
  const A = mod((P.Y - P.X) * (Q.Y - Q.X))
  const B = mod((P.Y + P.X) * (Q.Y + Q.X))
  const C = mod(2n * P.T * mod(d * Q.T))
  const D = mod(2n * P.Z * Q.Z)
  const [E, F, G, H] = [B - A, D - C, D + C, B + A]
  return { X: mod(E * F), Y: mod(G * H), Z: mod(F * G), T: mod(E * H) }
}

function double(P: Point): Point {
  const A = mod(P.X * P.X)
  const B = mod(P.Y * P.Y)
  const C = mod(2n * P.Z * P.Z)
  const H = A + B
  const E = H - mod((P.X + P.Y) * (P.X + P.Y))
  const G = A - B
  const F = C + G
  return { X: mod(E * F), Y: mod(G * H), Z: mod(F * G), T: mod(E * H) }
}

function negate({ X, Y, Z, T }: Point): Point {
  return { X: -X, Y, Z, T: -T }
}

function mod(a: bigint): bigint {
  const rest = a % p
  return rest < 0n ? rest + p : rest
}

function power(number: bigint, exponent: bigint): bigint {
  let result = 1n
  let factor = number
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = mod(result * factor)
    factor = mod(factor * factor)
  }
  return result
}

/** Little-endian, as everywhere in RFC 8032. */
function integerOf(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
}
