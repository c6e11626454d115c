// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

// No import from node_modules here: before the installation there is none.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  fail(
    `需要 Node.js 20.19 或更新版本，当前为 ${process.versions.node}。`,
    `Node.js 20.19 or later is needed; this is ${process.versions.node}.`,
  )
}

const { isBuildStale, isInstallStale, root } = await import('./stale.js')
const { abandonInstall, install } = await import('./install.js')
const { abandonBuild, build } = await import('./build.js')

let told
const onSignal = (signal) => {
  told = signal
  abandonInstall(signal)
  abandonBuild()
}
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }
for (const signal of Object.keys(signals)) process.on(signal, onSignal)

if (isInstallStale()) {
  const installed = await install()
  stopIfTold()
  if (!installed) fail('依赖安装失败，原因见上。', 'The installation failed, see above.')
}
if (isBuildStale()) {
  const built = await build()
  stopIfTold()
  if (!built) fail('构建失败，原因见上。', 'The build failed, see above.')
}
stopIfTold()

// From here on the node itself answers signals: everything runs in this one process.
for (const signal of Object.keys(signals)) process.off(signal, onSignal)
const { main } = await import(pathToFileURL(join(root, 'packages/platform/dist/cli/main.js')).href)
process.exit(await main(['start', ...process.argv.slice(2)]))

function stopIfTold() {
  if (told) process.exit(signals[told])
}

function fail(zh, en) {
  process.stderr.write(`${zh}\n${en}\n`)
  process.exit(1)
}
