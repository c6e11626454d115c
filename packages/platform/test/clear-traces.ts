// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeGb18030 } from '../src/demo/encode-gb18030.ts'

export type Trace = { readonly of: string; readonly as: string; readonly bytes: Buffer }

/** Every form in which a text could lie about and be read by whoever finds it. */
export function tracesOf(of: string): Trace[] {
  const utf8 = Buffer.from(of)
  const plain: [string, Buffer][] = [
    ['UTF-8', utf8],
    ['GB18030', Buffer.from(encodeGb18030(of))],
    ['UTF-16LE', Buffer.from(of, 'utf16le')],
    ['UTF-16BE', Buffer.from(of, 'utf16le').swap16()],
    ['JSON escapes', Buffer.from([...of].map(jsonEscape).join(''))],
    ['percent signs', Buffer.from(encodeURIComponent(of))],
  ]
  const forms = plain.flatMap(([as, bytes]): [string, Buffer][] => [
    [as, bytes],
    [`${as} in hex`, Buffer.from(bytes.toString('hex'))],
    [`${as} in HEX`, Buffer.from(bytes.toString('hex').toUpperCase())],
    ...base64Forms(bytes).map((text, at): [string, Buffer] => [`${as} in base64+${at}`, Buffer.from(text)]),
  ])
  const distinct = new Map(forms.map(([as, bytes]) => [bytes.toString('latin1'), { of, as, bytes }]))
  return [...distinct.values()]
}

function jsonEscape(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}

/** As base64 shows the bytes at each of its three alignments, without the edges that depend on the neighbours. */
function base64Forms(bytes: Buffer): string[] {
  const inner = (lead: number): string => {
    const text = Buffer.concat([Buffer.alloc(lead), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    return text.slice(lead === 0 ? 0 : lead + 1, bytes.length % 3 === (3 - lead) % 3 ? text.length : -1)
  }
  return [0, 1, 2].map(inner)
}

export function findTraces(where: string, bytes: Buffer, traces: readonly Trace[]): string[] {
  return traces.filter((trace) => bytes.includes(trace.bytes)).map(({ of, as }) => `${where}: ${of} as ${as}`)
}

/** Every file under a folder; those that go while we look were not there. */
export function* filesUnder(folder: string): Generator<{ readonly path: string; readonly bytes: Buffer }> {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    yield { path: path.slice(folder.length + 1), bytes: readFileSync(path) }
  }
}
