// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export {
  declineKeeper,
  type KeeperProposal,
  listKeeperProposals,
  proposeKeeper,
  secondKeeper,
} from './admit-keeper.ts'
export { type AskedCapacity, changeCapacity } from './change-capacity.ts'
export {
  type Delegated,
  declineRole,
  delegateRole,
  endRole,
  grant,
  listRoleProposals,
  type RoleProposal,
  secondRole,
} from './delegate-role.ts'
export { firstPost, firstPower } from './first-capacity.ts'
export {
  addOwnClientKey,
  endOwnClientKey,
  endOwnKey,
  issueFirstKey,
  issueMachineKey,
  issueOwnKey,
  listOwnClients,
  listOwnKeys,
  registerOwnClient,
  rotateOwnKey,
} from './keep-keys.ts'
export {
  actorOfBody,
  findDivisionBeside,
  findParticipantByCode,
  getParticipant,
  listParticipants,
  type Participant,
  registerParticipant,
} from './participant.ts'
export { participantsRefusals } from './participants-refusals.ts'
export { Doorkeeper, holdActor, listPosts, type Presented, type Recognised } from './recognise-actor.ts'
export {
  type EmployerKind,
  machineScopes,
  type Role,
  type RoleCode,
  roles,
  rolesToDelegate,
  scopesOfRoles,
} from './roles.ts'
export {
  addOperator,
  addPost,
  endPost,
  listStaff,
  makePost,
  type Post,
  type RoleLine,
  type StaffLine,
} from './staff.ts'
export { redeemCode } from './take-invitation.ts'
