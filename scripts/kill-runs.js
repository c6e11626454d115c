// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

// `node scripts/kill-runs.js [--runs 50] [--seed 1]`: a node under a mixed load is killed with -9, or its database, or
// both, at a moment drawn from the seed, and started again; after each run every acknowledged batch must end whole, and
// after all of them every record must be what was last said of it, once. Prints a table; exit code 1 when anything
// differs.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { platformSuite, verifyReceipt } from '@probity/verify'
import pg from 'pg'
import { seededChance } from '../packages/platform/dist/demo/seeded-chance.js'
import {
  completeOrganisationCode,
  completeUscc,
} from '../packages/platform/dist/modules/identifiers/index.js'
import { ownerUrlOf } from './owner-url.js'

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' } },
})
const RUNS = Number(values.runs)
const FURNISHERS = ['registry-a', 'registry-b', 'registry-c']
const ORGANISATIONS = 3_000
const ROWS = 1_500
const FAULTY = 15

const cli = fileURLToPath(new URL('../packages/platform/bin/probity.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'probity-kill-'))
const data = join(folder, 'var')
const port = String(10_000 + Math.floor(Math.random() * 900))
const chance = seededChance(`kill-runs ${values.seed}`)
const numbers = Array.from({ length: ORGANISATIONS }, (_, i) =>
  completeUscc('91999999', completeOrganisationCode(`K${String(i).padStart(7, '0')}`)),
)
/** What was last said, by furnisher and number. */
const model = new Map(FURNISHERS.map((code) => [code, new Map()]))
const batches = []
const problems = []

async function startNode() {
  const node = spawn(process.execPath, [cli, 'start', '--data', data, '--port', port, '--empty'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PROBITY_LOG_LEVEL: 'silent' },
  })
  let text = ''
  await new Promise((resolve, reject) => {
    node.stdout.on('data', (part) => {
      text += part
      if (text.includes('is ready')) resolve()
    })
    node.once('exit', (code) => reject(new Error(`the node ended with ${code}: ${text}`)))
  })
  return { node, ended: new Promise((resolve) => node.once('exit', resolve)) }
}

const probity = (...args) =>
  execFileSync(process.execPath, [cli, ...args, '--data', data], { encoding: 'utf8' })
const keyOf = (code) => readFileSync(join(data, 'keys', `${code}.key`), 'utf8').trim()
const nodeFile = () => JSON.parse(readFileSync(join(data, 'node.json'), 'utf8'))

function databasePid() {
  const file = execFileSync('find', [data, '-name', 'postmaster.pid'], { encoding: 'utf8' }).split('\n')[0]
  return file && existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null
}

/** Overlapping numbers, in the furnisher's own order; some rows are bad. */
function makeBatch(run, code) {
  const from = chance.between(0, ORGANISATIONS - ROWS)
  const chosen = numbers.slice(from, from + ROWS)
  if (chance.happens(0.5)) chosen.reverse()
  const rows = chosen.map((uscc) => [uscc, `演示第${run}轮${uscc.slice(10, 16)}有限公司`])
  const bad = Array.from({ length: FAULTY }, (_, i) => `91999999BAD${i},演示坏号有限公司,2020-01-02`)
  const good = rows.map(([uscc, name]) => `${uscc},${name},2020-01-02`)
  const csv = ['uscc,name,registered_on', ...good, ...bad, ''].join('\n')
  return { run, code, rows, csv, id: null, key: `run-${run}-${code}-${batches.length}` }
}

async function send(batch) {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/batches?type=cn.registration`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${keyOf(batch.code)}`,
      'content-type': 'text/csv',
      'idempotency-key': batch.key,
    },
    body: batch.csv,
    signal: AbortSignal.timeout(15_000),
  })
  if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`)
  batch.id = (await answer.json()).id
}

/** What broke off is sent again under its key until it is acknowledged. */
async function sendUntilTaken(batch) {
  for (let i = 0; batch.id === null && i < 200; i++) await send(batch).catch(() => pause(100))
  if (batch.id === null) problems.push(`${batch.key}: never acknowledged`)
}

async function finish(batch) {
  for (let i = 0; i < 900; i++) {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/batches/${batch.id}`, {
      headers: { authorization: `Bearer ${keyOf(batch.code)}` },
    }).then(
      (got) => got.json(),
      () => null,
    )
    if (answer?.state === 'completed' || answer?.state === 'refused' || answer?.state === 'stuck')
      return answer
    await pause(100)
  }
  return null
}

function check(batch, state) {
  const { rows, accepted, corrected, unchanged, withdrawn, faulty } = state?.counts ?? {}
  const whole = state?.state === 'completed' && accepted + corrected + unchanged + withdrawn + faulty === rows
  if (!whole || rows !== ROWS + FAULTY || faulty !== FAULTY)
    problems.push(`${batch.key}: ${JSON.stringify(state?.state)} ${JSON.stringify(state?.counts)}`)
  else {
    const receipt = verifyReceipt(platformSuite, state.receipt, batch.verifierKey)
    if (receipt.rows !== rows || receipt.faulty !== faulty)
      problems.push(`${batch.key}: its receipt is not true`)
  }
}

async function killSomething(running) {
  await pause(chance.between(0, 2_200))
  const what = ['node', 'database', 'both'][chance.between(0, 2)]
  const database = databasePid()
  if (what !== 'node' && database) process.kill(database, 'SIGKILL')
  if (what !== 'database') {
    running.node.kill('SIGKILL')
    await running.ended
    return { what, running: await startNode() }
  }
  return { what, running }
}

async function oneRun(run, running) {
  const sent = FURNISHERS.map((code) => makeBatch(run, code))
  batches.push(...sent)
  const sending = Promise.all(sent.map(sendUntilTaken))
  const killed = await killSomething(running)
  await sending
  const { node } = await statusOf()
  for (const batch of sent) {
    batch.verifierKey = node.verifierKey
    check(batch, await finish(batch))
    for (const [uscc, name] of batch.rows) model.get(batch.code).set(uscc, name)
  }
  console.log(
    `  run ${run}: ${killed.what} killed; ${sent.length} batches whole, ${problems.length} problems so far`,
  )
  return killed
}

async function statusOf() {
  for (let i = 0; ; i++) {
    const got = await fetch(`http://127.0.0.1:${port}/v1/public/status`).then(
      (answer) => answer.json(),
      () => null,
    )
    if (got?.node) return got
    if (i > 300) throw new Error('the node does not answer')
    await pause(100)
  }
}

async function checkEverything() {
  const client = new pg.Client({ connectionString: ownerUrlOf(data) })
  await client.connect()
  const { rows } = await client.query(
    `select p.code, k.number, v.face, v.came_by_value from record_keys k
     join participants p on p.participant_id = k.furnisher_id
     join record_versions v
       on v.subject_id = k.subject_id and v.record_id = k.record_id and v.version_no = k.version_no`,
  )
  const expected = [...model.values()].reduce((sum, said) => sum + said.size, 0)
  if (rows.length !== expected) problems.push(`${rows.length} records, ${expected} were said`)
  for (const { code, number, face } of rows) {
    const name = model.get(code)?.get(number)
    if (!face.includes(`"${name}"`)) problems.push(`${code} ${number}: not what was last said`)
  }
  const [counted] = (
    await client.query(
      `select (select count(*) from subjects)::int as subjects, (select count(*) from identifiers)::int as numbers,
         (select count(*) from identifiers i where not exists (
           select 1 from subjects s where s.subject_id = i.subject_id))::int as orphans,
         (select count(distinct came_by_value) from record_versions)::int as named`,
    )
  ).rows
  if (counted.orphans > 0 || counted.subjects !== counted.named)
    problems.push(`subjects: ${JSON.stringify(counted)}`)
  await client.end()
  return { records: rows.length, ...counted }
}

let running = await startNode()
for (const code of FURNISHERS) {
  const words = `--code ${code} --name-zh ${code} --function registration-authority --division 999999`
  probity('admin', 'participant', 'add', ...words.split(' '))
}
const tally = { node: 0, database: 0, both: 0 }
for (let run = 1; run <= RUNS; run++) {
  const killed = await oneRun(run, running)
  running = killed.running
  tally[killed.what]++
}
const seen = await checkEverything()
running.node.kill('SIGTERM')
await running.ended
console.log(
  `\n| runs | node killed | database killed | both | batches acknowledged | rows | records | subjects | problems |`,
)
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |')
const rows = batches.length * (ROWS + FAULTY)
const figures = [
  RUNS,
  tally.node,
  tally.database,
  tally.both,
  batches.length,
  rows,
  seen.records,
  seen.subjects,
]
console.log(`| ${[...figures, problems.length].join(' | ')} |`)
for (const problem of problems.slice(0, 20)) console.log(problem)
rmSync(folder, { recursive: true, force: true })
process.exit(problems.length > 0 ? 1 : 0)
