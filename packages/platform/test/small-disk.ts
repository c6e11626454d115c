// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { NodeFile } from '../src/app.ts'

const program = fileURLToPath(new URL('../bin/probity.js', import.meta.url))
/** Puts a small disk of its own on the folder, which only this process and its children see, and becomes the node. */
const MOUNT = 'mount -t tmpfs -o "size=$1,mode=700" tmpfs "$0" && shift && exec "$@"'

/** A real node, as `probity start` runs it, whose data folder is a real disk that can be full. */
export type NodeOnSmallDisk = {
  readonly url: string
  readonly file: NodeFile
  /** Leaves so many bytes, or not one. */
  fill(leaving?: number): void
  makeRoom(): void
  filesIn(folder: string): Promise<string[]>
  isAlive(): boolean
  log(): string
  stop(): Promise<void>
}

/** Why no such disk can be had here, null where it can: a test without one is skipped, and says so. */
export function whyNoSmallDisk(): string | null {
  const { status, stderr, error } = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'])
  if (status === 0) return null
  return `no disk can be mounted here, a full one is not tested: ${error?.message ?? String(stderr).trim()}`
}

export async function startOnSmallDisk(
  dataDir: string,
  size: string,
  env: Readonly<Record<string, string>> = {},
): Promise<NodeOnSmallDisk> {
  await mkdir(dataDir, { recursive: true })
  const node = [process.execPath, program, 'start', '--data', dataDir, '--port', '0', '--empty']
  const child = spawn('unshare', ['-rm', '/bin/sh', '-c', MOUNT, dataDir, size, ...node], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += String(part)))
  const ended = new Promise<void>((settle) => child.once('exit', () => settle()))
  // The disk is mounted for the node alone; here it is seen through the node's own root.
  const seen = (name: string): string => join(`/proc/${child.pid}/root`, dataDir, name)
  const file = await untilServing(child, seen('node.json'), () => said)
  return {
    url: file.url,
    file,
    fill: (leaving = 0) => fillUp(seen('ballast'), leaving),
    makeRoom: () => rmSync(seen('ballast')),
    filesIn: (folder) => readdir(seen(folder)).catch(() => []),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    log: () => said,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function untilServing(child: ChildProcess, nodeFile: string, said: () => string): Promise<NodeFile> {
  for (let n = 0; n < 1_200 && child.exitCode === null; n++) {
    const text = await readFile(nodeFile, 'utf8').catch(() => '')
    if (text.endsWith('\n')) return JSON.parse(text) as NodeFile
    await delay(100)
  }
  throw new Error(`the node does not serve: ${said()}`)
}

function fillUp(ballast: string, leaving: number): void {
  const file = openSync(ballast, 'a', 0o600)
  try {
    for (const part of [Buffer.alloc(1_048_576), Buffer.alloc(4096)])
      while (freeBytes(ballast) > leaving + part.length) writeSync(file, part)
    if (leaving === 0) while (writeSync(file, Buffer.alloc(4096)) > 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(file)
  }
}

function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path)
  return bavail * bsize
}
