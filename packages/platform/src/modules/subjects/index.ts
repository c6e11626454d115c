// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { type AssertedLink, linkAsserted } from './assert-link.ts'
export { declineLink, secondLink } from './decide-link.ts'
export { findLinkable } from './find-linkable.ts'
export { type Known, type Likeness, likenesses, likenessOf, regionsOf } from './likeness.ts'
export {
  type LinkAct,
  type LinkContent,
  type LinkEvidence,
  type LinkProposal,
  linkEvidence,
} from './link-proposal.ts'
export type { LinkReason } from './link-store.ts'
export { findUnlinked, linkComputed } from './link-subjects.ts'
export { linkWitnesses } from './link-witness.ts'
export {
  assertMayReadLinks,
  getLinkHistory,
  type LinkHistory,
  type LinkOfficers,
  listLinkProposals,
  listPossibleActs,
} from './list-links.ts'
export { bigramsOf, nameBigrams, nameCore, nameKey, nameKeyHex, normaliseName } from './name.ts'
export { mayBeSame, type NameParts, nameParts, sameCore } from './name-parts.ts'
export { PersonIndex } from './person-index.ts'
export { proposeLink } from './propose-link.ts'
export { rememberNames, type SubjectName, takeBackNames } from './remember-names.ts'
export { SubjectResolver } from './resolve-subjects.ts'
export type { DirectoryIdentifier, ResolvedSubject, SubjectClaim, SubjectKind } from './subject.ts'
export { countOrganisations, findIdentifiers, listCommonPairs } from './subject-store.ts'
export { subjectsRefusals } from './subjects-refusals.ts'
