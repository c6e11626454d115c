// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

// The real lane: public lists of a province go through the door of a running node, as a furnisher would send them.
// They never enter the repository: without them beside the checkout this says so and ends well.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))
const real = join(root, '..', 'shared', 'data', 'real')
const cli = join(root, 'packages', 'platform', 'bin', 'probity.js')

if (!existsSync(real)) {
  console.log('real lane: not run, ../shared/data/real is not beside this checkout')
  console.log('0 passed, 0 failed')
  process.exit(0)
}

const folder = mkdtempSync(join(tmpdir(), 'probity-real-'))
const data = join(folder, 'var')
const port = String(9000 + Math.floor(Math.random() * 900))
let passed = 0
let failed = 0

function check(what, seen, expected) {
  const ok = JSON.stringify(seen) === JSON.stringify(expected)
  ok ? passed++ : failed++
  console.log(
    `${ok ? 'ok  ' : 'FAIL'} ${what}: ${JSON.stringify(seen)}${ok ? '' : ` (expected ${JSON.stringify(expected)})`}`,
  )
}

async function startNode() {
  const node = spawn(
    process.execPath,
    [cli, 'start', '--data', data, '--port', port, '--empty', '--sign-in', 'off', '--today', '2019-06-01'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let text = ''
  await new Promise((resolve, reject) => {
    node.stdout.on('data', (part) => {
      text += part
      if (text.includes('is ready')) resolve()
    })
    node.once('exit', (code) => reject(new Error(`the node ended with ${code}: ${text}`)))
  })
  return node
}

async function stopNode(node, signal = 'SIGTERM') {
  const ended = new Promise((resolve) => node.once('exit', resolve))
  node.kill(signal)
  return ended
}

const probity = (...args) =>
  execFileSync(process.execPath, [cli, ...args, '--data', data], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  })

function submit(furnisher, type, profile, file) {
  const started = Date.now()
  const batch = JSON.parse(
    probity('submit', '--json', '--furnisher', furnisher, '--type', type, '--profile', profile, file),
  )
  const seconds = (Date.now() - started) / 1000
  const { rows, accepted, corrected, unchanged, withdrawn, faulty } = batch.counts
  console.log(
    `  ${profile}: rows ${rows} = accepted ${accepted} + corrected ${corrected} + unchanged ${unchanged} ` +
      `+ withdrawn ${withdrawn} + faulty ${faulty}; ` +
      `names disagreeing ${batch.namesDisagreeing}, new subjects ${batch.subjectsMade}, ${seconds.toFixed(1)} s, ` +
      batch.codes.map(({ code, weight, rows }) => `${weight} ${code} ×${rows}`).join(', '),
  )
  check(`${profile}: every row is accounted for`, accepted + corrected + unchanged + withdrawn + faulty, rows)
  return batch
}

async function faultsOf(furnisher, batch) {
  const key = readFileSync(join(data, 'keys', `${furnisher}.key`), 'utf8').trim()
  const answer = await fetch(`http://127.0.0.1:${port}/v1/batches/${batch.id}/faults?limit=500`, {
    headers: { authorization: `Bearer ${key}` },
  })
  return (await answer.json()).items
}

function unpack(name) {
  const file = join(folder, name.replace(/\.gz$/, ''))
  writeFileSync(file, gunzipSync(readFileSync(join(real, name))))
  return file
}

function lines(name) {
  return readFileSync(join(real, name), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
}

/** Which subject a number leads to on the public page, and what the page says of its A grades. */
async function pageOf(id) {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/public/organisations/${id}/report`)
  return answer.ok ? answer.json() : null
}

async function killInTheMiddle(file) {
  const sending = spawn(
    process.execPath,
    [
      cli,
      'submit',
      '--furnisher',
      'registry',
      '--type',
      'cn.registration',
      '--profile',
      'registry-heilongjiang',
      '--data',
      data,
      file,
    ],
    { stdio: 'ignore' },
  )
  const key = readFileSync(join(data, 'keys', 'registry.key'), 'utf8').trim()
  const merging = async () => {
    const { query } = await import('./real-lane-watch.js')
    return query(data)
  }
  for (let i = 0; i < 600; i++) {
    const seen = await merging()
    if (seen && seen.merged > 20_000) {
      sending.kill('SIGKILL')
      return { batchId: seen.batchId, merged: seen.merged, key }
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the merge never began')
}

async function waitFor(batchId, key) {
  for (let i = 0; i < 1200; i++) {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/batches/${batchId}`, {
      headers: { authorization: `Bearer ${key}` },
    })
    const batch = await answer.json()
    if (batch.state === 'completed' || batch.state === 'refused') return batch
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the batch was not finished')
}

function addParticipant(code, zh, en, does) {
  const about = ['--code', code, '--name-zh', zh, '--name-en', en, '--function', does]
  probity('admin', 'participant', 'add', ...about)
}

async function run() {
  let node = await startNode()
  try {
    addParticipant('registry', '登记机关', 'Registry', 'registration-authority')
    addParticipant('drug', '药品监管机关', 'Drug authority', 'drug-authority')
    addParticipant('tax', '税务机关', 'Tax', 'tax-authority')
    const province = unpack('registry_heilongjiang.csv.gz')
    const sample = unpack('registry_sample.csv.gz')
    const list = join(real, 'tax_a_grade_2018_heilongjiang.csv')

    console.log('kill -9 in the middle of the Heilongjiang registry')
    const { batchId, merged, key } = await killInTheMiddle(province)
    await stopNode(node, 'SIGKILL')
    console.log(`  killed after ${merged} merged rows; starting again`)
    node = await startNode()
    const resumed = await waitFor(batchId, key)
    check(
      'after kill -9 and restart, the registry is whole',
      [resumed.state, resumed.counts.rows, resumed.counts.accepted],
      ['completed', 93_930, 93_930],
    )

    const again = submit('registry', 'cn.registration', 'registry-heilongjiang', province)
    check('Heilongjiang registry again: all unchanged', again.counts.unchanged, 93_930)
    const other = submit('registry', 'cn.registration', 'registry-sample', sample)
    check('registry sample: rows', other.counts.rows, 26_132)
    check('registry sample: accepted', other.counts.accepted, 26_132)

    const tax = submit('tax', 'cn.tax-a-grade-list', 'tax-a-grade-heilongjiang', list)
    check('tax list: rows', tax.counts.rows, 4_987)
    check('tax list: names that differ are flagged', tax.namesDisagreeing, 33)
    await checkLinks(tax)

    await checkSampling()
    await checkCandidates()
    const sameTax = submit('tax', 'cn.tax-a-grade-list', 'tax-a-grade-heilongjiang', list)
    check(
      'tax list again: all unchanged but the faulty',
      sameTax.counts.unchanged + sameTax.counts.faulty,
      4_987,
    )
    console.log(
      JSON.stringify(
        await (await fetch(`http://127.0.0.1:${port}/v1/public/status`))
          .json()
          .then((status) => status.counts),
      ),
    )
  } finally {
    check('the node stops cleanly', await stopNode(node), 0)
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The sheet names the producer on the label and no number: every row waits, with candidates where there are any. */
async function checkSampling() {
  const sheet = join(real, 'quality_drug_sampling_2018.csv')
  const batch = submit('drug', 'cn.product-sampling', 'drug-sampling', sheet)
  check('drug sampling: every row is in quarantine', [batch.counts.rows, batch.counts.faulty], [39, 39])
  const offered = (await faultsOf('drug', batch)).filter((fault) => fault.offered.length > 0)
  // None of its producers stands in the two registries, under no spelling.
  check('drug sampling: rows with candidates', offered.length, 0)
}

/** Organisations whose number is known, named without it: the right one is among the candidates, and none is taken. */
async function checkCandidates() {
  const truth = lines('tax_a_grade_2018_heilongjiang_links.csv').filter(([, , how]) => how.trim() === 'exact')
  const nameOf = new Map(lines('tax_a_grade_2018_heilongjiang.csv').map(([id, , name]) => [id, name]))
  const asked = truth.slice(0, 400)
  const file = join(folder, 'names-only.csv')
  const rows = asked.map(([id], i) => `x,${nameOf.get(id)},${i},y,合格`)
  writeFileSync(file, ['drug,labelled_producer,batch,sample_source,result', ...rows].join('\n'))
  const batch = submit('drug', 'cn.product-sampling', 'drug-sampling', file)
  check('names only: nothing is taken', [batch.counts.accepted, batch.counts.faulty], [0, 400])
  const faults = await faultsOf('drug', batch)
  const found = faults.filter((fault) =>
    fault.offered.some((offer) => offer.value === asked[fault.row - 2][1]),
  )
  check('names only: the right organisation is among the candidates', found.length, 400)
  const several = faults.filter((fault) => fault.offered.length > 1).length
  console.log(`  names only: ${several} of 400 have more than one candidate`)
}

/** The truth beside the list says which registered organisation each row means. */
async function checkLinks(tax) {
  const truth = new Map(
    lines('tax_a_grade_2018_heilongjiang_links.csv').map(([id, uscc, relation]) => [
      id,
      { uscc, relation: relation.trim() },
    ]),
  )
  const rows = lines('tax_a_grade_2018_heilongjiang.csv')
  let reached = 0
  let flagged = 0
  for (const [id, , name] of rows) {
    const { uscc, relation } = truth.get(id)
    if (!['exact', 'normalised', 'different_name'].includes(relation)) continue
    const page = await pageOf(uscc)
    const record = page?.records.find(
      (one) => one.type === 'cn.tax-a-grade-list' && one.fields.name === name.trim(),
    )
    const registered = page?.records.some((one) => one.type === 'cn.registration')
    if (record && registered) reached++
    if (record?.nameDisagrees) flagged++
  }
  check('well-formed linkable rows that reach their registry subject by number', reached, 1_966)
  check('of these, flagged on the page because the name differs', flagged, 33)

  const faults = await faultsOf('tax', tax)
  const offered = faults.filter((fault) => {
    const id = fault.raw.split(',')[0]
    const { uscc, relation } = truth.get(id)
    return relation === 'malformed_id_same_name' && fault.offered.some((offer) => offer.value === uscc)
  })
  check('malformed numbers for which the right candidate is offered, not taken', offered.length, 3)
  for (const fault of faults)
    console.log(
      `    row ${fault.row}: ${fault.faults.map((item) => item.code).join(' ')}${fault.offered.map((offer) => ` → offered ${offer.scheme}`).join('')}`,
    )
}

await run()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
