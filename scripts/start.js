// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

// No import from node_modules here: before the installation there is none.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  fail(
    `需要 Node.js 20.19 或更新版本，当前为 ${process.versions.node}。`,
    `Node.js 20.19 or later is needed; this is ${process.versions.node}.`,
  )
}

const { isBuildStale, isInstallStale, root, writeInstallStamp } = await import('./stale.js')
const { abandonBuild, build } = await import('./build.js')

let installing
let told
const onSignal = (signal) => {
  told = signal
  installing?.kill(signal)
  abandonBuild()
}
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }
for (const signal of Object.keys(signals)) process.on(signal, onSignal)

if (isInstallStale()) {
  process.stdout.write('安装依赖 / installing what the lock file names …\n')
  const code = await install()
  stopIfTold()
  if (code !== 0) fail('依赖安装失败，原因见上。', 'The installation failed, see above.')
  writeInstallStamp()
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

/** The build needs the development packages too, whatever NODE_ENV says. */
function install() {
  const words = ['ci', '--include=dev', '--no-fund', '--no-audit']
  const byNpm = process.env.npm_execpath
  const [program, args] = byNpm ? [process.execPath, [byNpm, ...words]] : ['npm', words]
  return new Promise((settle) => {
    installing = spawn(program, args, {
      cwd: root,
      stdio: 'inherit',
      shell: !byNpm && process.platform === 'win32',
    })
    installing.once('error', () => settle(1))
    installing.once('close', (code) => {
      installing = undefined
      settle(code)
    })
  })
}

function stopIfTold() {
  if (told) process.exit(signals[told])
}

function fail(zh, en) {
  process.stderr.write(`${zh}\n${en}\n`)
  process.exit(1)
}
