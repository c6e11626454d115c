// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFile } from 'node:fs/promises'
import type { NodeId } from '../../kernel/db/outbox.ts'
import type { Logger } from '../../kernel/logger.ts'
import { refuse } from '../../kernel/refusal.ts'
import { Cosigning } from './cosigning.ts'
import { holdLog } from './hold-log.ts'
import type { LogParts } from './log-state.ts'
import { Sequencer } from './sequencer.ts'
import { TransparencyLog } from './transparency-log.ts'
import { countHandovers } from './transparency-log-store.ts'
import { parseWitnessPolicy } from './witness-policy.ts'

export type StartedLog = { readonly transparencyLog: TransparencyLog; stop(): Promise<void> }

/**
 * Before anything is accepted: a node that may not sign its log accepts nothing either. One whose folder does not hold
 * the log of its database only queues.
 * @param policyFile who witnesses; undefined: nobody is asked
 */
export async function startLog(
  parts: LogParts & { readonly log: Logger },
  nodeId: NodeId,
  policyFile: string | undefined,
): Promise<StartedLog> {
  await assertKeysKnown(parts)
  if (!(await holdLog(parts.database, nodeId))) {
    parts.log.warn({ event: 'log.held-by-another-node' })
    return { transparencyLog: new TransparencyLog(parts), stop: async () => undefined }
  }
  const cosigning = policyFile === undefined ? undefined : await openCosigning(parts, policyFile)
  await cosigning?.assertNotBehind()
  const sequencer = new Sequencer(parts)
  await sequencer.start()
  cosigning?.start()
  return {
    transparencyLog: new TransparencyLog({ ...parts, cosigning }),
    stop: async () => {
      await cosigning?.stop()
      await sequencer.stop()
    },
  }
}

/** Secrets from before, or of a node that was left out, would sign with a key that has been handed over. */
async function assertKeysKnown({ database, signer }: LogParts): Promise<void> {
  const entered = await countHandovers(database)
  const known = signer.handovers.length
  if (entered > known) throw refuse('LOG_KEY_BEHIND', { entered, known })
}

async function openCosigning(parts: LogParts & { readonly log: Logger }, file: string): Promise<Cosigning> {
  const policy = await readFile(file, 'utf8').catch(() => {
    throw refuse('WITNESS_POLICY_UNREADABLE', { file })
  })
  return new Cosigning(parts, parseWitnessPolicy(policy))
}
