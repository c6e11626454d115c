// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CivilDate } from './civil-date.ts'
import { type LogLevel, type Parsed, type Setting, type SettingName, settings } from './config-settings.ts'
import type { Bilingual, Language } from './messages.ts'
import { refuse } from './refusal.ts'

/** Everything an operator may set, read once at the door and frozen. */
export type Config = {
  readonly dataDir: string
  readonly host: '127.0.0.1'
  readonly port: number
  /** Owner and migrator of a server of one's own; absent: the embedded PostgreSQL. */
  readonly databaseUrl?: string
  readonly appDatabaseUrl?: string
  readonly operatorDatabaseUrl?: string
  /** Owner and migrator of the key store; absent: a database of its own on the embedded server. */
  readonly keysDatabaseUrl?: string
  readonly appKeysDatabaseUrl?: string
  readonly demo: boolean
  /** Whether a node without data is filled with the demo world. */
  readonly demoWorld: boolean
  /** Where the demo clock starts; never set outside demo mode. */
  readonly today?: CivilDate
  readonly logLevel: LogLevel
  readonly spool: 'folder' | 'database'
  readonly spoolDays: number
  /** Threads; beyond what one database can store beside, more only wait for it. */
  readonly judges: number
  readonly uploadHours: number
  readonly sendingsAtOnce: number
  readonly gibPerDay: number
  /** The watched folder, when there is one. */
  readonly inbox?: string
  readonly inboxSeconds: number
  readonly tableSources?: string
  /** The file that says who witnesses the log. */
  readonly witnesses?: string
  /** Under which browsers reach the node; absent: where it listens. */
  readonly publicUrl?: string
  /** `off`, `demo`, or the file that names the identity provider. */
  readonly signIn: string
  readonly jurisdiction: string
  readonly sessionIdleMinutes: number
  readonly sessionHours: number
}

const repositoryRoot = fileURLToPath(new URL('../../../../', import.meta.url))

type Given = { readonly source: string; readonly text: string }
type Gathered = { readonly given: Map<SettingName, Given>; readonly problems: Bilingual[] }

/**
 * Flags win over the environment, the environment over the standard value.
 * @param argv the words after the command's name
 * @throws Refusal CONFIG_INVALID naming every bad setting at once
 */
export function loadConfig(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Config {
  const { given, problems } = gather(argv, env)
  const read = <T>(name: SettingName, setting: Setting<T>): T | undefined => {
    const from = given.get(name)
    const parsed: Parsed<T> | undefined = from && setting.parse(from.text)
    if (parsed && 'value' in parsed) return parsed.value
    if (from && parsed) problems.push(prefixed(from.source, parsed.wrong))
    return undefined
  }
  const dataDir = read('dataDir', settings.dataDir) ?? join(repositoryRoot, settings.dataDir.standard)
  const port = read('port', settings.port) ?? Number(settings.port.standard)
  const logLevel = read('logLevel', settings.logLevel) ?? 'info'
  const databaseUrl = read('databaseUrl', settings.databaseUrl)
  const appDatabaseUrl = read('appDatabaseUrl', settings.appDatabaseUrl)
  const operatorDatabaseUrl = read('operatorDatabaseUrl', settings.operatorDatabaseUrl)
  const keysDatabaseUrl = read('keysDatabaseUrl', settings.keysDatabaseUrl)
  const appKeysDatabaseUrl = read('appKeysDatabaseUrl', settings.appKeysDatabaseUrl)
  const today = read('today', settings.today)
  const demo = !given.has('noDemo')
  const witnesses = read('witnesses', settings.witnesses)
  const doors = readDoors(read, dataDir)
  const access = readAccess(read, demo)

  problems.push(...contradictions(given))
  if (problems.length > 0) throw invalid(problems)
  return Object.freeze({
    dataDir,
    host: '127.0.0.1',
    port,
    demo,
    demoWorld: demo && !given.has('empty'),
    logLevel,
    ...doors,
    ...access,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(appDatabaseUrl === undefined ? {} : { appDatabaseUrl }),
    ...(operatorDatabaseUrl === undefined ? {} : { operatorDatabaseUrl }),
    ...(keysDatabaseUrl === undefined ? {} : { keysDatabaseUrl }),
    ...(appKeysDatabaseUrl === undefined ? {} : { appKeysDatabaseUrl }),
    ...(today === undefined ? {} : { today }),
    ...(witnesses === undefined ? {} : { witnesses }),
  })
}

type Read = <T>(name: SettingName, setting: Setting<T>) => T | undefined

function readDoors(
  read: Read,
  dataDir: string,
): Pick<
  Config,
  | 'spool'
  | 'spoolDays'
  | 'judges'
  | 'uploadHours'
  | 'sendingsAtOnce'
  | 'gibPerDay'
  | 'inbox'
  | 'inboxSeconds'
  | 'tableSources'
> {
  const number = (name: SettingName, setting: Setting<number>): number =>
    read(name, setting) ?? Number(setting.standard)
  const inbox = read('inbox', settings.inbox) ?? 'off'
  const tableSources = read('tableSources', settings.tableSources)
  return {
    spool: read('spool', settings.spool) ?? 'folder',
    spoolDays: number('spoolDays', settings.spoolDays),
    judges: number('judges', settings.judges),
    uploadHours: number('uploadHours', settings.uploadHours),
    sendingsAtOnce: number('sendingsAtOnce', settings.sendingsAtOnce),
    gibPerDay: number('gibPerDay', settings.gibPerDay),
    inboxSeconds: number('inboxSeconds', settings.inboxSeconds),
    ...(inbox === 'off' ? {} : { inbox: inbox === 'on' ? join(dataDir, 'inbox') : inbox }),
    ...(tableSources === undefined ? {} : { tableSources }),
  }
}

function readAccess(
  read: Read,
  demo: boolean,
): Pick<Config, 'publicUrl' | 'signIn' | 'jurisdiction' | 'sessionIdleMinutes' | 'sessionHours'> {
  const publicUrl = read('publicUrl', settings.publicUrl)
  return {
    signIn: read('signIn', settings.signIn) ?? (demo ? 'demo' : 'off'),
    jurisdiction: read('jurisdiction', settings.jurisdiction) ?? (demo ? '999999' : '100000'),
    sessionIdleMinutes:
      read('sessionIdleMinutes', settings.sessionIdleMinutes) ?? Number(settings.sessionIdleMinutes.standard),
    sessionHours: read('sessionHours', settings.sessionHours) ?? Number(settings.sessionHours.standard),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  }
}

function gather(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Gathered {
  const gathered: Gathered = { given: new Map(), problems: [] }
  for (const [name, setting] of entries()) {
    const text = setting.env === undefined ? undefined : env[setting.env]
    if (setting.env !== undefined && text) gathered.given.set(name, { source: setting.env, text })
  }
  const words = [...argv]
  const named = new Set<SettingName>()
  for (let word = words.shift(); word !== undefined; word = words.shift())
    takeFlag(word, words, named, gathered)
  return gathered
}

function takeFlag(
  word: string,
  rest: string[],
  named: Set<SettingName>,
  { given, problems }: Gathered,
): void {
  const [flag = word, ...inline] = word.split('=')
  const [name, setting] = entries().find(([, each]) => each.flag === flag) ?? []
  if (!name || !setting) {
    problems.push({ zh: `没有 ${flag} 这项设置`, en: `there is no setting ${flag}` })
    return
  }
  if (named.has(name)) problems.push({ zh: `${flag} 出现了两次`, en: `${flag} is given twice` })
  named.add(name)
  if (setting.operand === undefined) {
    if (inline.length > 0) problems.push({ zh: `${flag} 不带值`, en: `${flag} takes no value` })
    given.set(name, { source: flag, text: '' })
    return
  }
  const text = inline.length > 0 ? inline.join('=') : rest[0]?.startsWith('--') ? undefined : rest.shift()
  if (text) given.set(name, { source: flag, text })
  else problems.push({ zh: `${flag} 缺少值`, en: `${flag} needs a value` })
}

/** Settings that are each well formed and cannot stand together. */
function contradictions(given: Gathered['given']): Bilingual[] {
  const found: Bilingual[] = []
  if (given.has('noDemo') && given.has('today')) {
    found.push({ zh: '--today 仅限演示模式', en: '--today is for demo mode only' })
  }
  if (given.has('noDemo') && given.has('empty')) {
    found.push({ zh: '--empty 仅限演示模式', en: '--empty is for demo mode only' })
  }
  if (given.has('noDemo') && given.get('signIn')?.text === 'demo') {
    found.push({ zh: '--sign-in demo 仅限演示模式', en: '--sign-in demo is for demo mode only' })
  }
  if (given.has('appDatabaseUrl') && !given.has('databaseUrl')) {
    found.push({ zh: 'APP_DATABASE_URL 需要 DATABASE_URL', en: 'APP_DATABASE_URL needs DATABASE_URL' })
  }
  if (given.has('operatorDatabaseUrl') && !given.has('databaseUrl')) {
    found.push({
      zh: 'OPERATOR_DATABASE_URL 需要 DATABASE_URL',
      en: 'OPERATOR_DATABASE_URL needs DATABASE_URL',
    })
  }
  found.push(...keyStoreContradictions(given))
  return found
}

/** Keys are kept apart from what they open: never in the same database, nor beside it by default. */
function keyStoreContradictions(given: Gathered['given']): Bilingual[] {
  const found: Bilingual[] = []
  const [data, keys] = [given.get('databaseUrl'), given.get('keysDatabaseUrl')]
  if (data && !keys) {
    found.push({ zh: 'DATABASE_URL 需要 KEYS_DATABASE_URL', en: 'DATABASE_URL needs KEYS_DATABASE_URL' })
  }
  if (given.has('appKeysDatabaseUrl') && !keys) {
    found.push({
      zh: 'APP_KEYS_DATABASE_URL 需要 KEYS_DATABASE_URL',
      en: 'APP_KEYS_DATABASE_URL needs KEYS_DATABASE_URL',
    })
  }
  if (data && keys && placeOf(data.text) === placeOf(keys.text)) {
    found.push({
      zh: 'KEYS_DATABASE_URL 不得与 DATABASE_URL 同库',
      en: 'KEYS_DATABASE_URL must be another database than DATABASE_URL',
    })
  }
  return found
}

function placeOf(url: string): string {
  if (!URL.canParse(url)) return url
  const { hostname, port, pathname } = new URL(url)
  return `${hostname}:${port || '5432'}${pathname}`
}

function invalid(problems: readonly Bilingual[]): Error {
  return refuse('CONFIG_INVALID', {
    count: problems.length,
    zh: `${problems.map((problem) => problem.zh).join('；')}。`,
    en: `${problems.map((problem) => problem.en).join('; ')}.`,
  })
}

function prefixed(source: string, sentence: Bilingual): Bilingual {
  return { zh: `${source} ${sentence.zh}`, en: `${source} ${sentence.en}` }
}

function entries(): [SettingName, Setting<unknown>][] {
  return Object.entries(settings) as [SettingName, Setting<unknown>][]
}

/** One setting a line: how it is named, what it does, what holds when it is not given. */
export function configHelp(language: Language): string {
  const rows = entries().map(([, setting]) => ({
    left: [setting.flag && [setting.flag, setting.operand].filter(Boolean).join(' '), setting.env]
      .filter(Boolean)
      .join(', '),
    right: setting.says[language] + standardOf(setting, language),
  }))
  const width = Math.max(...rows.map((row) => row.left.length))
  return rows.map((row) => `  ${row.left.padEnd(width)}  ${row.right}`).join('\n')
}

function standardOf(setting: Setting<unknown>, language: Language): string {
  if (setting.standard === undefined) return ''
  return language === 'zh' ? `（默认 ${setting.standard}）` : ` (default ${setting.standard})`
}
