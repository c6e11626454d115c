// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/**
 * FIPS 180-4 §4.2 and §5.3 by their definition instead of by a table: the first bits of the fractional parts of the
 * roots of the first primes. Whoever reads this need not compare eighty numbers with a standard.
 */
const primes = firstPrimes(80)

/** Square roots of the first eight primes: the state that SHA-2 begins with, 64 bits each. */
export const squareRoots: readonly bigint[] = primes.slice(0, 8).map((prime) => rootFraction(prime, 2n))

/** Cube roots of the first eighty primes: the constants of its rounds, 64 bits each. */
export const cubeRoots: readonly bigint[] = primes.map((prime) => rootFraction(prime, 3n))

/** SHA-256 takes the first half of what SHA-512 takes whole. */
export function highWord(value: bigint): number {
  return Number(value >> 32n)
}

export function lowWord(value: bigint): number {
  return Number(value & 0xffffffffn)
}

function firstPrimes(count: number): bigint[] {
  const found: bigint[] = []
  for (let next = 2n; found.length < count; next += 1n) {
    if (found.every((prime) => next % prime !== 0n)) found.push(next)
  }
  return found
}

/** 2^64 times the fractional part of the root, rounded down: the root of n · 2^(64·degree), without its whole part. */
function rootFraction(n: bigint, degree: bigint): bigint {
  const target = n << (64n * degree)
  let root = 0n
  for (let bit = 1n << 68n; bit > 0n; bit >>= 1n) {
    if ((root | bit) ** degree <= target) root |= bit
  }
  return BigInt.asUintN(64, root)
}
