// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

// No import from node_modules here: before the installation there is none.
import { spawn } from 'node:child_process'
import { root, writeInstallStamp } from './stale.js'

let installing

/**
 * Installs what the lock file names. The build and the tests need the development packages too, whatever NODE_ENV says.
 * @returns {Promise<boolean>} false when npm failed; what it said is on the terminal
 */
export async function install() {
  process.stdout.write('安装依赖 / installing what the lock file names …\n')
  const code = await runNpm(['ci', '--include=dev', '--no-fund', '--no-audit'])
  if (code === 0) writeInstallStamp()
  return code === 0
}

/** Stops the installation in hand; for the program that is itself told to stop. */
export function abandonInstall(signal) {
  installing?.kill(signal)
}

function runNpm(words) {
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
