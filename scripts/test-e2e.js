// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

// Journeys of people through the portal, in a real Chromium against a running node.
// PROBITY_E2E_URL: a node that runs already; without it one is started on a data folder of its own.
// PROBITY_E2E_DATA: the data folder of that node, for the keys of its demo bodies.
// CHROMIUM: the browser to use.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { watchPage } from '../packages/portal/e2e/watched-page.js'

const root = join(import.meta.dirname, '..')
const journeysIn = join(root, 'packages/portal/e2e')
const READY_WITHIN_MS = 300_000
const STOPPED_WITHIN_MS = 30_000
const STEP_WITHIN_MS = 15_000

const browserArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-quic',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
]

process.exitCode = await main()

async function main() {
  const executablePath = findBrowser()
  if (!executablePath) {
    console.error(
      '未找到 Chromium：请安装（Debian：apt-get install chromium fonts-noto-cjk），或用 CHROMIUM 指明其路径。',
    )
    console.error(
      'No Chromium found: install one (Debian: apt-get install chromium fonts-noto-cjk) or name it in CHROMIUM.',
    )
    return 1
  }
  const node = process.env.PROBITY_E2E_URL
    ? {
        base: process.env.PROBITY_E2E_URL,
        folder: process.env.PROBITY_E2E_DATA ?? 'var',
        stop: async () => {},
      }
    : await startNode()
  if (!node) return 1
  try {
    const browser = await chromium.launch({ executablePath, args: browserArgs })
    try {
      return await runJourneys(browser, new URL('/', node.base).href, node.folder)
    } finally {
      await browser.close()
    }
  } finally {
    await node.stop()
  }
}

function findBrowser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const onPath = (process.env.PATH ?? '')
    .split(':')
    .flatMap((folder) => names.map((name) => join(folder, name)))
  const usual = names.map((name) => join('/usr/bin', name))
  const given = process.env.CHROMIUM
  if (given) return isRunnable(given) ? given : undefined
  return [...onPath, ...usual].find(isRunnable)
}

/** Some systems ship a name that only tells how to get the browser. */
function isRunnable(path) {
  return existsSync(path) && spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0
}

async function runJourneys(browser, base, folder) {
  const keyOf = (code) => readFileSync(join(folder, 'keys', `${code}.key`), 'utf8').trim()
  const files = readdirSync(journeysIn)
    .filter((name) => name.endsWith('.e2e.js'))
    .sort()
  let [passed, failed] = [0, 0]
  for (const file of files) {
    const journey = await import(pathToFileURL(join(journeysIn, file)).href)
    const startedAt = performance.now()
    const faults = await runJourney(browser, base, journey, keyOf)
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    console.log(`${faults.length === 0 ? '✓' : '✗'} ${journey.title} (${seconds} s)`)
    for (const fault of faults) console.log(`    ${fault.replaceAll('\n', '\n    ')}`)
    if (faults.length === 0) passed++
    else failed++
  }
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 && passed > 0 ? 0 : 1
}

/** Each journey has a browser context of its own: nothing is remembered from the one before. */
async function runJourney(browser, base, journey, keyOf) {
  const context = await browser.newContext({ ...journey.view, reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.setDefaultTimeout(STEP_WITHIN_MS)
  const faults = await watchPage(page, base)
  try {
    await journey.run({ page, base, keyOf })
  } catch (error) {
    faults.push(`${error.message}\n(at ${page.url()})`)
  } finally {
    await context.close()
  }
  return faults
}

async function startNode() {
  const folder = mkdtempSync(join(tmpdir(), 'probity-e2e-'))
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const child = spawn(
    process.execPath,
    [join(root, 'scripts/start.js'), '--data', folder, '--port', String(port)],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const said = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk))
  const ended = new Promise((settle) => child.once('exit', settle))
  const stop = async () => {
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS)
    await ended
    clearTimeout(timer)
    rmSync(folder, { recursive: true, force: true })
  }
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void stop().then(() => process.exit(1)))
  if (await isReady(base, child)) return { base, folder, stop }
  console.error('节点没有就绪，它的输出如下。 The node did not become ready; it said:')
  console.error(Buffer.concat(said).toString('utf8'))
  await stop()
  return undefined
}

/** Ready is when it answers and its demo world stands. */
async function isReady(base, child) {
  const until = Date.now() + READY_WITHIN_MS
  while (Date.now() < until && child.exitCode === null) {
    if (
      (await answers(`${base}/readyz`)) &&
      (await answers(`${base}/v1/public/status`))?.examples?.length > 0
    )
      return true
    await new Promise((settle) => setTimeout(settle, 500))
  }
  return false
}

async function answers(address) {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(5000) })
    return response.ok ? await response.json() : undefined
  } catch {
    // Not listening yet: asked again shortly.
    return undefined
  }
}

function freePort() {
  return new Promise((settle, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => settle(port))
    })
  })
}
