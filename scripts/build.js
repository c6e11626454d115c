// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fingerprint, hasOutputs, isBuildStale, root, writeBuildStamp } from './stale.js'

/**
 * @param portal false: only what the tests run on; the next start still finds the build stale
 * @returns {Promise<boolean>} false when a step failed; what it said is on the terminal, whole
 */
export async function build({ portal = true } = {}) {
  const before = fingerprint()
  // After a deleted dist, tsc would trust its own notes and write nothing.
  const force = hasOutputs() ? [] : ['--force']
  const compiling = [
    {
      title: '编译 / compiling verify, platform',
      program: programOf('typescript', 'bin/tsc', root),
      args: ['-b', ...force, 'packages/verify', 'packages/platform'],
      folder: root,
    },
    {
      title: "生成接口类型 / generating the portal's client types",
      program: programOf('openapi-typescript', 'bin/cli.js', join(root, 'packages/portal')),
      args: ['packages/platform/openapi.json', '-o', 'packages/portal/src/api/__generated__/schema.ts'],
      folder: root,
    },
  ]
  const bundling = () => [
    {
      title: '打包网页 / bundling portal',
      program: programOf('vite', 'bin/vite.js', join(root, 'packages/portal')),
      args: ['build', '--logLevel', 'warn'],
      folder: join(root, 'packages/portal'),
    },
  ]
  for (const step of portal ? [...compiling, ...bundling()] : compiling)
    if (!(await runStep(step))) return false
  if (portal) writeBuildStamp(before)
  return true
}

/** One line a step with its seconds; its own output only when it failed. */
async function runStep({ title, program, args, folder }) {
  const startedAt = performance.now()
  const { code, text } = await run(program, args, folder)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  const failed = code !== 0
  process.stdout.write(`${title} … ${failed ? '失败 / failed, ' : ''}${seconds} s\n`)
  if (failed) process.stderr.write(text)
  return !failed
}

let current

function run(program, args, folder) {
  return new Promise((settle, fail) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    current = child
    const chunks = []
    child.stdout.on('data', (chunk) => chunks.push(chunk))
    child.stderr.on('data', (chunk) => chunks.push(chunk))
    child.once('error', fail)
    child.once('close', (code) => {
      current = undefined
      settle({ code, text: Buffer.concat(chunks).toString('utf8') })
    })
  })
}

/** Stops the step in hand; for the program that is itself told to stop. */
export function abandonBuild() {
  current?.kill()
}

/** Some packages do not export their programs: they are found beside the manifest. */
export function programOf(name, file, from) {
  const manifest = createRequire(join(from, 'package.json')).resolve(`${name}/package.json`)
  return join(dirname(manifest), file)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const onlyIfStale = process.argv.includes('--if-stale')
  const portal = !process.argv.includes('--no-portal')
  if (!(onlyIfStale && !isBuildStale())) process.exitCode = (await build({ portal })) ? 0 : 1
}
