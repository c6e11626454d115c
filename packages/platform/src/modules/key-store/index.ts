// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { KeyStore, type PersonIndexKeys } from './key-store.ts'
export { keyStoreRefusals } from './key-store-refusals.ts'
export { type KeyStoreOptions, openKeyStore } from './open-key-store.ts'
