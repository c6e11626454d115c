// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { resolve } from 'node:path'
import { isCivilDate } from './civil-date.ts'
import type { Bilingual } from './messages.ts'

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** `value` is the sentence that says what the text should have been; the text itself may hold a password. */
export type Parsed<T> = { readonly value: T } | { readonly wrong: Bilingual }

/** One line of the table from which the parser and the help are both made. */
export type Setting<T> = {
  readonly flag?: string
  /** Shown in the help; a setting without it is a switch, on when named. */
  readonly operand?: string
  readonly env?: string
  readonly standard?: string
  readonly says: Bilingual
  parse(text: string): Parsed<T>
}

export const settings = {
  dataDir: {
    flag: '--data',
    operand: 'DIR',
    env: 'PROBITY_DATA',
    standard: 'var',
    says: {
      zh: '数据目录：内置数据库、密钥与暂存文件都在其中',
      en: 'the data folder: embedded database, keys and spool',
    },
    parse: (text) =>
      text.includes('\0') ? wrong('应为目录路径', 'must be a folder') : { value: resolve(text) },
  } satisfies Setting<string>,
  port: {
    flag: '--port',
    operand: 'N',
    env: 'PORT',
    standard: '8420',
    says: {
      zh: '监听端口（127.0.0.1）；0 表示任选空闲端口',
      en: 'the port to listen on, at 127.0.0.1; 0 takes any free one',
    },
    parse: (text) =>
      /^\d{1,5}$/.test(text) && Number(text) <= 65_535
        ? { value: Number(text) }
        : wrong('应为 0 到 65535 的整数', 'must be a whole number from 0 to 65535'),
  } satisfies Setting<number>,
  databaseUrl: {
    env: 'DATABASE_URL',
    says: {
      zh: '自备 PostgreSQL 的属主连接（用于迁移）；不设则用内置数据库',
      en: "the owner's connection to a PostgreSQL of your own; without it the embedded one is used",
    },
    parse: parseDatabaseUrl,
  } satisfies Setting<string>,
  appDatabaseUrl: {
    env: 'APP_DATABASE_URL',
    says: {
      zh: '属于角色 probity_app 的登录；不设则由属主切换为该角色',
      en: 'a login that is a member of role probity_app; without it the owner takes on that role',
    },
    parse: parseDatabaseUrl,
  } satisfies Setting<string>,
  operatorDatabaseUrl: {
    env: 'OPERATOR_DATABASE_URL',
    says: {
      zh: '属于角色 probity_operator 的登录，供运营命令使用，读不到信用数据；不设则由属主切换为该角色',
      en: "a login that is a member of role probity_operator, for the operator's commands, which reads no records; without it the owner takes on that role",
    },
    parse: parseDatabaseUrl,
  } satisfies Setting<string>,
  keysDatabaseUrl: {
    env: 'KEYS_DATABASE_URL',
    says: {
      zh: '密钥库的属主连接；与数据分库、分开备份。不设则用内置数据库中的 probity_keys',
      en: "the owner's connection to the key store, apart from the data; without it probity_keys on the embedded server",
    },
    parse: parseDatabaseUrl,
  } satisfies Setting<string>,
  appKeysDatabaseUrl: {
    env: 'APP_KEYS_DATABASE_URL',
    says: {
      zh: '属于角色 probity_keys_app 的登录；不设则由密钥库属主切换为该角色',
      en: "a login that is a member of role probity_keys_app; without it the key store's owner takes on that role",
    },
    parse: parseDatabaseUrl,
  } satisfies Setting<string>,
  spool: {
    flag: '--spool',
    operand: 'WHERE',
    env: 'SPOOL',
    standard: 'folder',
    says: {
      zh: '收到的文件密封后放在哪里：folder（本节点目录）或 database（多节点共用）',
      en: 'where received files lie sealed: folder (of this node) or database (shared by several nodes)',
    },
    parse: (text) =>
      text === 'folder' || text === 'database'
        ? { value: text }
        : wrong('应为 folder 或 database', 'must be folder or database'),
  } satisfies Setting<'folder' | 'database'>,
  spoolDays: {
    flag: '--spool-days',
    operand: 'N',
    env: 'SPOOL_DAYS',
    standard: '90',
    says: {
      zh: '批次完结后其密封文件保存多少天（期间可出具行证明）',
      en: 'days that the sealed file of a finished batch is kept, and its rows can be proved',
    },
    parse: whole(1, 36_500),
  } satisfies Setting<number>,
  judges: {
    flag: '--judges',
    operand: 'N',
    env: 'JUDGES',
    standard: '2',
    says: {
      zh: '用多少个线程校验各行',
      en: 'how many threads judge rows',
    },
    parse: whole(1, 64),
  } satisfies Setting<number>,
  uploadHours: {
    flag: '--upload-hours',
    operand: 'N',
    env: 'UPLOAD_HOURS',
    standard: '24',
    says: {
      zh: '分段上传须在多少小时内完成',
      en: 'hours in which a file that comes in parts has to be complete',
    },
    parse: whole(1, 720),
  } satisfies Setting<number>,
  sendingsAtOnce: {
    flag: '--sendings-at-once',
    operand: 'N',
    env: 'SENDINGS_AT_ONCE',
    standard: '8',
    says: {
      zh: '一个机构可同时报送几个文件',
      en: 'files that one body may send side by side',
    },
    parse: whole(1, 1_000),
  } satisfies Setting<number>,
  gibPerDay: {
    flag: '--gib-per-day',
    operand: 'N',
    env: 'GIB_PER_DAY',
    standard: '64',
    says: {
      zh: '一个机构一天最多报送多少 GiB',
      en: 'GiB that one body may send in a day',
    },
    parse: whole(1, 1_000_000),
  } satisfies Setting<number>,
  inbox: {
    flag: '--inbox',
    operand: 'WHERE',
    env: 'INBOX',
    standard: 'off',
    says: {
      zh: '监视的收件目录：off（关闭）、on（数据目录下的 inbox）或一个目录',
      en: 'the watched folder: off, on (inbox in the data folder), or a folder',
    },
    parse: (text) =>
      text.includes('\0')
        ? wrong('应为 off、on 或目录路径', 'must be off, on or a folder')
        : { value: text === 'off' || text === 'on' ? text : resolve(text) },
  } satisfies Setting<string>,
  inboxSeconds: {
    flag: '--inbox-seconds',
    operand: 'N',
    env: 'INBOX_SECONDS',
    standard: '5',
    says: {
      zh: '每隔多少秒查看一次收件目录',
      en: 'how often the watched folder is looked at, in seconds',
    },
    parse: whole(1, 3_600),
  } satisfies Setting<number>,
  tableSources: {
    flag: '--table-sources',
    operand: 'FILE',
    env: 'TABLE_SOURCES',
    says: {
      zh: '前置库数据表的配置文件（YAML）；不设则不抽取',
      en: 'the file (YAML) that names the front-end tables to read; without it none is read',
    },
    parse: (text) =>
      text.includes('\0') ? wrong('应为文件路径', 'must be a file') : { value: resolve(text) },
  } satisfies Setting<string>,
  witnesses: {
    flag: '--witnesses',
    operand: 'FILE',
    env: 'WITNESSES',
    says: {
      zh: '见证策略文件（C2SP tlog-policy）：请哪些见证方见证日志，几方为足；不设则不请',
      en: 'the witness policy (C2SP tlog-policy): who is asked to cosign the log, and how many suffice; without it none is asked',
    },
    parse: (text) =>
      text.includes('\0') ? wrong('应为文件路径', 'must be a file') : { value: resolve(text) },
  } satisfies Setting<string>,
  publicUrl: {
    flag: '--public-url',
    operand: 'URL',
    env: 'PUBLIC_URL',
    says: {
      zh: '浏览器访问本节点的地址（反向代理之后为 https 地址）；不设则为监听地址',
      en: 'the address by which browsers reach this node, https behind a proxy; without it the one it listens on',
    },
    parse: parseOrigin,
  } satisfies Setting<string>,
  signIn: {
    flag: '--sign-in',
    operand: 'WHERE',
    env: 'SIGN_IN',
    says: {
      zh: '人员登录：off（关闭）、demo（内置演示身份，仅限演示模式）或身份提供方的配置文件（YAML）；演示模式默认 demo，否则 off',
      en: "people's sign-in: off, demo (the built-in one, demo mode only) or a file (YAML) that names a provider; demo in demo mode, else off",
    },
    parse: (text) =>
      text.includes('\0')
        ? wrong('应为 off、demo 或文件路径', 'must be off, demo or a file')
        : { value: text === 'off' || text === 'demo' ? text : resolve(text) },
  } satisfies Setting<string>,
  jurisdiction: {
    flag: '--jurisdiction',
    operand: 'CODE',
    env: 'JURISDICTION',
    says: {
      zh: '本节点所在地的六位区划代码；演示模式默认 999999，否则 100000',
      en: 'the six digits of the division whose rules this node follows; 999999 in demo mode, else 100000',
    },
    parse: (text) => (/^\d{6}$/.test(text) ? { value: text } : wrong('应为六位数字', 'must be six digits')),
  } satisfies Setting<string>,
  sessionIdleMinutes: {
    flag: '--session-idle-minutes',
    operand: 'N',
    env: 'SESSION_IDLE_MINUTES',
    standard: '20',
    says: {
      zh: '登录后多少分钟没有操作即失效',
      en: 'minutes without a sign of life after which a session is over',
    },
    parse: whole(1, 240),
  } satisfies Setting<number>,
  sessionHours: {
    flag: '--session-hours',
    operand: 'N',
    env: 'SESSION_HOURS',
    standard: '8',
    says: { zh: '登录最多持续多少小时', en: 'hours after which a session is over, however busy' },
    parse: whole(1, 24),
  } satisfies Setting<number>,
  noDemo: {
    flag: '--no-demo',
    says: {
      zh: '不以演示模式运行：没有演示数据，演示时钟不可用',
      en: 'run without demo mode: no demo world, no demo clock',
    },
    parse: () => ({ value: true }),
  } satisfies Setting<boolean>,
  empty: {
    flag: '--empty',
    says: {
      zh: '演示模式，但不生成演示数据',
      en: 'demo mode without the demo world',
    },
    parse: () => ({ value: true }),
  } satisfies Setting<boolean>,
  today: {
    flag: '--today',
    operand: 'DATE',
    says: {
      zh: '演示时钟从这一天开始（仅限演示模式）',
      en: 'the day on which the demo clock starts (demo mode only)',
    },
    parse: (text) =>
      isCivilDate(text)
        ? { value: text }
        : wrong('应为日历上的一天，如 2026-04-01', 'must be a day of the calendar, like 2026-04-01'),
  } satisfies Setting<string>,
  logLevel: {
    flag: '--log-level',
    operand: 'LEVEL',
    env: 'PROBITY_LOG_LEVEL',
    standard: 'info',
    says: { zh: `日志级别：${logLevels.join('、')}`, en: `how much to log: ${logLevels.join(', ')}` },
    parse: (text) => {
      const level = logLevels.find((known) => known === text)
      return level
        ? { value: level }
        : wrong(`应为 ${logLevels.join('、')} 之一`, `must be one of ${logLevels.join(', ')}`)
    },
  } satisfies Setting<LogLevel>,
} as const

export type SettingName = keyof typeof settings

function whole(least: number, most: number): (text: string) => Parsed<number> {
  return (text) =>
    /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most
      ? { value: Number(text) }
      : wrong(`应为 ${least} 到 ${most} 的整数`, `must be a whole number from ${least} to ${most}`)
}

function parseDatabaseUrl(text: string): Parsed<string> {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const usable = url !== undefined && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1
  return usable
    ? { value: text }
    : wrong(
        '应为 postgres://用户:密码@主机:端口/数据库',
        'must look like postgres://user:password@host:port/database',
      )
}

/** No path and no query: cookies and redirects are told by the origin alone. */
function parseOrigin(text: string): Parsed<string> {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isLoopback = url !== undefined && ['127.0.0.1', 'localhost'].includes(url.hostname)
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)
  return url && isSafe && url.href === `${url.origin}/`
    ? { value: url.origin }
    : wrong('应为 https://主机 形式，不带路径', 'must look like https://host, without a path')
}

function wrong(zh: string, en: string): { wrong: Bilingual } {
  return { wrong: { zh, en } }
}
