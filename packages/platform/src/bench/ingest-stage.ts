// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/** What happens to a row, in its order; `rest` belongs to no row: the event loop, messages, clearing memory. */
export const ingestStages = ['parse', 'gate', 'resolve', 'seal', 'stage', 'merge', 'rest'] as const
export type IngestStage = (typeof ingestStages)[number]

type Rule = readonly [looksLike: RegExp, stage: IngestStage]

/** By file and function, as `dist/modules/records/record-store.js copyStaged`: the first that fits decides. */
const rules: readonly Rule[] = [
  // Files that hold two stages: of these the functions are told apart.
  [/ (copyStaged|encodeStaged|#staged|#contentMac|#face)$/, 'stage'],
  [/ (#seal|sealContent)$/, 'seal'],
  [/\/collection\/(rows|workbook)\/|\/collection\/(record-splitter|open-batch-rows|encoding-guess)/, 'parse'],
  [/\/modules\/files\//, 'parse'],
  [/\/collection\/seal-rows|\/records\/sealed-content|\/modules\/key-store\//, 'seal'],
  [/\/collection\/stage-rows|\/records\/staged-/, 'stage'],
  [/\/collection\/resolve-rows|\/records\/find-held|\/subjects\/(resolve-subjects|subject-store)/, 'resolve'],
  [/\/modules\/(catalogue|identifiers)\//, 'gate'],
  [/\/collection\/(judg|compile-judge|find-|stored-check|furnisher-rules|row-number|keep-findings)/, 'gate'],
  [/\/collection\/finding-store/, 'gate'],
  [/\/collection\/kept-runs/, 'stage'],
  [/\/modules\/records\/|\/subjects\/(link|flat|remember)/, 'merge'],
  [/\/collection\/(keep-outcomes|settle-quarantine|quarantine-store|batch-store)/, 'merge'],
]

/** Undefined: the function works for whoever called it. */
export function stageOfFunction(url: string, name: string): IngestStage | undefined {
  const place = `${url} ${name}`
  return rules.find(([looksLike]) => looksLike.test(place))?.[1]
}

/** By how a statement begins and what it touches: the first that fits decides. */
const statements: readonly Rule[] = [
  // How far the batch is: whoever waits for it asks.
  [/^\s*select (coalesce\(sum|code, weight|state, count)/i, 'rest'],
  [/ as (asked|a) \([^)]*\bplace\b|batch_faults|batch_fault_runs/i, 'gate'],
  [/ as asked \(|into (identifiers|subjects)\b|(subject|epoch)_keys/i, 'resolve'],
  [/^\s*(copy|create temporary table)/i, 'stage'],
  [
    /staged_|ending_records|record_(versions|keys|editions)|subject_names|ticks|batch_chunks|^commit/i,
    'merge',
  ],
]

export function stageOfStatement(text: string): IngestStage {
  return statements.find(([looksLike]) => looksLike.test(text))?.[1] ?? 'rest'
}

export type Shares = Readonly<Record<IngestStage, number>>

export function noShares(): Record<IngestStage, number> {
  return { parse: 0, gate: 0, resolve: 0, seal: 0, stage: 0, merge: 0, rest: 0 }
}
