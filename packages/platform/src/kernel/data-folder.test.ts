// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { folderRefusal, portRefusal, prepareDataFolder } from './data-folder.ts'
import { Refusal } from './refusal.ts'
import { refusalText } from './refusal-text.ts'
import { startUpRefusals } from './start-up-refusals.ts'

let place: string

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'probity-folder-'))
})

afterAll(() => rmSync(place, { recursive: true, force: true }))

describe('the data folder', () => {
  test('is made for its owner alone, and the probing leaves nothing behind', async () => {
    const folder = join(place, 'deep', 'er')
    await prepareDataFolder(folder)
    await prepareDataFolder(folder)
    expect(readdirSync(folder)).toEqual([])
    if (process.platform !== 'win32') expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  test('that is a file is refused as unwritable', async () => {
    const file = join(place, 'file')
    writeFileSync(file, '')
    for (const folder of [file, join(file, 'below')]) {
      await expect(prepareDataFolder(folder)).rejects.toMatchObject({ code: 'DATA_FOLDER_UNWRITABLE' })
    }
  })

  test('on a full disk is refused as such, and an error of another kind is left alone', () => {
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' })
    expect(folderRefusal(full, '/srv/node')).toMatchObject({
      code: 'DISK_FULL',
      facts: { folder: '/srv/node' },
    })
    const defect = new TypeError('x is not a function')
    expect(folderRefusal(defect, '/srv/node')).toBe(defect)
  })
})

describe('a port', () => {
  const listen = (server: Server, port: number): Promise<unknown> =>
    new Promise((settle) => server.once('error', settle).listen(port, '127.0.0.1', () => settle(undefined)))

  test('that another program has is refused in one sentence in each language', async () => {
    const [first, second] = [createServer(), createServer()]
    await listen(first, 0)
    const address = first.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const refusal = portRefusal(await listen(second, port), port)
    first.close()
    expect(refusal).toBeInstanceOf(Refusal)
    expect(refusalText(refusal as Refusal, startUpRefusals)).toBe(
      `端口 ${port} 已被其他程序占用。请用 --port 指定另一个端口。\n` +
        `Port ${port} is already in use by another program. Choose another port with --port.`,
    )
  })

  test('that this user may not have is refused as such, and an error of another kind is left alone', () => {
    const denied = Object.assign(new Error('denied'), { code: 'EACCES' })
    expect(portRefusal(denied, 80)).toMatchObject({ code: 'PORT_FORBIDDEN', facts: { port: 80 } })
    const defect = new Error('other')
    expect(portRefusal(defect, 80)).toBe(defect)
  })
})

test('a code without a message is shown as it is', () => {
  expect(refusalText(new Refusal('NEW_CODE'), startUpRefusals)).toBe('NEW_CODE')
})
