// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { declineAct } from './decline-act.ts'
export { type NewAct, proposeAct } from './propose-act.ts'
export { secondAct } from './second-act.ts'
export type { ActId, ActingOfficer, TwoOfficerAct } from './two-officer-act.ts'
export { workflowRefusals } from './workflow-refusals.ts'
export { findAct, listActs, listOpenActs } from './workflow-store.ts'
