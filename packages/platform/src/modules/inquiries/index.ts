// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export {
  type AuthorisationId,
  type Inquirer,
  type InquirerKind,
  type Inquiry,
  type InquiryBasis,
  type InquiryId,
  type InquiryOutcome,
  inquirerKinds,
  openInquiry,
  unknownSubject,
} from './inquiry.ts'
export { InquiryLog, type Keeping } from './inquiry-log.ts'
export { type InquiryProof, proveInquiry, verifyInquiry } from './prove-inquiry.ts'
