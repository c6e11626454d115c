// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { InclusionProof } from './inclusion-proof.ts'
import { assertHash, MerkleRoot } from './merkle-tree.ts'
import { inclusionRanges, type SubtreeRange } from './subtree-range.ts'
import type { Suite } from './suite.ts'
import { VerificationError } from './verification-error.ts'

type Part = SubtreeRange & { readonly root: MerkleRoot }

/**
 * The proof of one leaf, made while all leaves pass by in their order: of each subtree beside its way up only the tops
 * are held, so that a tree of any size can be proven from.
 */
export class GrowingInclusionProof {
  readonly #index: number
  readonly #size: number
  /** From the leaf up. */
  readonly #parts: readonly Part[]
  readonly #inOrder: readonly Part[]
  #next = 0
  #part = 0

  /** @throws VerificationError PROOF_MALFORMED */
  constructor(suite: Suite, index: number, size: number) {
    this.#index = index
    this.#size = size
    this.#parts = inclusionRanges(index, size).map((range) => ({ ...range, root: new MerkleRoot(suite) }))
    this.#inOrder = [...this.#parts].sort((a, b) => a.begin - b.begin)
  }

  append(leaf: Uint8Array): void {
    assertHash(leaf)
    if (this.#next >= this.#size) throw new VerificationError('PROOF_OF_ANOTHER_TREE')
    const at = this.#next
    this.#next += 1
    if (at === this.#index) return
    const part = this.#inOrder[this.#part] as Part
    part.root.append(leaf)
    if (at + 1 === part.end) this.#part += 1
  }

  /** @throws VerificationError PROOF_OF_ANOTHER_TREE unless as many leaves have passed as the tree has */
  proof(): InclusionProof {
    if (this.#next !== this.#size) throw new VerificationError('PROOF_OF_ANOTHER_TREE')
    return { index: this.#index, size: this.#size, path: this.#parts.map(({ root }) => root.root()) }
  }
}
