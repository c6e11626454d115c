// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { openWorld } from '../../../test/world.ts'
import { completeOrganisationCode, completeUscc } from '../identifiers/index.ts'

const world = await openWorld()
const registry = await world.furnisher('registry', 'registration-authority')
const drugs = await world.furnisher('drugs', 'drug-authority')

let made = 0
function newUscc(kind = '91'): string {
  made++
  const code = completeOrganisationCode(`D${String(made).padStart(7, '0')}`)
  return (code && completeUscc(`${kind}999999`, code)) as string
}

async function register(name: string, uscc = newUscc()): Promise<string> {
  const csv = `uscc,name,registered_on\n${uscc},${name},2020-01-02\n`
  await world.submit(registry, { type: 'cn.registration', csv })
  return uscc
}

const heading = 'drug,labelled_producer,batch,sample_source,result\n'

async function offersFor(...producers: string[]): Promise<string[][]> {
  const rows = producers.map((name, i) => `示例,${name},${++made},示例医院${i},不合格\n`).join('')
  const { batch, totals } = await world.submit(drugs, {
    type: 'cn.product-sampling',
    profile: 'drug-sampling',
    csv: heading + rows,
  })
  expect(totals).toMatchObject({ accepted: 0 })
  expect(batch.faulty).toBe(producers.length)
  const faults = await world.faults(drugs, batch.batchId)
  for (const fault of faults) expect(fault.items.map((item) => item.code)).toContain('CMP-IDENTIFIER')
  return faults.map((fault) => fault.offered.map((offer) => offer.value))
}

test('a row without a number waits in quarantine, with candidates of the same core and area', async () => {
  const uscc = await register('哈尔滨演示甲药业有限公司')
  expect(await offersFor('黑龙江省哈尔滨市演示甲药业有限责任公司', '哈爾濱演示甲藥業有限公司')).toEqual([
    [uscc],
    [uscc],
  ])
})

test('another area, a branch, a co-operative or a mistyped name is no candidate', async () => {
  await register('哈尔滨演示乙药业有限公司')
  const others = [
    '沈阳演示乙药业有限公司',
    '哈尔滨演示乙药业有限公司阿城分公司',
    '哈尔滨演示乙药业农民专业合作社',
  ]
  expect(await offersFor(...others, '哈尔滨演示已药业有限公司')).toEqual([[], [], [], []])
})

test('a name without an area is a candidate by the whole name only', async () => {
  const uscc = await register('演示丙药业有限公司')
  expect(await offersFor('演示丙药业有限公司', '演示丙药业有限责任公司')).toEqual([[uscc], []])
})

test('a former name leads to the organisation that bore it; a shop is never offered', async () => {
  const uscc = await register('哈尔滨演示丁药业有限公司')
  await register('哈尔滨演示戊药业有限公司', uscc)
  await register('哈尔滨演示己药店', newUscc('92'))
  expect(await offersFor('哈尔滨演示丁药业有限公司', '哈尔滨演示己药店')).toEqual([[uscc], []])
})

test('a candidate is never taken: the organisation it may be has nothing of the sheet', async () => {
  const uscc = await register('哈尔滨演示庚药业有限公司')
  expect(await offersFor('哈尔滨演示庚药业有限公司')).toEqual([[uscc]])
  const versions = await world.database.query(
    "select 1 from record_versions where type = 'cn.product-sampling'",
  )
  expect(versions).toEqual([])
  const numbers = await world.database.query('select 1 from record_keys where type = $1', [
    'cn.product-sampling',
  ])
  expect(numbers).toEqual([])
})

test('with its number and the finding that has legal effect, the row is taken', async () => {
  const uscc = await register('哈尔滨演示辛药业有限公司')
  const { totals } = await world.submit(drugs, {
    type: 'cn.product-sampling',
    profile: 'drug-sampling',
    csv:
      'drug,labelled_producer,batch,sample_source,result,producer_uscc,finding_number,finding_on,authority\n' +
      `示例,哈尔滨演示辛药业有限公司,1,示例医院,不合格,${uscc},演药〔2026〕1号,2026-05-01,演示药监局\n`,
  })
  expect(totals).toMatchObject({ accepted: 1 })
  expect((await world.page(uscc)).records.map((record) => record.type)).toEqual(['cn.registration'])
})
