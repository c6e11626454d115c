// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/** What one line may cost in memory; the bytes beyond are read and dropped. */
export const LINE_BYTES_MAX = 8 * 1024 * 1024

const NEWLINE = 0x0a
const CARRIAGE_RETURN = 0x0d

/**
 * The lines of each chunk together, so that a caller can answer a chunk with one write. Bytes that are no UTF-8
 * become U+FFFD; a final newline begins no line; the byte order mark in front goes.
 */
export async function* readLines(input: NodeJS.ReadableStream): AsyncGenerator<string[]> {
  const open = new OpenLine()
  for await (const chunk of input) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    const lines: string[] = []
    let from = 0
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, from)) {
      open.add(bytes.subarray(from, at))
      lines.push(open.close())
      from = at + 1
    }
    open.add(bytes.subarray(from))
    if (lines.length > 0) yield lines
  }
  if (!open.isEmpty) yield [open.close()]
}

class OpenLine {
  #parts: Uint8Array[] = []
  #bytes = 0
  #first = true

  get isEmpty(): boolean {
    return this.#bytes === 0
  }

  // Peer-controlled: a line without an end must not fill the memory.
  add(part: Uint8Array): void {
    const room = LINE_BYTES_MAX - this.#bytes
    const kept = part.length > room ? part.subarray(0, room) : part
    if (kept.length === 0) return
    this.#parts.push(kept)
    this.#bytes += kept.length
  }

  close(): string {
    const line =
      this.#parts.length === 1 ? Buffer.from(this.#parts[0] as Uint8Array) : Buffer.concat(this.#parts)
    this.#parts = []
    this.#bytes = 0
    const end = line[line.length - 1] === CARRIAGE_RETURN ? line.length - 1 : line.length
    const text = line.toString('utf8', 0, end)
    const clean = this.#first && text.startsWith('\uFEFF') ? text.slice(1) : text
    this.#first = false
    return clean
  }
}
