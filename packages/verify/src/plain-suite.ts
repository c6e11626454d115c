// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { verifyEd25519 } from './ed25519.ts'
import { sha256 } from './sha256.ts'
import type { Suite } from './suite.ts'

/** The suite that needs nothing but the language: for any browser, and for whoever trusts no library of a platform. */
export const plainSuite: Suite = { hash: sha256, verify: verifyEd25519 }
