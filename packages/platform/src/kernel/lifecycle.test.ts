// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyKernel, type KernelCopy, type KernelProcess } from '../../test/kernel-process.ts'

let kernel: KernelCopy

beforeAll(() => {
  kernel = copyKernel()
})

afterAll(() => kernel.remove())

/** A node whose stop is the text given; it says 'up' when it runs and its exit code is the lifecycle's. */
function node(stop: string, afterStart = '', stopLimitMs = 300): KernelProcess {
  return kernel.run(`
import { setTimeout as delay } from 'node:timers/promises'
import { runUntilStopped } from './kernel/lifecycle.js'
const busy = setInterval(() => undefined, 1000)
const start = async (stopping) => {
  console.log('starting')
  ${afterStart}
  console.log('up')
  return { stop: async () => { ${stop} } }
}
const log = (line, error) => console.log(line, error instanceof Error ? error.message : '')
process.exitCode = await runUntilStopped(start, { log, stopLimitMs: ${stopLimitMs} })
clearInterval(busy)`)
}

test.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s stops the node in order, with exit code 0',
  async (signal) => {
    const running = node(`await delay(50); console.log('closed')`)
    await running.says(/up/)
    running.child.kill(signal)
    expect(await running.ended).toBe(0)
    expect(running.text()).toContain(`stopping on ${signal}`)
    expect(running.text().match(/closed/g)).toHaveLength(1)
  },
)

test('a signal during the start lets the start end and then stops', async () => {
  const running = node(`console.log('closed')`, 'await delay(200)')
  await running.says(/starting/)
  running.child.kill('SIGTERM')
  expect(await running.ended).toBe(0)
  expect(running.text()).toMatch(/up\n(.*\n)*closed/)
})

test('what can be left out of a start is left out once a signal has come', async () => {
  const running = node(
    `console.log('closed')`,
    `for (let i = 0; i < 100 && !stopping.aborted; i++) await delay(100); console.log('left out')`,
  )
  await running.says(/starting/)
  running.child.kill('SIGINT')
  expect(await running.ended).toBe(0)
  expect(running.text()).toMatch(/left out[\s\S]*closed/)
})

test('a second signal ends the process at once', async () => {
  const running = node(
    'await delay(400); console.log("waiting"); await new Promise(() => undefined)',
    '',
    60_000,
  )
  await running.says(/up/)
  running.child.kill('SIGINT')
  await running.says(/waiting/)
  running.child.kill('SIGINT')
  expect(await running.ended).toBe(130)
})

test('one Ctrl-C that arrives twice is still one', async () => {
  const running = node(`await delay(100); console.log('closed')`)
  await running.says(/up/)
  running.child.kill('SIGINT')
  await running.says(/stopping on SIGINT/)
  running.child.kill('SIGINT')
  expect(await running.ended).toBe(0)
  expect(running.text().match(/closed/g)).toHaveLength(1)
})

test('a stop that outlasts its limit is given up', async () => {
  const running = node('await new Promise(() => undefined)')
  await running.says(/up/)
  running.child.kill('SIGTERM')
  expect(await running.ended).toBe(1)
  expect(running.text()).toContain('not stopped within 0.3 s')
})

test('a stop that fails is logged and is no clean exit', async () => {
  const running = node(`throw new Error('the pool is stuck')`)
  await running.says(/up/)
  running.child.kill('SIGTERM')
  expect(await running.ended).toBe(1)
  expect(running.text()).toContain('the stop failed the pool is stuck')
})

test.for([
  ['an exception nobody caught', `setTimeout(() => { throw new Error('lost') })`],
  ['a rejection nobody handled', `void Promise.reject(new Error('lost'))`],
] as const)('%s is logged, then the node stops in order with exit code 1', async ([, defect]) => {
  const running = node(`console.log('closed')`, defect)
  expect(await running.ended).toBe(1)
  expect(running.text()).toMatch(/an error nobody caught; stopping lost\n(.*\n)*closed/)
})

test('what the start refuses comes back to the caller', async () => {
  const running = kernel.run(`
import { runUntilStopped } from './kernel/lifecycle.js'
import { refuse } from './kernel/refusal.js'
const start = async (stopping) => { throw refuse('PORT_TAKEN', { port: 1 }) }
await runUntilStopped(start).catch((refusal) => console.log('refused', refusal.code))`)
  expect(await running.ended).toBe(0)
  expect(running.text()).toBe('refused PORT_TAKEN\n')
})

test('a start that was told to stop and undoes itself is a clean exit', async () => {
  const running = kernel.run(`
import { setTimeout as delay } from 'node:timers/promises'
import { runUntilStopped, StartAbandoned } from './kernel/lifecycle.js'
const start = async (stopping) => {
  console.log('starting')
  while (!stopping.aborted) await delay(20)
  console.log('undone')
  throw new StartAbandoned()
}
process.exitCode = await runUntilStopped(start)
console.log('ended')`)
  await running.says(/starting/)
  running.child.kill('SIGINT')
  expect(await running.ended).toBe(0)
  expect(running.text()).toBe('starting\nundone\nended\n')
})
