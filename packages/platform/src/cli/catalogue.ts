// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Language } from '../kernel/messages.ts'
import { type Catalogue, getRecordType, inspectCatalogue, loadCatalogue } from '../modules/catalogue/index.ts'
import { catalogueText, recordTypeText } from './catalogue-text.ts'
import type { CliIo, Command } from './command.ts'

// From src/cli and from dist/cli alike.
export const ownCatalogueFolder = fileURLToPath(new URL('../../../../catalogue/cn', import.meta.url))

const usage = `probity catalogue check [--folder DIR]
probity catalogue show [TYPE] [--folder DIR] [--json] [--language zh|en]

  check   reads every file and tells all problems, each with file and place
  show    the record types, or one of them: fields, labels, basis, terms of publicity

  Exit: 0 valid or shown, 1 not valid or unknown type, 2 wrong use.`

export const catalogueCommand: Command = {
  name: 'catalogue',
  summary: { zh: '检查或查看公共信用信息目录', en: 'check or show the catalogue' },
  usage,
  run,
}

async function run(args: string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      folder: { type: 'string', default: ownCatalogueFolder },
      json: { type: 'boolean', default: false },
      language: { type: 'string', default: 'zh' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const [act, type, ...rest] = positionals
  if (values.help) {
    io.stdout.write(`${usage}\n`)
    return 0
  }
  const { language, folder, json } = values
  const known = act === 'show' || (act === 'check' && type === undefined)
  if (!known || rest.length > 0 || !isLanguage(language)) {
    io.stderr.write(`${usage}\n`)
    return 2
  }
  if (act === 'check') return check(folder, json, io)
  const catalogue = await loadCatalogue(folder)
  io.stdout.write(`${shown(catalogue, type, json, language)}\n`)
  return 0
}

function isLanguage(text: string): text is Language {
  return text === 'zh' || text === 'en'
}

async function check(folder: string, json: boolean, io: CliIo): Promise<number> {
  const { catalogue, problems } = await inspectCatalogue(folder)
  if (json) {
    const head = catalogue ? { version: catalogue.version, digest: catalogue.digest } : {}
    io.stdout.write(`${JSON.stringify({ valid: catalogue !== null, ...head, problems })}\n`)
    return catalogue ? 0 : 1
  }
  if (catalogue) {
    const { version, effectiveOn, digest } = catalogue
    io.stdout.write(`目录有效 valid  ${version}  ${effectiveOn}  sha256 ${digest}\n`)
    return 0
  }
  for (const { file, path, says } of problems) {
    io.stderr.write(`${file}${path === '' ? '' : `#${path}`}: ${says}\n`)
  }
  io.stderr.write(`${problems.length} 处问题 problem${problems.length === 1 ? '' : 's'}\n`)
  return 1
}

function shown(catalogue: Catalogue, code: string | undefined, json: boolean, language: Language): string {
  if (code === undefined) return json ? JSON.stringify(catalogue) : catalogueText(catalogue, language)
  const type = getRecordType(catalogue, code)
  return json ? JSON.stringify(type) : recordTypeText(catalogue, type, language)
}
