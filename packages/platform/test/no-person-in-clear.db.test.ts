// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { type RunningNode, startNode } from '../src/app.ts'
import { encodeGb18030 } from '../src/demo/encode-gb18030.ts'
import { loadConfig } from '../src/kernel/config.ts'
import { createLogger } from '../src/kernel/logger.ts'
import { apiScopes, issueApiKey } from '../src/modules/access/index.ts'
import { completeResidentId } from '../src/modules/identifiers/index.ts'
import { registerParticipant } from '../src/modules/participants/index.ts'
import { nameKey } from '../src/modules/subjects/index.ts'
import { filesUnder, findTraces, tracesOf } from './clear-traces.ts'
import { csvOf, type Fields, newUscc, penalty, registration } from './http-world.ts'

/*
 * The rule of names: each begins with a mark of three characters that stand together nowhere else, and every number
 * holds one day of birth, so that a hit is a leak and not a word that happens to be a name. What follows the mark tells
 * the persons apart.
 */
const NAME_MARK = '龖龘鱻'
const BORN = '19770317'
const NUMBER_MARK = `999999${BORN}`
const OLD_NUMBER_MARK = `999999${BORN.slice(2)}`
const marks = [NAME_MARK, NUMBER_MARK, OLD_NUMBER_MARK]
const traces = marks.flatMap(tracesOf)

const PERSONS = 300
const COMPANIES = 120
const persons = Array.from({ length: PERSONS }, (_, at) => ({
  name: NAME_MARK + String.fromCodePoint(0x20000 + at, 0x4e00 + at),
  id: completeResidentId(`${NUMBER_MARK}${String(at).padStart(3, '0')}`) ?? '',
}))
const person = (at: number): { name: string; id: string } =>
  persons[at % PERSONS] as { name: string; id: string }

const folder = await mkdtemp(join(tmpdir(), 'probity-clear-'))
const logged: string[] = []
const log = createLogger({ level: 'debug', destination: { write: (line) => void logged.push(line) } })
const config = loadConfig(['--data', folder, '--port', '0', '--empty', '--today', '2026-06-15'], {})
const node: RunningNode = await startNode(config, log)
let isStopped = false
const stop = async (): Promise<void> => {
  if (!isStopped) await node.stop()
  isStopped = true
}
afterAll(async () => {
  await stop()
  await rm(folder, { recursive: true, force: true })
})

async function furnisher(code: string, ...functions: string[]): Promise<string> {
  return node.house.database.transact(async (tx) => {
    const name = { zh: code, en: code }
    const { participantId } = await registerParticipant(tx, {
      code,
      name,
      kind: 'department',
      functions,
      division: '999999',
    })
    return issueApiKey(tx, { participantId, scopes: apiScopes, expiresOn: null })
  })
}

type Counts = { readonly rows: number; readonly accepted: number; readonly faulty: number }

/** Through the door and to the receipt; then everything the furnisher may ask about it is asked. */
async function send(key: string, type: string, body: Uint8Array | string): Promise<Counts> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'text/csv' }
  const answer = await fetch(`${node.url}/v1/batches?type=${type}`, { method: 'POST', headers, body })
  expect(answer.status).toBe(202)
  const { id } = (await answer.json()) as { id: string }
  for (;;) {
    const state = (await (await fetch(`${node.url}/v1/batches/${id}`, { headers })).json()) as {
      state: string
      counts: Counts
    }
    if (state.state === 'completed') {
      for (const more of ['faults', 'faults?weight=note', 'rows/2/proof'])
        await fetch(`${node.url}/v1/batches/${id}/${more}`, { headers })
      return state.counts
    }
    await pause(20)
  }
}

const about = (at: number, more: Fields = {}): Fields => {
  const { name, id } = person(at)
  return penalty('', name, {
    ...{ party_kind: 'person', person_id: id, person_id_kind: '居民身份证' },
    ...{ facts: `${name}在现场`, content: `对${name}罚款`, remarks: `${name}已签收` },
    ...more,
  })
}

const represented = (at: number, uscc: string): Fields => {
  const { name, id } = person(at)
  return penalty(uscc, `演示无痕${at}有限公司`, {
    ...{
      legal_representative: name,
      legal_representative_id: id,
      legal_representative_id_kind: '居民身份证',
    },
    ...{ facts: `法定代表人${name}在场`, content: `对该公司及${name}罚款`, remarks: `${name}已签收` },
  })
}

/** Each fails in its way; what is wrong with it must not carry the person into a column, a message or the log. */
const faulty = (at: number): Fields[] => {
  const { name, id } = person(at)
  const wrongCheck = id.slice(0, 17) + (id.endsWith('1') ? '2' : '1')
  return [
    about(at, { person_id: wrongCheck }),
    about(at, { person_id: id.slice(0, 16) }),
    about(at, { person_id: `${id} `, decision_on: '2026-02-30' }),
    about(at, { person_id: '', uscc: id }),
    about(at, { person_id: '', tax_registration_number: id, party_kind: 'organisation' }),
    about(at, { person_id: '', registration_number: id.slice(0, 6) + id.slice(8, 17) }),
    about(at, { uscc: newUscc() }),
    about(at, { party_kind: name }),
    about(at, { penalty_kinds: name }),
    about(at, { decision_on: id }),
    about(at, { party_name: name.repeat(60) }),
    about(at, { decision_number: '' }),
    about(at, { party_name: `${name}\u0007` }),
    about(at, { organisation_code: name }),
    about(at, { facts: `${name}（${id}）在现场`, remarks: `证件号码 ${id.slice(0, 6)} ${id.slice(6)}` }),
  ]
}

/** Rows cut short, glued, unclosed and badly encoded, with persons in them. */
function broken(): Buffer {
  const rows = Buffer.from(csvOf([about(1), about(2)]))
  const { name, id } = person(3)
  const tail = `"${name}",${id},"${name}\n${id},,,`
  return Buffer.concat([
    rows,
    Buffer.from(`${name},${id}\n`),
    Buffer.from([0xff, 0xfe, 0x0a]),
    Buffer.from(tail),
  ])
}

describe('nothing of a person lies in clear', async () => {
  const inspector = await furnisher('inspector', 'penalty-authority')
  const registry = await furnisher('registry', 'registration-authority')
  const penalties = 'cn.administrative-penalty'
  const companies = Array.from({ length: COMPANIES }, () => newUscc())

  test('after a few hundred persons came in, were corrected, resent and refused by a running node', async () => {
    const rows = persons.map((_, at) => about(at))
    expect(await send(inspector, penalties, csvOf(rows))).toMatchObject({ rows: PERSONS, faulty: 0 })
    expect(await send(inspector, penalties, csvOf(rows))).toMatchObject({ faulty: 0 })
    const corrected = rows.slice(0, 50).map((row, at) => ({ ...row, party_name: person(at + 1).name }))
    expect(await send(inspector, penalties, csvOf(corrected))).toMatchObject({ faulty: 0 })
    const old = persons
      .slice(0, 40)
      .map(({ id }, at) => about(at, { person_id: id.slice(0, 6) + id.slice(8, 17) }))
    expect(
      await send(inspector, penalties, encodeGb18030(csvOf(old).replace(/[\u{20000}-\u{2ffff}]/gu, ''))),
    ).toMatchObject({ faulty: 0 })
    const firms = companies.map((uscc, at) => represented(at, uscc))
    expect(await send(inspector, penalties, csvOf(firms))).toMatchObject({ faulty: 0 })
    const registered = companies.map((uscc, at) =>
      registration(uscc, `演示无痕${at}有限公司`, { legal_representative: person(at).name }),
    )
    expect(await send(registry, 'cn.registration', csvOf(registered))).toMatchObject({ faulty: 0 })
    const wrong = Array.from({ length: 12 }, (_, at) => faulty(at)).flat()
    expect(await send(inspector, penalties, csvOf(wrong))).toMatchObject({
      rows: wrong.length,
      faulty: wrong.length,
    })
    expect(
      await send(registry, 'cn.registration', csvOf(persons.map(({ id, name }) => registration(id, name)))),
    ).toMatchObject({
      faulty: PERSONS,
    })
    expect(await send(inspector, penalties, broken())).toMatchObject({ accepted: 2 })
    for (const { id, name } of persons.slice(0, 5)) {
      for (const asked of [
        `organisations/${id}`,
        `organisations/${id}/report`,
        `organisations?q=${encodeURIComponent(name)}`,
      ])
        await fetch(`${node.url}/v1/public/${asked}`)
    }
  }, 120_000)

  test('after the database refused their rows, and said so with all its details', async () => {
    await asOwner(
      'postgres',
      'alter table record_versions add constraint refused check (row_no < 0) not valid',
    )
    const rows = [about(5, { decision_number: '拒1' }), represented(6, newUscc())]
    const underway = send(inspector, penalties, csvOf(rows))
    const said = (): string => readFileSync(join(folder, 'pg.log'), 'utf8')
    while (!said().includes('Failing row contains')) await pause(20)
    await asOwner('postgres', 'alter table record_versions drop constraint refused')
    expect(await underway).toMatchObject({ accepted: 2 })
    expect(said()).toContain('Failing row contains')
  }, 90_000)

  test('in any table of the data or of the key store, as text or inside bytes', async () => {
    const texts = [await dump('postgres'), await dump('probity_keys')]
    expect(texts[0]?.length).toBeGreaterThan(500_000)
    expect(texts[1]?.length).toBeGreaterThan(50_000)
    for (const [at, text] of texts.entries()) {
      expect(findTraces(`database ${at}`, Buffer.from(text), traces)).toEqual([])
      const bytes = [...text.matchAll(/\\x([0-9a-f]{2,})/g)].map(([, hex]) => Buffer.from(hex ?? '', 'hex'))
      expect(findTraces(`bytes of database ${at}`, Buffer.concat(bytes), traces)).toEqual([])
    }
    // Nor what anybody could make of a guess without a key.
    const guessable = persons.flatMap(({ name, id }) => [
      hash('sha256', id),
      hash('sha256', `cn.rid ${id}`),
      hash('sha256', name),
      nameKey(name).toString('hex'),
    ])
    const all = texts.join('\n')
    expect(guessable.filter((digest) => all.includes(digest) || all.includes(digest.slice(0, 32)))).toEqual(
      [],
    )
  }, 60_000)

  test('in the log, and in what the database server says', () => {
    expect(logged.length).toBeGreaterThan(0)
    expect(findTraces('log', Buffer.from(logged.join('\n')), traces)).toEqual([])
    expect(findTraces('pg.log', readFileSync(join(folder, 'pg.log')), traces)).toEqual([])
  })

  test('in any file of the data folder: spool, database files, write-ahead log', async () => {
    await asOwner('postgres', 'analyze; checkpoint')
    await stop()
    const places = [folder, realpathSync(join(folder, 'pg'))].filter(
      (one, at, all) => all.indexOf(one) === at,
    )
    let bytes = 0
    const found = places.flatMap((place) =>
      [...filesUnder(place)].flatMap((file) => {
        bytes += file.bytes.length
        return findTraces(file.path, file.bytes, traces)
      }),
    )
    expect(found).toEqual([])
    expect(bytes).toBeGreaterThan(30_000_000)
    expect(existsSync(join(folder, 'spool'))).toBe(true)
  }, 120_000)

  test('and each form in which it could, the search would find', () => {
    const places = ['at the start', 'x', 'xy', 'xyz']
    for (const { of, as, bytes } of traces) {
      for (const before of places) {
        const text = Buffer.concat([Buffer.from(before), bytes, Buffer.from('behind')])
        expect(findTraces('here', text, traces), `${of} as ${as}`).not.toEqual([])
      }
    }
    for (const mark of marks) {
      for (const before of places) {
        const encoded = Buffer.from(`${before}${mark} and more`).toString('base64')
        expect(findTraces('base64', Buffer.from(encoded), traces), before).not.toEqual([])
      }
    }
    const file = join(folder, 'spool', 'left-behind')
    writeFileSync(file, `{"name":"${person(7).name}"}`)
    const found = [...filesUnder(folder)].flatMap(({ path, bytes }) => findTraces(path, bytes, traces))
    expect(found).toEqual([`spool/left-behind: ${NAME_MARK} as UTF-8`])
  }, 90_000)
})

async function asOwner<R extends pg.QueryResultRow>(database: string, sql: string): Promise<R[]> {
  const { database: app } = JSON.parse(readFileSync(join(folder, 'node.json'), 'utf8')) as {
    database: { url: string }
  }
  const url = new URL(app.url)
  url.username = 'postgres'
  url.password = readFileSync(join(folder, 'secrets', 'postgres-password'), 'utf8').trim()
  url.pathname = `/${database}`
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  try {
    return (await client.query<R>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Every row of every table, as text. */
async function dump(database: string): Promise<string> {
  const tables = await asOwner<{ name: string }>(
    database,
    "select c.oid::regclass::text as name from pg_class c where relkind in ('r', 'p', 'm') and relnamespace::regnamespace::text !~ '^(pg_|information_schema)'",
  )
  const parts: string[] = []
  for (const { name } of tables) {
    const rows = await asOwner<{ row: string }>(database, `select t::text as row from ${name} t`)
    parts.push(name, ...rows.map(({ row }) => row))
  }
  return parts.join('\n')
}
