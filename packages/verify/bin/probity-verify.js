#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { existsSync } from 'node:fs'

const cli = new URL('../dist/cli.js', import.meta.url)

if (existsSync(cli)) {
  const { main } = await import(cli.href)
  process.exitCode = main(process.argv.slice(2))
} else {
  process.stderr.write(
    'probity-verify is not built yet: run `npm run build`. 尚未构建，请运行 npm run build。\n',
  )
  process.exitCode = 2
}
