// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { LogTrust } from './checkpoint.ts'
import { parseVerifierKey, type SignatureType, signatureTypes, type VerifierKey } from './note-key.ts'
import { parseCount } from './note-lines.ts'
import type { Suite } from './suite.ts'
import { decodeUtf8 } from './utf8.ts'
import { VerificationError, verificationMessages } from './verification-error.ts'

/** Where the command reads and writes: the process's own, or a test's. */
export type CliDoor = {
  readFile(path: string): Uint8Array
  out(text: string): void
  err(text: string): void
}

export class UsageError extends Error {}

export type Options = {
  readonly key?: string
  readonly receipt?: string
  readonly row?: string
  readonly proof?: string
  readonly entry?: string
  readonly of?: string
  readonly older?: string
  readonly handovers?: string
  readonly quorum?: string
  readonly section?: readonly string[]
  readonly witness?: readonly string[]
}
export type OptionName = keyof Options

/** One question that the command answers, with the words it takes. */
export type Question = {
  /** How the operand is called in the help; undefined when there is none. */
  readonly operand?: string
  readonly needs: readonly OptionName[]
  readonly takes?: readonly OptionName[]
  answer(asked: Asked): string
}

export type Asked = {
  readonly suite: Suite
  readonly file: string
  readonly options: Options
  readonly door: CliDoor
}

export function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new UsageError(`${name} is missing. 缺少 ${name}。`)
  return value
}

export function read(path: string, door: CliDoor): Uint8Array {
  try {
    return door.readFile(path)
  } catch {
    // Absent, forbidden, a folder: to the asker it is the same, and the name is their own.
    throw new UsageError(`Cannot read ${path}. 无法读取 ${path}。`)
  }
}

/** A key that cannot be read is the asker's mistake, and says nothing about what is checked. */
export function findKey(
  { suite, door }: Asked,
  keyOrFile: string,
  option: '--key' | '--witness' = '--key',
): string {
  const isKey = /\+[0-9a-f]{8}\+/.test(keyOrFile)
  const type: SignatureType = option === '--key' ? signatureTypes.note : signatureTypes.cosignature
  try {
    const text = isKey ? keyOrFile : decodeUtf8(read(keyOrFile, door)).trim()
    parseVerifierKey(suite, text, type)
    return text
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error
    const { en, zh } = verificationMessages[error.code]
    throw new UsageError(`${option}: ${en} ${zh}`)
  }
}

type CliTrust = LogTrust & { readonly log: VerifierKey; readonly witnesses: readonly VerifierKey[] }

/** The log's key, and the witnesses that are asked for: all of them unless a quorum is named. */
export function trustOf(asked: Asked): CliTrust {
  const { suite, options } = asked
  const log = parseVerifierKey(suite, findKey(asked, required(options.key, '--key')))
  const witnesses = (options.witness ?? []).map((each) =>
    parseVerifierKey(suite, findKey(asked, each, '--witness'), signatureTypes.cosignature),
  )
  if (options.quorum === undefined) return { log, witnesses }
  const quorum = parseCount(options.quorum)
  if (quorum === undefined) throw new UsageError('--quorum is a number. --quorum 应为数字。')
  return { log, witnesses, quorum }
}
