// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

// Writes docs/errors.md from the tables of the built program. Use: npm run build && node scripts/write-errors.js
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { errorsDocument, tableFile } from './errors-document.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const paths = ['packages/platform', 'packages/verify'].flatMap((folder) =>
  readdirSync(join(root, folder, 'src'), { recursive: true })
    .map((name) => `${folder}/src/${name.replaceAll('\\', '/')}`)
    .filter((path) => tableFile.test(path) || path === 'packages/verify/src/verification-error.ts'),
)
const files = []
for (const path of paths.sort()) {
  const built = join(root, path.replace('/src/', '/dist/').replace(/\.ts$/, '.js'))
  if (!existsSync(built)) {
    process.stderr.write(`Not built yet: ${path}. Run npm run build first.\n`)
    process.exit(1)
  }
  files.push({ path, exported: await import(pathToFileURL(built).href) })
}
const catalogue = await import(
  pathToFileURL(join(root, 'packages/platform/dist/modules/catalogue/index.js')).href
)
const types = catalogue.describeRules(await catalogue.loadCatalogue(join(root, 'catalogue/cn')))
writeFileSync(join(root, 'docs/errors.md'), errorsDocument(files, types))
