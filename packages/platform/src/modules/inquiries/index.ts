// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { type Alarm, type AlarmId, type AlarmKind, alarmKinds } from './alarm.ts'
export {
  type AuthorisationLine,
  type AuthorisationState,
  answerIsBarred,
  authorisationHolds,
  type Consent,
  separateKinds,
  stateOf,
} from './authorisation.ts'
export type { AuthorisationPage } from './authorisation-store.ts'
export type { Suspension, SuspensionId } from './bars-store.ts'
export { drawDocuments } from './draw-documents.ts'
export {
  denyAuthorisation,
  liftSuspension,
  revokeAuthorisation,
  withdrawAuthorisation,
} from './end-authorisation.ts'
export { type Freeze, findOwnFreeze, freezeInquiries, unfreezeInquiries } from './freeze-inquiries.ts'
export {
  type ConsentChoices,
  consentChoices,
  type GiveAuthorisation,
  giveAuthorisation,
} from './give-authorisation.ts'
export { keptInquiriesWitness } from './group-witness.ts'
export { hideInquiry } from './hide-inquiry.ts'
export { adverseEffects, alarmNotices, lodgingNotices, subjectNotices } from './inquiries-messages.ts'
export { inquiriesRefusals } from './inquiries-refusals.ts'
export {
  type AuthorisationId,
  type Inquirer,
  type Inquiry,
  type InquiryBasis,
  type InquiryId,
  type InquiryOutcome,
  inquirerOf,
  openInquiry,
  unknownSubject,
} from './inquiry.ts'
export { InquiryLog, type Keeping } from './inquiry-log.ts'
export {
  listLodgedAuthorisations,
  listOwnAuthorisations,
  listOwnFileNotices,
  listOwnSuspensions,
} from './list-authorisations.ts'
export {
  countOwnFullReports,
  findOwnInquiry,
  type InquiryPage,
  listAuthorisationUses,
  listOwnInquiries,
  type OwnReports,
} from './list-own-inquiries.ts'
export { type LodgeAuthorisation, lodgeAuthorisation } from './lodge-authorisation.ts'
export {
  type LodgingStanding,
  listOwnDemands,
  lodgingStanding,
  readLodging,
  reopenLodging,
} from './lodging.ts'
export type { DocumentDemand } from './lodging-store.ts'
export { liftMark, type Mark, type MarkId, type MarkRecord, markRecord } from './mark-record.ts'
export { marksAt } from './marks-at.ts'
export { ownSubjectOf } from './own-affairs.ts'
export { produceDocument } from './produce-document.ts'
export { type InquiryProof, proveInquiry, proveOwnInquiry, verifyInquiry } from './prove-inquiry.ts'
export { raiseAlarms } from './raise-alarms.ts'
export { readAlarms } from './read-alarms.ts'
export { readTogether } from './read-together.ts'
export { type StatuteSample, sampleStatuteQuestions } from './sample-statute-questions.ts'
export type { SampledQuestion } from './sample-store.ts'
export { type LodgedScheme, lodgedSchemes, subjectToLodge } from './subject-to-lodge.ts'
export { endWatch, type WatchId, watchSubject } from './watch-subject.ts'
