// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  encodeHex,
  parseVerifierKey,
  platformSuite,
  signatureTypes,
  VerificationError,
  type VerifierKey,
} from '@probity/verify'
import { refuse } from '../../kernel/refusal.ts'

/** A witness whom this node asks for its cosignature. */
export type Witness = {
  /** In the policy; the name in its signatures is that of its key. */
  readonly name: string
  readonly key: VerifierKey
  readonly verifierKey: string
  /** Before `/add-checkpoint`. */
  readonly url: string
}

/** C2SP tlog-policy: who witnesses this log, and how many of them make a checkpoint count as witnessed. */
export type WitnessPolicy = {
  readonly witnesses: readonly Witness[]
  /** The name of a witness or group, or `none`. */
  readonly quorum: string
  /** @param cosigned the names of those who have cosigned */
  isMet(cosigned: ReadonlySet<string>): boolean
}

type IsMet = WitnessPolicy['isMet']

const none = 'none'
const linesMax = 1_000

/** @throws Refusal WITNESS_POLICY_MALFORMED naming the line */
export function parseWitnessPolicy(text: string): WitnessPolicy {
  const reading = new PolicyReading()
  const lines = text.split('\n')
  if (lines.length > linesMax) throw malformed(linesMax)
  for (const [at, line] of lines.entries()) {
    const words = line.split(/[ \t]+/).filter((word) => word !== '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are what the format forbids
    const isForbidden = /[\x00-\x08\x0b-\x1f\x7f]/.test(line)
    const isEmpty = words.length === 0 || words[0]?.startsWith('#')
    if (isForbidden || !(isEmpty || reading.take(words))) throw malformed(at + 1)
  }
  return reading.end() ?? refuseEnd(lines.length)
}

/** What the lines so far have defined; a line refers to what stands before it only. */
class PolicyReading {
  readonly #witnesses: Witness[] = []
  readonly #named = new Map<string, IsMet>()
  readonly #grouped = new Set<string>()
  #quorum: { name: string; isMet: IsMet } | undefined

  /** False when the line has no place here. */
  take([word, ...operands]: readonly string[]): boolean {
    switch (word) {
      // A node knows which log it is.
      case 'log':
        return operands.length === 1 || operands.length === 2
      case 'witness':
        return this.#takeWitness(operands)
      case 'group':
        return this.#takeGroup(operands)
      case 'quorum':
        return this.#takeQuorum(operands)
      default:
        return false
    }
  }

  end(): WitnessPolicy | undefined {
    return (
      this.#quorum && { witnesses: this.#witnesses, quorum: this.#quorum.name, isMet: this.#quorum.isMet }
    )
  }

  #takeWitness([name, verifierKey, url, ...more]: readonly string[]): boolean {
    const key = verifierKey === undefined ? undefined : readKey(verifierKey)
    // Without an address it could not be asked, and the quorum would wait for it for ever.
    if (!name || !verifierKey || !key || !url || !isAddress(url) || more.length > 0) return false
    const isTwice = this.#witnesses.some(
      (known) => encodeHex(known.key.publicKey) === encodeHex(key.publicKey),
    )
    if (isTwice || !this.#define(name, (cosigned) => cosigned.has(name))) return false
    this.#witnesses.push({ name, key, verifierKey, url: url.replace(/\/+$/, '') })
    return true
  }

  #takeGroup([name, how = '', ...members]: readonly string[]): boolean {
    const needed =
      how === 'all' ? members.length : how === 'any' ? 1 : /^[1-9]\d{0,2}$/.test(how) ? Number(how) : 0
    if (!name || needed < 1 || needed > members.length) return false
    const rules = members.map((member) => this.#named.get(member))
    const isFree = members.every((member) => !this.#grouped.has(member))
    if (!isFree || new Set(members).size < members.length || !rules.every((rule) => rule !== undefined))
      return false
    for (const member of members) this.#grouped.add(member)
    return this.#define(name, (cosigned) => rules.filter((isMet) => isMet(cosigned)).length >= needed)
  }

  #takeQuorum([name, ...more]: readonly string[]): boolean {
    const isMet = name === none ? () => true : this.#named.get(name ?? '')
    if (!name || !isMet || more.length > 0 || this.#quorum) return false
    this.#quorum = { name, isMet }
    return true
  }

  #define(name: string, isMet: IsMet): boolean {
    if (name === none || this.#named.has(name)) return false
    this.#named.set(name, isMet)
    return true
  }
}

function readKey(text: string): VerifierKey | undefined {
  try {
    return parseVerifierKey(platformSuite, text, signatureTypes.cosignature)
  } catch (error) {
    if (error instanceof VerificationError) return undefined
    throw error
  }
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

function refuseEnd(line: number): never {
  throw malformed(line)
}

function malformed(line: number): Error {
  return refuse('WITNESS_POLICY_MALFORMED', { line })
}
