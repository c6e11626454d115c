// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/**
 * The two primitives that checking needs, injected: a court's machine, a browser and a server each bring their
 * own, and nothing else in this package knows where they come from.
 */
export type Suite = {
  /** SHA-256 over the concatenation of the parts. */
  hash(...parts: Uint8Array[]): Uint8Array
  /** Ed25519 with a raw 32-byte key, strict as `isStrictPublicKey` says. False for whatever is no signature. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
}

/** What the signer needs besides; who only checks never holds one. */
export type SigningSuite = Suite & {
  /** Ed25519 with the raw 32-byte seed. */
  sign(seed: Uint8Array, message: Uint8Array): Uint8Array
  publicKeyOf(seed: Uint8Array): Uint8Array
}
