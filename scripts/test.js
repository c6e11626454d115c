// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

// `npm test`, from a fresh clone with only Node and npm: formatting, lint, types, then every test on a real PostgreSQL.
// No import from node_modules here: before the installation there is none.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { abandonBuild, build, programOf } from './build.js'
import { abandonInstall, install } from './install.js'
import { isBuildStale, isInstallStale, root } from './stale.js'

let passed = 0
let failed = 0
let told
let running

// What was started is told to stop and waited for: the tests have a database server to put away.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    told = signal
    abandonInstall(signal)
    abandonBuild()
    running?.kill(signal)
  })
}

const ready = (await setUp()) && !told
if (ready) {
  await check('格式与规范 / formatting and lint', '@biomejs/biome', 'bin/biome', [
    'ci',
    '--colors=off',
    '--diagnostic-level=error',
  ])
  await check('类型 / types', 'typescript', 'bin/tsc', [
    '--noEmit',
    '-p',
    'packages/platform/tsconfig.test.json',
  ])
  await runTests(process.argv.slice(2))
} else {
  failed++
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 && !told ? 0 : 1)

async function setUp() {
  if (isInstallStale() && !(await install())) return false
  return !isBuildStale() || (await build({ portal: false }))
}

/** One line when it is well; what it said when it is not. Counts as one test. */
async function check(title, name, file, args) {
  if (told) return
  const { code, text } = await run(programOf(name, file, root), args, 'pipe')
  if (code === 0) passed++
  else failed++
  console.log(`${code === 0 ? '✓' : '✗'} ${title}`)
  if (code !== 0) console.log(text)
}

/** @param filters what vitest takes to run a part: names of files, `-t` and a name, … */
async function runTests(filters) {
  if (told) return
  const folder = mkdtempSync(join(tmpdir(), 'probity-results-'))
  const results = join(folder, 'results.json')
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${results}`, ...filters]
  const { code } = await run(programOf('vitest', 'vitest.mjs', root), args, 'inherit')
  const counted = existsSync(results) ? countResults(JSON.parse(readFileSync(results, 'utf8'))) : [0, 0]
  rmSync(folder, { recursive: true, force: true })
  passed += counted[0]
  // An error outside any test, or a run that did not come to its end, is a failure too.
  failed += code !== 0 && counted[1] === 0 ? 1 : counted[1]
}

/** A file that could not even be read has failed as one test. */
function countResults({ numPassedTests, numFailedTests, testResults }) {
  const unread = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  )
  return [numPassedTests, numFailedTests + unread.length]
}

function run(program, args, output) {
  return new Promise((settle, fail) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: root,
      stdio: ['ignore', output, output],
    })
    running = child
    const chunks = []
    child.stdout?.on('data', (chunk) => chunks.push(chunk))
    child.stderr?.on('data', (chunk) => chunks.push(chunk))
    child.once('error', fail)
    child.once('close', (code) => {
      running = undefined
      settle({ code: code ?? 1, text: Buffer.concat(chunks).toString('utf8') })
    })
  })
}
