// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { findUnlinked, linkComputed } from './link-subjects.ts'
export { bigramsOf, nameBigrams, nameCore, nameKey, normaliseName } from './name.ts'
export { rememberNames, type SubjectName } from './remember-names.ts'
export { SubjectResolver } from './resolve-subjects.ts'
export type { DirectoryIdentifier, ResolvedSubject, SubjectClaim, SubjectKind } from './subject.ts'
export { countOrganisations, findIdentifiers, listCommonPairs } from './subject-store.ts'
