// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Worker } from 'node:worker_threads'
import { DefectError } from '../../kernel/refusal.ts'
import type { Catalogue } from '../catalogue/index.ts'
import type {
  JudgedRun,
  PreparedRun,
  ResolvedRun,
  RunMessage,
  StagedRun,
  WorkerAct,
  WorkerAnswer,
  WorkerCall,
  WorkerSetting,
} from './judging-worker.ts'
import type { RecordRun } from './record-splitter.ts'

type Waiting = { resolve(answer: never): void; reject(error: Error): void }

/** Run from the sources (under the test runner), a worker still needs the compiled file. */
function compiledWorker(): URL {
  const here = new URL('./judging-worker.js', import.meta.url)
  return import.meta.url.endsWith('.ts') ? new URL(here.href.replace('/src/', '/dist/')) : here
}

/**
 * A worker holds a few runs of rows and the catalogue. Told so, it clears away what it is done with soon; without a
 * limit each lets its heap grow as if the machine were its own.
 */
const resourceLimits = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 16 }

class OneWorker {
  readonly #worker = new Worker(compiledWorker(), { resourceLimits })
  readonly #waiting = new Map<number, Waiting>()
  #next = 0
  #dead = false
  #catalogue: Catalogue | null = null

  constructor() {
    // Between batches nothing here keeps the process alive.
    this.#worker.unref()
    this.#worker.on('message', (answer: WorkerAnswer) => {
      const waiting = this.#waiting.get(answer.id)
      this.#waiting.delete(answer.id)
      if ('ok' in answer) waiting?.resolve(answer.ok as never)
      else waiting?.reject(new DefectError(`a judging worker failed: ${answer.error}`))
    })
    this.#worker.on('error', (error) => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(new DefectError('a judging worker ended early')))
  }

  get isDead(): boolean {
    return this.#dead
  }

  /** Opens a batch; calls are answered in their order, so the catalogue need not be waited for. */
  async open(batch: number, { catalogue, ...setting }: WorkerSetting): Promise<void> {
    if (this.#catalogue !== catalogue) {
      this.#catalogue = catalogue
      this.call(batch, { act: 'catalogue', catalogue }).answer.catch(() => undefined)
    }
    await this.call(batch, { act: 'open', setting }).answer
  }

  call<T>(batch: number, act: WorkerAct): { id: number; answer: Promise<T> } {
    const id = this.#next++
    const answer = new Promise<T>((resolve, reject) => {
      if (this.#dead) reject(new DefectError('a judging worker has ended'))
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject })
    })
    // The rows themselves move over; they were cut out for this call.
    const moved = 'run' in act ? [act.run.bytes.buffer as ArrayBuffer] : []
    this.#worker.postMessage({ id, batch, ...act } satisfies WorkerCall, moved)
    return { id, answer }
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #fail(error: Error): void {
    this.#dead = true
    for (const waiting of this.#waiting.values()) waiting.reject(error)
    this.#waiting.clear()
  }
}

/** The judging of one batch, spread over the pool's workers. */
export type BatchJudging = {
  /** @param finish also makes of the good rows what is to be staged, where that is the same whoever they are of */
  judge(run: RecordRun, finish?: boolean): Promise<JudgedRun>
  /** Two steps, for the subjects are resolved in between; both are done by the same worker. */
  stage(
    run: RecordRun,
    faulty: ReadonlySet<number>,
    resolve: (prepared: PreparedRun) => Promise<ResolvedRun>,
  ): Promise<StagedRun>
  close(): Promise<void>
}

/** A few workers kept for the life of the node: starting one takes as long as judging ten thousand rows. */
export class JudgingPool {
  readonly #size: number
  #workers: OneWorker[] = []
  #batches = 0

  constructor(size: number) {
    this.#size = size
  }

  /** Starts the workers, and replaces those that have died. */
  warm(): void {
    this.#workers = Array.from({ length: this.#size }, (_, i) => {
      const worker = this.#workers[i]
      return worker && !worker.isDead ? worker : new OneWorker()
    })
  }

  async open(setting: WorkerSetting): Promise<BatchJudging> {
    this.warm()
    const workers = this.#workers
    const batch = this.#batches++
    let next = 0
    const pick = (): OneWorker => {
      next = (next + 1) % workers.length
      return workers[next] as OneWorker
    }
    await Promise.all(workers.map((worker) => worker.open(batch, setting)))
    return {
      judge: (run, finish = false) =>
        pick().call<JudgedRun>(batch, { act: 'judge', run: messageOf(run), finish }).answer,
      stage: async (run, faulty, resolve) => {
        const worker = pick()
        const prepared = worker.call<PreparedRun>(batch, { act: 'prepare', run: messageOf(run), faulty })
        const { subjectIds, seals } = await resolve(await prepared.answer)
        const resolved = { subjectIds, seals }
        return worker.call<StagedRun>(batch, { act: 'stage', prepared: prepared.id, resolved }).answer
      },
      close: async () => {
        await Promise.allSettled(workers.map((worker) => worker.call(batch, { act: 'close' }).answer))
      },
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker.end()))
  }
}

/** Only the bytes of the run itself cross to the worker, not the whole buffer it was cut from. */
function messageOf(run: RecordRun): RunMessage {
  const from = run.starts[0] ?? 0
  const bytes = Uint8Array.prototype.slice.call(run.bytes, from, run.ends.at(-1) ?? from)
  return {
    bytes,
    starts: run.starts.map((start) => start - from),
    ends: run.ends.map((end) => end - from),
    rowNos: run.rowNos,
    damage: run.damage,
    ...(run.marks ? { marks: run.marks } : {}),
  }
}
