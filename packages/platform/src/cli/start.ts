// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type RunningNode, startNode } from '../app.ts'
import { admitPeople } from '../demo/admit-people.ts'
import { makeDemoWorld } from '../demo/make-demo-world.ts'
import { needsDemoWorld } from '../demo/needs-demo-world.ts'
import { type Config, configHelp, loadConfig } from '../kernel/config.ts'
import { type Running, runUntilStopped, StartAbandoned } from '../kernel/lifecycle.ts'
import { createLogger, type Logger } from '../kernel/logger.ts'
import type { CliIo, Command } from './command.ts'
import { openWorldProgress } from './progress.ts'

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
  return runUntilStopped((stopping) => run(config, log, io, stopping), {
    log: (line, error) => log.info({ event: 'node.stopping', kind: line.split(' ')[0] ?? '', err: error }),
  })
}

async function run(config: Config, log: Logger, io: CliIo, stopping: AbortSignal): Promise<Running> {
  const say = (line: string): void => void io.stdout.write(`${line}\n`)
  const node = await startNode(
    config,
    log,
    (step) => say(steps[step]),
    async (house) => {
      if (config.demoWorld && (await needsDemoWorld(house))) await fillDemo(config, house, io, stopping)
      if (stopping.aborted) {
        say('正在停止 … stopping')
        throw new StartAbandoned()
      }
    },
  )
  try {
    await admitDemoPeople(config, node.house)
  } catch (error) {
    await node.stop()
    throw error
  }
  say(stopping.aborted ? '正在停止 … stopping' : welcome(config, node.url))
  return node
}

const steps = {
  database: '启动数据库 … starting the database',
  migrating: '迁移表结构 … migrating',
  catalogue: '加载目录 … loading the catalogue',
  serving: '启动服务 … serving',
} as const

async function fillDemo(
  { dataDir }: Config,
  house: Parameters<typeof makeDemoWorld>[0],
  io: CliIo,
  signal: AbortSignal,
): Promise<void> {
  io.stdout.write('首次启动：生成演示数据 … first start: making the demo world\n')
  const progress = openWorldProgress(io)
  try {
    await makeDemoWorld(house, { dataDir, progress: progress.tell, signal })
  } finally {
    progress.end()
  }
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
