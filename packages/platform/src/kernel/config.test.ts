// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { isAbsolute, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { configHelp, loadConfig } from './config.ts'
import { settings } from './config-settings.ts'
import { Refusal } from './refusal.ts'
import { refusalText } from './refusal-text.ts'
import { startUpRefusals } from './start-up-refusals.ts'

const server = 'postgres://owner:secret-word@db.example:5432/probity'
const keysServer = 'postgres://owner:secret-word@db.example:5432/probity_keys'

function problemsOf(argv: string[], env: Record<string, string> = {}): string {
  return String(catchRefusal(() => loadConfig(argv, env)).facts.en).replace(/\.$/, '')
}

function catchRefusal(act: () => unknown): Refusal {
  try {
    act()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('it was not refused')
}

describe('the settings', () => {
  test('the watched folder is off, on in the data folder, or where the operator says', () => {
    expect(loadConfig(['--inbox', 'off'], {}).inbox).toBeUndefined()
    expect(loadConfig(['--data', '/srv/node', '--inbox', 'on'], {}).inbox).toBe(resolve('/srv/node/inbox'))
    expect(loadConfig([], { INBOX: '/mnt/drop' }).inbox).toBe(resolve('/mnt/drop'))
  })

  test('a spool of a kind there is not, and numbers out of reason, are refused', () => {
    expect(problemsOf([], { SPOOL: 'tape' })).toBe('SPOOL must be folder or database')
    expect(problemsOf(['--spool-days', '0'])).toBe('--spool-days must be a whole number from 1 to 36500')
  })

  test('without any, a demo node runs on var/ in the repository, on 127.0.0.1 port 8420', () => {
    const config = loadConfig([], {})
    expect(config).toEqual({
      dataDir: resolve(import.meta.dirname, '../../../../var'),
      host: '127.0.0.1',
      port: 8420,
      demo: true,
      demoWorld: true,
      logLevel: 'info',
      spool: 'folder',
      spoolDays: 90,
      judges: 2,
      uploadHours: 24,
      sendingsAtOnce: 8,
      gibPerDay: 64,
      inboxSeconds: 5,
      signIn: 'demo',
      jurisdiction: '999999',
      sessionIdleMinutes: 20,
      sessionHours: 8,
    })
    expect(Object.isFrozen(config)).toBe(true)
  })

  test('a flag wins over the environment', () => {
    const env = { PORT: '9000', PROBITY_DATA: '/srv/a', PROBITY_LOG_LEVEL: 'debug' }
    expect(loadConfig([], env)).toMatchObject({ port: 9000, dataDir: resolve('/srv/a'), logLevel: 'debug' })
    const argv = ['--port=9001', '--data', 'b', '--log-level', 'warn']
    expect(loadConfig(argv, env)).toMatchObject({ port: 9001, dataDir: resolve('b'), logLevel: 'warn' })
  })

  test('an empty variable counts as not set', () => {
    expect(loadConfig([], { PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 8420 })
  })

  test("a server of one's own is named by its owner's and its application's connection", () => {
    const env = {
      ...{ DATABASE_URL: server, APP_DATABASE_URL: server.replace('owner', 'app') },
      ...{ KEYS_DATABASE_URL: keysServer, APP_KEYS_DATABASE_URL: keysServer.replace('owner', 'app') },
    }
    expect(loadConfig(['--no-demo'], env)).toMatchObject({
      databaseUrl: server,
      appDatabaseUrl: env.APP_DATABASE_URL,
      keysDatabaseUrl: keysServer,
      appKeysDatabaseUrl: env.APP_KEYS_DATABASE_URL,
      demo: false,
      demoWorld: false,
    })
  })

  test('keys are kept apart from the data: named with a server of its own, and never the same database', () => {
    expect(loadConfig([], { KEYS_DATABASE_URL: keysServer })).toMatchObject({ keysDatabaseUrl: keysServer })
    expect(problemsOf([], { DATABASE_URL: server })).toBe('DATABASE_URL needs KEYS_DATABASE_URL')
    expect(problemsOf([], { APP_KEYS_DATABASE_URL: keysServer })).toBe(
      'APP_KEYS_DATABASE_URL needs KEYS_DATABASE_URL',
    )
    const same = { DATABASE_URL: server, KEYS_DATABASE_URL: server.replace('owner', 'other') }
    expect(problemsOf([], same)).toBe('KEYS_DATABASE_URL must be another database than DATABASE_URL')
  })

  test('the demo clock and the empty demo are for demo mode only', () => {
    expect(loadConfig(['--today', '2019-06-01', '--empty'], {})).toMatchObject({
      today: '2019-06-01',
      demo: true,
      demoWorld: false,
    })
    expect(problemsOf(['--no-demo', '--today', '2019-06-01'])).toBe('--today is for demo mode only')
    expect(problemsOf(['--no-demo', '--empty'])).toBe('--empty is for demo mode only')
  })

  test.for([
    ['--porter', 'there is no setting --porter'],
    ['serve', 'there is no setting serve'],
    ['--port', '--port needs a value'],
    ['--port=', '--port needs a value'],
    ['--port=-1', '--port must be a whole number'],
    ['--port=65536', '--port must be a whole number'],
    ['--port=1 --port=2', '--port is given twice'],
    ['--data --empty', '--data needs a value'],
    ['--empty=yes', '--empty takes no value'],
    ['--today 2019-02-29', '--today must be a day of the calendar'],
    ['--log-level loud', '--log-level must be one of trace'],
  ] as const)('%s is refused: %s', ([words, expected]) => {
    expect(problemsOf(words.split(' '))).toContain(expected)
  })

  test('every bad setting is named at once, and a connection never with its password', () => {
    const env = {
      ...{ PORT: 'http', DATABASE_URL: 'mysql://owner:secret-word@db/probity' },
      KEYS_DATABASE_URL: keysServer,
    }
    const problems = problemsOf(['--porter', '--today', 'soon'], env)
    expect(problems.split('; ')).toEqual([
      'there is no setting --porter',
      'PORT must be a whole number from 0 to 65535',
      'DATABASE_URL must look like postgres://user:password@host:port/database',
      '--today must be a day of the calendar, like 2026-04-01',
    ])
    expect(problems).not.toContain('secret-word')
    expect(problemsOf([], { APP_DATABASE_URL: server })).toBe('APP_DATABASE_URL needs DATABASE_URL')
  })

  test('a terminal shows the list in Chinese, then in English', () => {
    const refusal = catchRefusal(() => loadConfig(['--porter', '--empty=1'], {}))
    expect(refusalText(refusal, startUpRefusals)).toBe(
      '设置有误（2 处）。没有 --porter 这项设置；--empty 不带值。用 --help 查看全部设置。\n' +
        'Settings that are wrong: 2. there is no setting --porter; --empty takes no value. See all settings with --help.',
    )
  })

  test('whatever the words, they end in settings or in a refusal', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('--data', '--port', '--today', '--empty', '--no-demo', '8420'),
    )
    fc.assert(
      fc.property(fc.array(word), (argv) => {
        try {
          const config = loadConfig(argv, {})
          return isAbsolute(config.dataDir) && (config.demo || config.today === undefined)
        } catch (error) {
          return error instanceof Refusal && error.code === 'CONFIG_INVALID' && Number(error.facts.count) > 0
        }
      }),
    )
  })

  test('the help names every setting in both languages', () => {
    for (const language of ['zh', 'en'] as const) {
      const lines = configHelp(language).split('\n')
      expect(lines).toHaveLength(Object.keys(settings).length)
      for (const [index, setting] of Object.values(settings).entries()) {
        expect(lines[index]).toContain(setting.says[language])
        if ('flag' in setting) expect(lines[index]).toContain(setting.flag)
        if ('env' in setting) expect(lines[index]).toContain(setting.env)
      }
    }
  })
})
