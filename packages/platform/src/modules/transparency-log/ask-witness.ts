// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  type Checkpoint,
  consistencyFromTiles,
  cosignatureLine,
  encodeHex,
  formatLogExtension,
  platformSuite,
  tilesOfConsistency,
  VerificationError,
  type VerifierKey,
  verifyCheckpoint,
  verifyCosignature,
} from '@probity/verify'
import { type Instant, instantOf } from '../../kernel/civil-date.ts'
import type { LogFolder } from './log-folder.ts'
import { readerOf } from './tile-reader.ts'
import type { Witness } from './witness-policy.ts'

/** Why a witness has not cosigned: away; it says no; its answer proves nothing; it has seen more than this log has. */
export type WitnessProblem = 'WITNESS_AWAY' | 'WITNESS_REFUSES' | 'WITNESS_WRONG' | 'WITNESS_AHEAD'

export type WitnessAnswer =
  | { readonly line: string; readonly at: Instant }
  | { readonly problem: WitnessProblem; readonly status: number | null }

/** Nobody waits for it but the next checkpoint. */
const ANSWER_MS = 2_000
const ANSWER_BYTES_MAX = 65_536

/** One witness, asked as C2SP tlog-witness says. It remembers where the witness stands, as far as it has told. */
export class AskedWitness {
  readonly witness: Witness
  readonly #folder: LogFolder
  #size = 0

  constructor(witness: Witness, folder: LogFolder) {
    this.witness = witness
    this.#folder = folder
  }

  /** @param note the checkpoint as the log has signed it */
  async cosign(note: string, size: number): Promise<WitnessAnswer> {
    const first = await this.#add(note, size)
    if (first?.status !== 409) return this.#read(first, note, size)
    const told = /^(0|[1-9]\d{0,15})\n$/.exec(first.text)
    if (!told) return { problem: 'WITNESS_WRONG', status: 409 }
    // Its word only; what it can show of it is looked at when the node starts.
    if (Number(told[1]) > size) return { problem: 'WITNESS_AHEAD', status: 409 }
    this.#size = Number(told[1])
    return this.#read(await this.#add(note, size), note, size)
  }

  /** The checkpoint it keeps of this log, when one of these keys has signed it: evidence, not its word. */
  async findKept(keys: readonly VerifierKey[]): Promise<Checkpoint | undefined> {
    const [{ name: origin }] = keys as [VerifierKey]
    const kept = await send(
      `${this.witness.url}/${encodeHex(platformSuite.hash(Buffer.from(origin)))}/checkpoint`,
    )
    if (kept?.status !== 200) return undefined
    return unlessWrong(() => verifyCheckpoint(platformSuite, kept.text, { log: keys }))
  }

  async #add(checkpoint: string, size: number): Promise<Answer | undefined> {
    // After a restart the witness is further than the node knows; then it says where it stands.
    const olderSize = Math.min(this.#size, size)
    const read = await readerOf(this.#folder, tilesOfConsistency(olderSize, size))
    const path = consistencyFromTiles(platformSuite, read, olderSize, size)
    return send(`${this.witness.url}/add-checkpoint`, formatLogExtension({ olderSize, path, checkpoint }))
  }

  #read(answer: Answer | undefined, note: string, size: number): WitnessAnswer {
    if (!answer) return { problem: 'WITNESS_AWAY', status: null }
    const { status, text } = answer
    if (status !== 200) return { problem: status >= 500 ? 'WITNESS_AWAY' : 'WITNESS_REFUSES', status }
    const signed = unlessWrong(() => {
      const { key } = this.witness
      const cosignature = verifyCosignature(platformSuite, note + text, key)
      return (
        cosignature && { line: cosignatureLine(note + text, key), at: instantOf(cosignature.time * 1000) }
      )
    })
    if (!signed) return { problem: 'WITNESS_WRONG', status }
    this.#size = size
    return signed
  }
}

type Answer = { readonly status: number; readonly text: string }

/** Undefined when it is away, slow, sends elsewhere, or does not end: all the same to who waits. */
async function send(address: string, body?: string): Promise<Answer | undefined> {
  try {
    const response = await fetch(address, {
      ...(body === undefined ? {} : { method: 'POST', body }),
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    const chunks: Uint8Array[] = []
    let bytes = 0
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length
      if (bytes > ANSWER_BYTES_MAX) return undefined
      chunks.push(chunk)
    }
    return { status: response.status, text: Buffer.concat(chunks).toString('utf8') }
  } catch {
    // What fetch throws quotes the address and tells nothing that the silence does not.
    return undefined
  }
}

function unlessWrong<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch (error) {
    if (error instanceof VerificationError) return undefined
    throw error
  }
}
