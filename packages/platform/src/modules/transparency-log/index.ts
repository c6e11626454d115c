// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { addCheckpoint, findCosigned, type WitnessReply } from './add-checkpoint.ts'
export type { WitnessProblem } from './ask-witness.ts'
export { auditNodeLog, type LogAudit } from './audit-log.ts'
export { type BuiltLog, buildLog } from './build-log.ts'
export { Cosigning, type CosigningState } from './cosigning.ts'
export { type EntryWitness, pages, type WitnessedAct, witnessedAct } from './entry-witness.ts'
export { takeOverLog } from './hold-log.ts'
export { openSigningKey, verifierKeyOf } from './key-files.ts'
export { type LogFolder, openLogFolder } from './log-folder.ts'
export { findLogResource, type LogResource } from './log-resource.ts'
export type { LogParts } from './log-state.ts'
export { type NodeKeyState, type NoteSigner, openNoteSigner } from './note-signer.ts'
export type { EntryProof } from './prove-entry.ts'
export { type EntryKind, queueEntry } from './queue-entry.ts'
export { type Recovered, recoverLog } from './recover-log.ts'
export { rotateKey } from './rotate-key.ts'
export { Sequencer } from './sequencer.ts'
export { type StartedLog, startLog } from './start-log.ts'
export { type LogStanding, TransparencyLog } from './transparency-log.ts'
export { transparencyLogRefusals } from './transparency-log-refusals.ts'
export {
  type WitnessDesk,
  type Witnessed,
  type WitnessParts,
  witnessLog,
  witnessVerifierKeyOf,
} from './witness-log.ts'
export { parseWitnessPolicy, type WitnessPolicy } from './witness-policy.ts'
