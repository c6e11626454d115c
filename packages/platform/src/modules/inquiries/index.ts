// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

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
export { type InquiryProof, proveInquiry, verifyInquiry } from './prove-inquiry.ts'
