// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export {
  actorOfBody,
  findParticipantByCode,
  getParticipant,
  listParticipants,
  type Participant,
  registerParticipant,
} from './participant.ts'
export { participantsRefusals } from './participants-refusals.ts'
