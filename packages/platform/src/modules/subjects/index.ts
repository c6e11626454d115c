// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { type AssertedLink, linkAsserted } from './assert-link.ts'
export { decideLink } from './decide-link.ts'
export { type LinkProposal, listWaiting as listLinkProposals } from './link-store.ts'
export { findUnlinked, linkComputed } from './link-subjects.ts'
export { bigramsOf, nameBigrams, nameCore, nameKey, normaliseName } from './name.ts'
export { mayBeSame, type NameParts, nameParts, sameCore } from './name-parts.ts'
export { type LinkEvidence, linkEvidence, type ProposeLink, proposeLink } from './propose-link.ts'
export { rememberNames, type SubjectName } from './remember-names.ts'
export { SubjectResolver } from './resolve-subjects.ts'
export type { DirectoryIdentifier, ResolvedSubject, SubjectClaim, SubjectKind } from './subject.ts'
export { countOrganisations, findIdentifiers, listCommonPairs } from './subject-store.ts'
export { subjectsRefusals } from './subjects-refusals.ts'
