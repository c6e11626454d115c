// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { SaxesParser } from 'saxes'
import { refuse } from '../../../kernel/refusal.ts'
import { workbookLimits as limits } from './workbook-limits.ts'

/** Names come without their prefix: whoever wrote the file chose the prefixes. */
export type XmlReader = {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}

/**
 * Reads one part as it inflates. A document type, and with it every entity of its own, is refused; so is what nests
 * too deep and a single tag, text or comment without end.
 * @throws Refusal BATCH_XLSX_DAMAGED
 */
export async function readXml(source: AsyncIterable<Uint8Array>, reader: XmlReader): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const parser = new SaxesParser({ xmlns: false, position: false })
  let sinceToken = 0
  let depth = 0
  parser.on('error', () => {
    throw refuse('BATCH_XLSX_DAMAGED')
  })
  parser.on('doctype', () => {
    throw refuse('BATCH_XLSX_DAMAGED')
  })
  parser.on('opentag', (tag) => {
    sinceToken = 0
    if (++depth > limits.depthMax) throw refuse('BATCH_XLSX_DAMAGED')
    reader.open?.(localName(tag.name), tag.attributes)
  })
  parser.on('closetag', (tag) => {
    sinceToken = 0
    depth--
    reader.close?.(localName(tag.name))
  })
  const text = (content: string): void => {
    sinceToken = 0
    reader.text?.(content)
  }
  parser.on('text', text)
  parser.on('cdata', text)
  for await (const part of source) {
    for (let at = 0; at < part.length; at += PIECE) {
      const piece = part.subarray(at, at + PIECE)
      sinceToken += piece.length
      parser.write(decoder.decode(piece, { stream: true }))
      if (sinceToken > limits.tokenBytesMax) throw refuse('BATCH_XLSX_DAMAGED')
    }
  }
  parser.write(decoder.decode())
  parser.close()
}

const PIECE = 65_536

export function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

/** An attribute whatever its prefix. */
export function attributeOf(attributes: Readonly<Record<string, string>>, name: string): string | undefined {
  if (attributes[name] !== undefined) return attributes[name]
  const found = Object.keys(attributes).find((one) => localName(one) === name)
  return found === undefined ? undefined : attributes[found]
}
