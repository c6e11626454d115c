// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

const installStamp = join(root, 'node_modules/.probity-lock')
const buildStamp = join(root, 'node_modules/.probity-build')

/** What a build must have left behind; without one of them it is stale whatever the stamp says. */
const outputs = [
  'packages/verify/dist/index.js',
  'packages/platform/dist/cli/main.js',
  'packages/portal/dist/index.html',
]

/** What the build reads besides the files directly in a package (its index.html and configurations). */
const sourceFolders = ['verify/src', 'platform/src', 'portal/src', 'portal/public', 'portal/scripts']

/** True when node_modules does not hold what the lock file names. */
export function isInstallStale() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  if (readStamp(installStamp) === digest(lock)) return false
  if (!isInstalled(JSON.parse(lock.toString('utf8')))) return true
  writeInstallStamp()
  return false
}

export function writeInstallStamp() {
  writeFileSync(installStamp, digest(readFileSync(join(root, 'package-lock.json'))))
}

/** An `npm install` by hand leaves no stamp of ours; npm's own note says what it has put there. */
function isInstalled(lock) {
  const note = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(note)) return false
  const installed = JSON.parse(readFileSync(note, 'utf8')).packages
  return Object.entries(lock.packages).every(
    ([place, { version, optional, link }]) =>
      !place.startsWith('node_modules/') || optional || link || installed[place]?.version === version,
  )
}

export function hasOutputs() {
  return outputs.every((file) => existsSync(join(root, file)))
}

/** True when a source changed, came or went since the last build. */
export function isBuildStale() {
  return !hasOutputs() || readStamp(buildStamp) !== fingerprint()
}

/** @param before the fingerprint taken before the build: a file saved meanwhile makes the next check stale. */
export function writeBuildStamp(before) {
  writeFileSync(buildStamp, before)
}

/** Names, sizes and times of everything the build reads; no file is opened, so it takes milliseconds. */
export function fingerprint() {
  const files = ['package-lock.json', 'tsconfig.base.json']
  for (const name of ['verify', 'platform', 'portal']) files.push(...filesIn(`packages/${name}`, false))
  for (const folder of sourceFolders) files.push(...filesIn(`packages/${folder}`, true))
  const lines = files.filter(isSource).sort().map(describe)
  return digest(lines.join('\n'))
}

function describe(file) {
  const { size, mtimeMs } = statSync(join(root, file))
  return `${file} ${size} ${mtimeMs}`
}

function filesIn(folder, recursive) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
}

/** Tests are not built, and what the build itself writes must not make it stale. */
function isSource(file) {
  return !/\.test\.tsx?$|__generated__|\.tsbuildinfo$|\.md$/.test(file)
}

function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

function digest(content) {
  return createHash('sha256').update(content).digest('hex')
}
