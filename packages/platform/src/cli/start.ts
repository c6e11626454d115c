// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { join } from 'node:path'
import { type RunningNode, startNode } from '../app.ts'
import { admitPeople } from '../demo/admit-people.ts'
import { makeDemoWorld } from '../demo/make-demo-world.ts'
import { needsDemoWorld } from '../demo/needs-demo-world.ts'
import { type Config, configHelp, loadConfig } from '../kernel/config.ts'
import { runUntilStopped } from '../kernel/lifecycle.ts'
import { createLogger } from '../kernel/logger.ts'
import type { CliIo, Command } from './command.ts'

const usage = 'probity start [--data DIR] [--port N] [--no-demo | --empty] [--today DATE]'

export const startCommand: Command = {
  name: 'start',
  summary: { zh: '启动节点', en: 'start the node' },
  usage,
  run: start,
}

async function start(args: string[], io: CliIo): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout.write(`${usage}\n\n${configHelp('zh')}\n\n${configHelp('en')}\n`)
    return 0
  }
  const config = loadConfig(args, io.env)
  const log = createLogger({ level: config.logLevel === 'trace' ? 'debug' : config.logLevel })
  const say = (line: string): void => void io.stdout.write(`${line}\n`)
  return runUntilStopped(
    async (stopping) => {
      const node = await startNode(config, log, (step) => say(steps[step]))
      try {
        if (config.demoWorld && (await needsDemoWorld(node.house)))
          await fillDemo(config, node.house, say, stopping)
        await admitDemoPeople(config, node.house)
      } catch (error) {
        await node.stop()
        throw error
      }
      say(stopping.aborted ? '正在停止 … stopping' : welcome(config, node.url))
      return node
    },
    {
      log: (line, error) => log.info({ event: 'node.stopping', kind: line.split(' ')[0] ?? '', err: error }),
    },
  )
}

const steps = {
  database: '启动数据库 … starting the database',
  migrating: '迁移表结构 … migrating',
  catalogue: '加载目录 … loading the catalogue',
  serving: '启动服务 … serving',
} as const

async function fillDemo(
  config: Config,
  house: RunningNode['house'],
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  say('首次启动：生成演示数据 … first start: making the demo world')
  await makeDemoWorld(house, {
    keysDir: join(config.dataDir, 'keys'),
    progress: (done, total, title) => say(`  ${done}/${total}  ${title.zh} / ${title.en}`),
    signal,
  })
}

/** Without their posts nobody could try a desk; the provider itself knows accounts only. */
async function admitDemoPeople(config: Config, { access, database }: RunningNode['house']): Promise<void> {
  const { signIns, demoIdentity } = access
  if (!config.demoWorld || !signIns || !demoIdentity) return
  await admitPeople(database, (tx, key) => signIns.accountOf(tx, key))
}

function welcome(config: Config, url: string): string {
  const lines = [
    '',
    `Probity 信用信息公示已就绪 / is ready:   ${url}`,
    `  接口说明 API description:             ${url}/v1/openapi.json`,
  ]
  if (config.demoWorld) {
    lines.push(
      '',
      '三件可以试的事 / three things to try:',
      `  1. 打开网页，输入“演示”    open ${url} and search for 演示`,
      `  2. curl '${url}/v1/public/organisations?q=%E6%BC%94%E7%A4%BA&limit=3'`,
      '  3. npx probity catalogue show cn.administrative-penalty',
    )
  }
  lines.push('', '停止 / stop: Ctrl-C', '')
  return lines.join('\n')
}
