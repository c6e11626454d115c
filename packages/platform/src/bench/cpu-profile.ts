// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Profiler, Session } from 'node:inspector/promises'
import { type IngestStage, noShares, type Shares, stageOfFunction } from './ingest-stage.ts'

const INTERVAL_US = 1_000

/** Where the threads of this process spend their time, from now until `stop`: its own and those of its workers. */
export async function profileThreads(): Promise<{ stop(): Promise<Profiler.Profile[]> }> {
  const session = new Session()
  session.connect()
  const workers = new Workers(session)
  await session.post('NodeWorker.enable', { waitForDebuggerOnStart: false })
  await Promise.all([session.post('Profiler.enable'), ...workers.post('Profiler.enable')])
  const interval = { interval: INTERVAL_US }
  const set = session.post('Profiler.setSamplingInterval', interval)
  await Promise.all([set, ...workers.post('Profiler.setSamplingInterval', interval)])
  await Promise.all([session.post('Profiler.start'), ...workers.post('Profiler.start')])
  return {
    stop: async () => {
      const stopped = await Promise.all([session.post('Profiler.stop'), ...workers.post('Profiler.stop')])
      session.disconnect()
      return stopped.map((answer) => (answer as Profiler.StopReturnType).profile)
    },
  }
}

/** The inspector speaks to a worker in messages that the session passes on. */
class Workers {
  readonly #session: Session
  readonly #ids = new Set<string>()
  readonly #waiting = new Map<string, (answer: unknown) => void>()
  #next = 0

  constructor(session: Session) {
    this.#session = session
    session.on('NodeWorker.attachedToWorker', ({ params }) => void this.#ids.add(params.sessionId))
    session.on('NodeWorker.detachedFromWorker', ({ params }) => void this.#ids.delete(params.sessionId))
    session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
      const { id, result } = JSON.parse(params.message) as { id?: number; result?: unknown }
      this.#waiting.get(`${params.sessionId} ${id}`)?.(result)
    })
  }

  post(method: string, params: object = {}): Promise<unknown>[] {
    return [...this.#ids].map(async (sessionId) => {
      const id = this.#next++
      const answer = new Promise((resolve) => this.#waiting.set(`${sessionId} ${id}`, resolve))
      const message = JSON.stringify({ id, method, params })
      await this.#session.post('NodeWorker.sendMessageToWorker', { sessionId, message })
      return answer
    })
  }
}

/** Time by stage, in microseconds: what a function takes counts for the nearest caller that has a stage. */
export function timeByStage(profile: Profiler.Profile): Shares {
  const time = noShares()
  const stageOf = stagesOf(profile)
  profile.samples?.forEach((nodeId, at) => {
    const stage = stageOf.get(nodeId)
    if (stage) time[stage] += profile.timeDeltas?.[at] ?? 0
  })
  return time
}

/** What a thread is in while it waits: a worker has no name of its own for that. */
const waiting = ['(idle)', '(program)']

/** Of each node of the tree of calls; none while a thread waits. */
function stagesOf({ nodes }: Profiler.Profile): Map<number, IngestStage> {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const stages = new Map<number, IngestStage>()
  const visit = (id: number, inherited: IngestStage): void => {
    const node = byId.get(id)
    if (!node || waiting.includes(node.callFrame.functionName)) return
    const { url, functionName } = node.callFrame
    const stage = stageOfFunction(url, functionName) ?? inherited
    stages.set(id, stage)
    for (const child of node.children ?? []) visit(child, stage)
  }
  const [root] = nodes
  if (root) visit(root.id, 'rest')
  return stages
}
