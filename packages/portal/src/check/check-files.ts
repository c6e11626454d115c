// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { parseEntry, parseNote } from '@probity/verify'
import type { TrustedKeys } from '../proof/trusted-keys.ts'
import { type CheckedReceipt, checkReceipt, checkRowProof, findFileOf } from './check-batch.ts'
import { checkHandovers } from './check-keys.ts'
import {
  type CheckedCheckpoint,
  checkCheckpoint,
  checkExtension,
  checkInclusion,
  checkLogFolder,
  checkLooseBundle,
  compareCheckpoints,
} from './check-log.ts'
import { checkHistory, checkReport } from './check-report.ts'
import type { Given, Kind } from './recognise.ts'
import { proveSigner } from './signed-by.ts'
import { type Finding, Walk } from './walk.ts'

/**
 * Checks everything that is at hand, each thing with the help of the others: a receipt with the file it is of, a row
 * with its receipt, a proof with its entry. What has served as a part of another's proof is not listed again.
 */
export function checkFiles(given: readonly Given[], keys: TrustedKeys): readonly Finding[] {
  return new Check(given, keys).run()
}

class Check {
  readonly #given: readonly Given[]
  #keys: TrustedKeys
  readonly #walks = new Map<Given, Walk>()
  readonly #used = new Set<Given>()
  readonly #receipts: CheckedReceipt[] = []
  readonly #checkpoints: CheckedCheckpoint[] = []

  constructor(given: readonly Given[], keys: TrustedKeys) {
    this.#given = given
    this.#keys = keys
    // What was unpacked beside a proof is told of with the proof.
    for (const one of given)
      if (one.from !== undefined && (one.kind === 'other' || one.kind === 'entry')) this.#use(one)
  }

  run(): readonly Finding[] {
    // First what others rest on: whom to believe, then what was signed.
    this.#each('handovers', (walk, one) => this.#handovers(walk, one))
    this.#each('receipt', (walk, one) => this.#receipt(walk, one))
    this.#each('checkpoint', (walk, one) => this.#checkpoint(walk, one))
    for (const own of this.#checkpoints) {
      const one = this.#given.find(({ bytes }) => bytes === own.note)
      const walk = one && this.#walks.get(one)
      if (walk) compareCheckpoints(walk, own, this.#checkpoints)
    }
    this.#each('row-proof', (walk, one) => this.#rowProof(walk, one))
    this.#each('inclusion', (walk, one) => this.#inclusion(walk, one))
    this.#each('extension', (walk, one) => checkExtension(walk, one, this.#keys, this.#checkpoints))
    this.#each('report', (walk, one) => checkReport(walk, one, this.#keys))
    this.#each('history', (walk, one) => checkHistory(walk, one, this.#keys))
    this.#each('entry', (walk, one) => this.#entry(walk, one))
    this.#each('note', (walk, one) => this.#note(walk, one))
    this.#each('page', (walk) => walk.lack('pageUnsealed'))
    this.#each('key', (walk) => walk.lack('keyOffered'))
    this.#each('secret', (walk) => walk.lack('secretGiven'))
    this.#each('other', (walk) => walk.lack('unknown'))
    return [...this.#findings(), ...this.#logFindings()]
  }

  #each(kind: Kind, check: (walk: Walk, one: Given) => void): void {
    for (const one of this.#of(kind)) {
      if (this.#used.has(one)) continue
      const walk = new Walk()
      this.#walks.set(one, walk)
      check(walk, one)
    }
  }

  #of(kind: Kind): readonly Given[] {
    return this.#given.filter((one) => one.kind === kind)
  }

  #handovers(walk: Walk, one: Given): void {
    const known = this.#keys.nodes
    const more = checkHandovers(walk, one, this.#keys).filter((key) =>
      known.every(({ text }) => text !== key.text),
    )
    if (more.length > 0) walk.note('handoversTrusted', { count: more.length })
    this.#keys = { ...this.#keys, nodes: [...known, ...more] }
  }

  #receipt(walk: Walk, one: Given): void {
    const checked = checkReceipt(walk, one, this.#keys)
    if (!checked) return
    this.#receipts.push(checked)
    this.#use(findFileOf(walk, checked, this.#of('other')))
  }

  #checkpoint(walk: Walk, one: Given): void {
    const checked = checkCheckpoint(walk, one.name, one.bytes, this.#keys)
    if (!checked) return
    this.#checkpoints.push(checked)
    walk.show({ kind: 'checkpoint', checkpoint: checked.checkpoint })
  }

  #rowProof(walk: Walk, one: Given): void {
    this.#use(checkRowProof(walk, one, this.#receipts, this.#of('other'))?.row)
  }

  #inclusion(walk: Walk, one: Given): void {
    // Whatever is at hand may be what an entry commits to, and an entry need not be one of Probity's.
    const entries = [...this.#of('entry'), ...this.#of('other')]
    const documents = this.#given.filter(({ kind }) => kind !== 'tile' && kind !== 'bundle')
    const used = checkInclusion(walk, one, this.#keys, entries, documents)
    for (const each of used) if (each.kind === 'entry' || each.kind === 'other') this.#use(each)
  }

  #note(walk: Walk, { bytes }: Given): void {
    if (walk.prove('noteForm', () => parseNote(bytes))) proveSigner(walk, bytes, this.#keys.nodes)
  }

  #entry(walk: Walk, one: Given): void {
    const entry = walk.prove(
      'entryForm',
      () => parseEntry(one.bytes),
      ({ kind }) => ({ kind }),
    )
    if (entry) walk.lack('entryNeedsProof')
  }

  #use(one: Given | undefined): void {
    if (one) this.#used.add(one)
  }

  #findings(): Finding[] {
    return this.#given.flatMap((one) => {
      const walk = this.#walks.get(one)
      if (!walk || this.#used.has(one)) return []
      return [{ name: one.name, kind: one.kind, steps: walk.steps, shown: walk.shown }]
    })
  }

  #logFindings(): Finding[] {
    const [loose, folder] = [
      this.#given.filter(({ kind, path }) => kind === 'bundle' && path === undefined),
      this.#given.filter(({ path }) => path !== undefined),
    ]
    const ofLoose = loose.map((one): Finding => {
      const walk = new Walk()
      checkLooseBundle(walk, one, this.#checkpoints)
      return { name: one.name, kind: 'bundle', steps: walk.steps, shown: [] }
    })
    if (folder.length === 0) return ofLoose
    const walk = new Walk()
    checkLogFolder(walk, folder, this.#checkpoints)
    return [...ofLoose, { name: folder[0]?.name ?? '', kind: 'log', steps: walk.steps, shown: [] }]
  }
}
