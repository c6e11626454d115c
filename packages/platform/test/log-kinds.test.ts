// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { absolute } from './source-files.ts'

const QUEUE = 'packages/platform/src/modules/transparency-log/queue-entry.ts'

type KindWords = Record<string, readonly [title: string, about: string]>

function kindsOf(source: string): string[] {
  const [union = ''] = /export type EntryKind =(?:\s*\| '[^']+')+/.exec(source) ?? []
  return [...union.matchAll(/'([^']+)'/g)].map(([, kind = '']) => kind)
}

async function wordsOf(language: 'zh' | 'en'): Promise<KindWords> {
  const file = pathToFileURL(absolute(`packages/portal/src/i18n/log-${language}.ts`)).href
  const [messages] = Object.values((await import(file)) as Record<string, { kinds: KindWords }>)
  return messages?.kinds ?? {}
}

test.each(['zh', 'en'] as const)(
  'every kind of log entry is told to the public in words: %s',
  async (language) => {
    const kinds = kindsOf(readFileSync(absolute(QUEUE), 'utf8'))
    expect(kinds.length).toBeGreaterThan(5)
    const words = await wordsOf(language)
    const untold = kinds.filter((kind) => (words[kind] ?? []).filter((text) => text.length > 1).length !== 2)
    expect(untold, `add them to kinds of packages/portal/src/i18n/log-${language}.ts`).toEqual([])
  },
)
