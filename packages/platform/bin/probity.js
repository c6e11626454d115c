#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { existsSync } from 'node:fs'

const compiled = new URL('../dist/cli/main.js', import.meta.url)
if (!existsSync(compiled)) {
  process.stderr.write('尚未构建，请先运行 npm run build。\nNot built yet: run npm run build first.\n')
  process.exit(2)
}
const { main } = await import(compiled.href)
process.exitCode = await main(process.argv.slice(2))
