// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { parseTilePath, VerificationError } from '@probity/verify'
import type { LogFolder } from './log-folder.ts'

/** One resource of a log as C2SP tlog-tiles serves it. */
export type LogResource = {
  readonly bytes: Buffer
  readonly contentType: string
  readonly cacheControl: string
  /** Bundles hold text, and compress; hashes do not. */
  readonly compressible: boolean
}

/** By its path below the log's address; undefined for whatever is not a resource of the log, or is not there. */
export async function findLogResource(folder: LogFolder, path: string): Promise<LogResource | undefined> {
  if (path === 'checkpoint') {
    const note = await folder.readCheckpoint()
    return note === undefined ? undefined : checkpointResource(note)
  }
  const kind = kindOf(path)
  // Only a path that is exactly one of the log's reaches the disk.
  const bytes = kind && (await folder.read(path))
  return bytes && kind
    ? {
        bytes,
        contentType: 'application/octet-stream',
        cacheControl: 'public, max-age=31536000, immutable',
        compressible: kind === 'entries',
      }
    : undefined
}

export function checkpointResource(note: string): LogResource {
  return {
    bytes: Buffer.from(note),
    contentType: 'text/plain; charset=utf-8',
    cacheControl: 'public, max-age=1',
    compressible: false,
  }
}

/** Beside what C2SP lays out: the file that `probity-verify key` reads. */
export function handoversResource(text: string): LogResource {
  return {
    bytes: Buffer.from(text),
    contentType: 'application/json; charset=utf-8',
    cacheControl: 'public, max-age=1',
    compressible: true,
  }
}

function kindOf(path: string): 'hashes' | 'entries' | undefined {
  try {
    return parseTilePath(path).kind
  } catch (error) {
    if (error instanceof VerificationError) return undefined
    throw error
  }
}
