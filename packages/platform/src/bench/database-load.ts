// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { ingestStages, noShares, type Shares, stageOfStatement } from './ingest-stage.ts'

const LOOK_MS = 10
/** As every Linux that Node runs on has it. */
const TICKS_PER_SECOND = 100

/**
 * Processor time of the database server by stage, in microseconds: how often each backend was seen at work on which
 * statement, and what its process took meanwhile. Null where the system does not tell (no /proc).
 */
export async function watchDatabase(ownerUrl: string): Promise<{ stop(): Promise<Shares | null> }> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'probity-bench-watch' })
  await client.connect()
  const seen = new Map<number, Record<keyof Shares, number>>()
  const before = await processTimes(client)
  let stopping = false
  const looking = (async () => {
    while (!stopping) {
      const { rows } = await client.query<{ pid: number; query: string }>(
        "select pid, query from pg_stat_activity where state = 'active' and pid <> pg_backend_pid() and backend_type = 'client backend'",
      )
      for (const { pid, query } of rows) {
        const shares = seen.get(pid) ?? noShares()
        shares[stageOfStatement(query)] += 1
        seen.set(pid, shares)
      }
      await pause(LOOK_MS)
    }
  })()
  return {
    stop: async () => {
      stopping = true
      await looking
      const after = await processTimes(client)
      await client.end()
      return before && after && shareOut(before, after, seen)
    },
  }
}

/** What a process took goes to the stages as often as it was seen at them; of one never seen to the rest. */
function shareOut(
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
  seen: ReadonlyMap<number, Shares>,
): Shares {
  const time = noShares()
  for (const [pid, ticks] of after) {
    const micros = ((ticks - (before.get(pid) ?? 0)) * 1_000_000) / TICKS_PER_SECOND
    const shares = seen.get(pid) ?? { ...noShares(), rest: 1 }
    const sum = ingestStages.reduce((all, stage) => all + shares[stage], 0)
    for (const stage of ingestStages) time[stage] += (micros * shares[stage]) / sum
  }
  return time
}

/** Processor time of the server's processes, by process; without the one that asks. */
async function processTimes(client: pg.Client): Promise<ReadonlyMap<number, number> | null> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const own = rows[0]?.pid ?? 0
  const statOf = async (pid: number): Promise<readonly string[] | undefined> => {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
    // The name of the program stands in brackets, and may hold blanks.
    return text?.slice(text.lastIndexOf(')') + 2).split(' ')
  }
  const postmaster = (await statOf(own))?.[1]
  if (postmaster === undefined) return null
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const times = new Map<number, number>()
  for (const pid of pids) {
    const stat = await statOf(pid)
    if (!stat || pid === own || (stat[1] !== postmaster && String(pid) !== postmaster)) continue
    times.set(pid, Number(stat[11]) + Number(stat[12]))
  }
  return times
}
