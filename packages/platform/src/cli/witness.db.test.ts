// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import {
  parseVerifierKey,
  platformSuite,
  signatureTypes,
  verifyCheckpoint,
  verifyLogProof,
} from '@probity/verify'
import { afterAll, describe, expect, test } from 'vitest'
import {
  another,
  expectWhole,
  type LogSite,
  openSite,
  queue,
  scratch,
  sequence,
} from '../../test/log-site.ts'
import type { NodeId } from '../kernel/db/outbox.ts'
import { createLogger } from '../kernel/logger.ts'
import {
  Cosigning,
  openLogFolder,
  openSigningKey,
  parseWitnessPolicy,
  queueEntry,
  startLog,
  TransparencyLog,
  witnessVerifierKeyOf,
} from '../modules/transparency-log/index.ts'
import { witnessCommand } from './witness.ts'

type RunningWitness = {
  readonly address: string
  readonly verifierKey: string
  readonly state: string
  readonly out: () => string
  /** The command's exit code, or what it throws. */
  readonly ended: Promise<unknown>
}

/** `probity witness`, to which the log brings its checkpoints. */
async function startWitness(site: LogSite, name: string, ...more: string[]): Promise<RunningWitness> {
  const home = join(scratch, `witness-${another()}`)
  let said = ''
  const stdout = new Writable({
    write: (chunk, _encoding, done) => {
      said += String(chunk)
      done()
    },
  })
  const io = { stdin: Readable.from([]), stdout, stderr: stdout, env: {}, isTty: false }
  const words = [
    '--log-key',
    site.signer.verifierKey,
    '--key',
    `${home}.key`,
    '--state',
    home,
    '--name',
    name,
  ]
  const ended = witnessCommand.run([...words, '--port', '0', ...more], io).catch((error: unknown) => error)
  await expect.poll(() => said, { timeout: 10_000 }).toContain('/add-checkpoint\n')
  const address = /(http:\S+)\/add-checkpoint/.exec(said)?.[1] ?? ''
  const verifierKey = /witness key: (\S+)/.exec(said)?.[1] ?? ''
  return { address, verifierKey, state: home, out: () => said, ended }
}

/** All witnesses of this file run in this process: one signal stops them. */
afterAll(() => void process.emit('SIGTERM', 'SIGTERM'))

/** Somebody at an address who answers as he likes. */
async function somebody(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  afterAll(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function keyNamed(name: string): Promise<string> {
  const file = join(scratch, `key-${another()}`)
  return witnessVerifierKeyOf(await openSigningKey(file, name, signatureTypes.cosignature))
}

type Asked = { readonly name: string; readonly verifierKey: string; readonly address: string }

function cosigningOf(
  site: LogSite,
  asked: readonly Asked[],
  quorum = 'all',
): { cosigning: Cosigning; logged: string[] } {
  const lines = asked.map(({ name, verifierKey, address }) => `witness ${name} ${verifierKey} ${address}\n`)
  const policy = `${lines.join('')}group G ${quorum} ${asked.map(({ name }) => name).join(' ')}\nquorum G\n`
  const logged: string[] = []
  const log = createLogger({ level: 'info', destination: { write: (line) => void logged.push(line) } })
  return { cosigning: new Cosigning({ ...site, log }, parseWitnessPolicy(policy)), logged }
}

const silent = createLogger({ level: 'silent' })
const witnessKey = (text: string) => parseVerifierKey(platformSuite, text, signatureTypes.cosignature)
const logKeyOf = (site: LogSite) => parseVerifierKey(platformSuite, site.signer.verifierKey)

describe('a log that is witnessed', () => {
  test('serves its checkpoint, and every proof, with the cosignatures of its witnesses', async () => {
    const site = await openSite()
    const [one, two] = [await startWitness(site, 'one.example'), await startWitness(site, 'two.example')]
    const { cosigning } = cosigningOf(site, [
      { name: 'one', ...one },
      { name: 'two', ...two },
    ])
    const log = new TransparencyLog({ ...site, log: silent, cosigning })
    const trust = {
      log: logKeyOf(site),
      witnesses: [one, two].map(({ verifierKey }) => witnessKey(verifierKey)),
    }
    for (const count of [1, 300, 40]) {
      await site.database.transact((tx) => queueEntry(tx, 'batch.receipt', `receipt ${count}`))
      await queue(site, count)
      await sequence(site)
      // Entered, and provable by the log's word alone, before any witness has seen it.
      const early = await log.findProof('batch.receipt', `receipt ${count}`)
      verifyLogProof(platformSuite, early?.proof ?? '', Buffer.from(early?.entry ?? ''), {
        log: logKeyOf(site),
      })
      await cosigning.round()
      const served = await log.findResource('checkpoint')
      const { size } = verifyCheckpoint(platformSuite, served?.bytes ?? '', trust)
      expect(await log.standing()).toMatchObject({
        origin: 'test.probity',
        size,
        cosigning: {
          quorum: 'G',
          isMet: true,
          witnesses: [
            { name: 'one', size, problem: null },
            { name: 'two', size },
          ],
        },
      })
      const proved = await log.findProof('batch.receipt', `receipt ${count}`)
      verifyLogProof(platformSuite, proved?.proof ?? '', Buffer.from(proved?.entry ?? ''), trust)
    }
    await expectWhole(site)
  })

  test('goes on when a witness is missing, says which, and takes it up again when it is back', async () => {
    const site = await openSite()
    const one = await startWitness(site, 'one.example')
    let isAway = true
    const between = await somebody(async (request, response) => {
      if (isAway) return void request.socket.destroy()
      const chunks = []
      for await (const chunk of request) chunks.push(chunk)
      const sent = await fetch(`${two.address}${request.url}`, {
        method: 'POST',
        body: Buffer.concat(chunks),
      })
      response.writeHead(sent.status, { 'content-type': sent.headers.get('content-type') ?? '' })
      response.end(await sent.text())
    })
    const two = await startWitness(site, 'two.example')
    const asked = [
      { name: 'one', ...one },
      { name: 'two', ...two, address: between },
    ]
    const { cosigning, logged } = cosigningOf(site, asked)
    await queue(site, 5)
    await sequence(site)
    await cosigning.round()
    expect(cosigning.state()).toMatchObject({
      isMet: false,
      witnesses: [{ problem: null }, { problem: 'WITNESS_AWAY' }],
    })
    const trust = { log: logKeyOf(site), witnesses: [witnessKey(one.verifierKey)] }
    expect(verifyCheckpoint(platformSuite, cosigning.published()?.note ?? '', trust).size).toBe(5)
    isAway = false
    // Left alone for a while, and then asked again although nothing new has been entered.
    for (let round = 0; round < 3; round += 1) await cosigning.round()
    expect(cosigning.state()).toMatchObject({
      isMet: true,
      witnesses: [{ size: 5 }, { size: 5, problem: null }],
    })
    const events = logged.map((line) => JSON.parse(line)).map(({ event, kind, code }) => [event, kind, code])
    expect(events).toEqual([
      ['log.witness-missing', 'two', 'WITNESS_AWAY'],
      ['log.witness-back', 'two', undefined],
    ])
    const { cosigning: enough } = cosigningOf(
      site,
      [asked[0] as Asked, { ...asked[1], address: 'http://127.0.0.1:1' } as Asked],
      'any',
    )
    await enough.round()
    expect(enough.state()).toMatchObject({
      isMet: true,
      witnesses: [{ size: 5 }, { problem: 'WITNESS_AWAY' }],
    })
  })

  test('takes nothing from a witness that is no cosignature by its key', async () => {
    const site = await openSite()
    await queue(site, 5)
    await sequence(site)
    const own = (await site.folder.readCheckpoint()) ?? ''
    const key = await keyNamed('w.example')
    const answering = (status: number, body: string, headers = {}) =>
      somebody((request, response) => {
        request.resume()
        response.writeHead(status, headers).end(body)
      })
    const keyId = Buffer.from(key.split('+')[1] ?? '', 'hex')
    const line = `— w.example ${Buffer.concat([keyId, Buffer.alloc(72, 7)]).toString('base64')}\n`
    for (const [address, problem] of [
      [await answering(200, ''), 'WITNESS_WRONG'],
      [await answering(200, 'yes\n'), 'WITNESS_WRONG'],
      [await answering(200, line), 'WITNESS_WRONG'],
      [await answering(200, own.split('\n\n')[1] ?? ''), 'WITNESS_WRONG'],
      [await answering(200, 'x'.repeat(100_000)), 'WITNESS_AWAY'],
      [await answering(302, '', { location: 'http://127.0.0.1:1/' }), 'WITNESS_AWAY'],
      [await answering(500, ''), 'WITNESS_AWAY'],
      [await answering(403, ''), 'WITNESS_REFUSES'],
      [await answering(409, '5\n'), 'WITNESS_REFUSES'],
      [await answering(409, '-1\n'), 'WITNESS_WRONG'],
      [await answering(409, '999\n'), 'WITNESS_AHEAD'],
    ] as const) {
      const { cosigning } = cosigningOf(site, [{ name: 'w', verifierKey: key, address }])
      await cosigning.round()
      expect([cosigning.state().witnesses[0]?.problem, cosigning.published()?.note]).toEqual([problem, own])
    }
  })
})

describe('a fork made on purpose', () => {
  test('is caught by the witness: the log is shown the door, and the evidence is kept', async () => {
    const honest = await openSite()
    const witness = await startWitness(honest, 'w.example')
    const asked = [{ name: 'w', ...witness }]
    await queue(honest, 300)
    await sequence(honest)
    await cosigningOf(honest, asked).cosigning.round()
    // The same key signs another past, as only the node itself can.
    const forked = await openSite(honest.keyFile)
    await queue(forked, 300, 'another act')
    await sequence(forked)
    const { cosigning } = cosigningOf(forked, asked)
    await expect(cosigning.assertNotBehind()).rejects.toMatchObject({
      code: 'LOG_BEHIND_WITNESS',
      facts: { witness: 'w', size: 300, witnessSize: 300 },
    })
    await cosigning.round()
    expect(cosigning.state()).toMatchObject({ isMet: false, witnesses: [{ problem: 'WITNESS_REFUSES' }] })
    const [kept, shown] = ['kept', 'shown'].map((which) =>
      verifyCheckpoint(platformSuite, readFileSync(join(witness.state, 'alarm', which)), {
        log: logKeyOf(honest),
      }),
    )
    expect([kept?.size, shown?.size]).toEqual([300, 300])
    expect(kept?.root).not.toEqual(shown?.root)
    // Not even the honest side is cosigned any more: a person has to look.
    await queue(honest, 1)
    await sequence(honest)
    const after = cosigningOf(honest, asked).cosigning
    await after.round()
    expect(after.state().isMet).toBe(false)
  })

  test('that has grown is refused when it is brought, and raises the alarm when its tiles are looked at', async () => {
    const honest = await openSite()
    const forked = await openSite(honest.keyFile)
    let shown = honest
    const url = await somebody(async (request, response) => {
      const found = await new TransparencyLog({ ...shown, log: silent }).findResource(
        (request.url ?? '').slice('/log/'.length),
      )
      response.writeHead(found ? 200 : 404).end(found?.bytes)
    })
    await queue(honest, 300)
    await sequence(honest)
    const witness = await startWitness(honest, 'w.example', '--log', `${url}/log`, '--every', '1')
    await expect.poll(() => witness.out(), { timeout: 10_000 }).toContain('cosigned: test.probity 300 (+300)')
    await queue(forked, 700, 'another act')
    await sequence(forked)
    const { cosigning } = cosigningOf(forked, [{ name: 'w', ...witness }])
    await cosigning.round()
    expect(cosigning.state().witnesses[0]?.problem).toBe('WITNESS_REFUSES')
    expect(existsSync(join(witness.state, 'refused'))).toBe(true)
    shown = forked
    // It stops with the alarm, and with it every witness of this process.
    await expect(witness.ended).resolves.toMatchObject({
      code: 'WITNESS_ALARM',
      facts: { reason: 'LOG_FORKED' },
    })
    expect(readFileSync(join(witness.state, 'alarm/shown'), 'utf8')).toBe(
      await forked.folder.readCheckpoint(),
    )
  })
})

describe('a folder that was lost together with the acts since the last backup', () => {
  test('is noticed by what a witness has kept: the node does not start', async () => {
    const site = await openSite()
    const witness = await startWitness(site, 'w.example')
    const policy = join(scratch, `policy-${another()}`)
    writeFileSync(policy, `witness w ${witness.verifierKey} ${witness.address}/\nquorum w\n`)
    const nodeId = '00000000-0000-4000-8000-000000000001' as string as NodeId
    const start = (at: LogSite, file = policy) => startLog({ ...at, log: silent }, nodeId, file)
    await queue(site, 20)
    const running = await start(site)
    const standing = () => running.transparencyLog.standing()
    const witnessed = { size: 21, cosigning: { isMet: true } }
    await expect.poll(standing, { timeout: 20_000 }).toMatchObject(witnessed)
    await running.stop()
    // Database and folder as they were before the first entry: from the inside, a log that begins.
    const restored = await openSite(site.keyFile)
    await expect(start(restored)).rejects.toMatchObject({
      code: 'LOG_BEHIND_WITNESS',
      facts: { size: 0, witnessSize: 21 },
    })
    expect(await restored.folder.readCheckpoint()).toBeUndefined()
    await expect(start(restored, `${policy}.not`)).rejects.toMatchObject({
      code: 'WITNESS_POLICY_UNREADABLE',
    })
    rmSync(site.path, { recursive: true })
    const emptied = { ...site, folder: openLogFolder(site.path) }
    await expect(start(emptied)).rejects.toMatchObject({ code: 'LOG_BEHIND_WITNESS' })
  })
})
