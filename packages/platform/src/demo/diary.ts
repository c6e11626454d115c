// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CivilDate, isCivilDate } from '../kernel/civil-date.ts'

/**
 * From which day the world is reckoned, and how many of its days have been played: a start that was stopped half way
 * goes on with the same files, whenever that is, and what waits of a day is done as of that day.
 */
export type Diary = {
  readonly firstDay: CivilDate
  readonly scenesPlayed: number
  /** Written down before the next scene begins. */
  note(scenesPlayed: number): Promise<void>
}

/** @param isBegun whether the node holds something of the world: an older folder says nothing of a new database */
export async function openDiary(dataDir: string, isBegun: boolean, today: CivilDate): Promise<Diary> {
  const file = join(dataDir, 'demo-world.json')
  const known = isBegun ? await readDiary(file) : undefined
  const firstDay = known !== undefined && known.firstDay <= today ? known.firstDay : today
  const note = async (scenesPlayed: number): Promise<void> => {
    await writeFile(`${file}.new`, `${JSON.stringify({ firstDay, scenesPlayed })}\n`)
    await rename(`${file}.new`, file)
  }
  const scenesPlayed = known?.firstDay === firstDay ? known.scenesPlayed : 0
  await note(scenesPlayed)
  return { firstDay, scenesPlayed, note }
}

async function readDiary(file: string): Promise<Pick<Diary, 'firstDay' | 'scenesPlayed'> | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}'
    throw error
  })
  const { firstDay, scenesPlayed } = JSON.parse(text) as Record<string, unknown>
  if (typeof firstDay !== 'string' || !isCivilDate(firstDay)) return undefined
  return { firstDay, scenesPlayed: typeof scenesPlayed === 'number' ? scenesPlayed : 0 }
}
