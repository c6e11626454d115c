// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { helpText } from './cli-help.ts'
import { parseVerifierKey } from './note-key.ts'
import { platformSuite } from './platform-suite.ts'
import type { Receipt } from './receipt.ts'
import { parseRowProof, verifyRow } from './row-proof.ts'
import { decodeUtf8 } from './utf8.ts'
import { VerificationError, verificationMessages } from './verification-error.ts'
import { verifyReceipt } from './verify-receipt.ts'

/** Where the command reads and writes: the process's own, or a test's. */
export type CliDoor = {
  readFile(path: string): Uint8Array
  out(text: string): void
  err(text: string): void
}

const exit = { valid: 0, notValid: 1, usage: 2 } as const

class UsageError extends Error {}

/** Answers with the exit code: 0 valid, 1 not valid, 2 the command could not be understood or a file not read. */
export function runCli(args: readonly string[], door: CliDoor): number {
  try {
    door.out(answer(args, door))
    return exit.valid
  } catch (error) {
    if (error instanceof UsageError) {
      door.err(`${error.message}\n\n${helpText}`)
      return exit.usage
    }
    if (!(error instanceof VerificationError)) throw error
    const { en, zh } = verificationMessages[error.code]
    door.err(`NOT VALID: ${en} [${error.message}]\n无效：${zh}\n`)
    return exit.notValid
  }
}

export function main(args: readonly string[]): number {
  return runCli(args, {
    readFile: (path) => readFileSync(path),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  })
}

function answer(args: readonly string[], door: CliDoor): string {
  const { values, positionals } = parseArguments(args)
  const [command, file, ...more] = positionals
  if (values.help) return helpText
  if (more.length > 0) throw new UsageError('Too many arguments. 参数过多。')
  if (command === 'receipt') return answerReceipt(required(file, 'FILE'), values, door)
  if (command === 'row' && file === undefined) return answerRow(values, door)
  throw new UsageError('Say what to check: receipt or row. 请说明要验证的对象：receipt 或 row。')
}

type Options = { key?: string; receipt?: string; row?: string; proof?: string }

function answerReceipt(file: string, { key, receipt, row, proof }: Options, door: CliDoor): string {
  if (receipt !== undefined || row !== undefined || proof !== undefined) {
    throw new UsageError('receipt takes FILE and --key only. receipt 只接受 FILE 和 --key。')
  }
  const checked = checkReceipt(file, key, door)
  return (
    `VALID: ${checked.node} has signed this receipt for batch ${checked.batch}.\n` +
    `有效：该回执由 ${checked.node} 就批次 ${checked.batch} 签发。\n${describe(checked)}`
  )
}

function answerRow({ key, receipt, row, proof }: Options, door: CliDoor): string {
  const [receiptFile, rowFile, proofFile] = [
    required(receipt, '--receipt'),
    required(row, '--row'),
    required(proof, '--proof'),
  ]
  const checked = checkReceipt(receiptFile, key, door)
  const rowProof = parseRowProof(read(proofFile, door))
  verifyRow(platformSuite, checked, read(rowFile, door), rowProof)
  const place = rowProof.index + 1
  return (
    `VALID: this is row ${place} of ${checked.rows} in batch ${checked.batch}, received by ${checked.node}.\n` +
    `有效：该行是 ${checked.node} 所收批次 ${checked.batch} 的第 ${place} 行（共 ${checked.rows} 行）。\n`
  )
}

function checkReceipt(file: string, key: string | undefined, door: CliDoor): Receipt {
  const verifierKey = findKey(required(key, '--key'), door)
  return verifyReceipt(platformSuite, read(file, door), verifierKey)
}

/** A key that cannot be read is the asker's mistake, and says nothing about the receipt. */
function findKey(keyOrFile: string, door: CliDoor): string {
  const isKey = /\+[0-9a-f]{8}\+/.test(keyOrFile)
  try {
    const text = isKey ? keyOrFile : decodeUtf8(read(keyOrFile, door)).trim()
    parseVerifierKey(platformSuite, text)
    return text
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error
    const { en, zh } = verificationMessages[error.code]
    throw new UsageError(`--key: ${en} ${zh}`)
  }
}

function describe(receipt: Receipt): string {
  return Object.entries(receipt)
    .map(([field, value]) => `  ${field}: ${value ?? '-'}\n`)
    .join('')
}

function required(value: string | undefined, name: string): string {
  if (value === undefined) throw new UsageError(`${name} is missing. 缺少 ${name}。`)
  return value
}

function read(path: string, door: CliDoor): Uint8Array {
  try {
    return door.readFile(path)
  } catch {
    // Absent, forbidden, a folder: to the asker it is the same, and the name is their own.
    throw new UsageError(`Cannot read ${path}. 无法读取 ${path}。`)
  }
}

function parseArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        key: { type: 'string' },
        receipt: { type: 'string' },
        row: { type: 'string' },
        proof: { type: 'string' },
      },
    })
  } catch {
    throw new UsageError('Unknown option, or an option without its value. 选项未知或缺少取值。')
  }
}
