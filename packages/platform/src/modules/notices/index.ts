// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { listOwnNotices } from './list-own-notices.ts'
export type { Notice, NoticeId } from './notice.ts'
export {
  listSubjectNotices,
  type NoticeChannel,
  ownFileChannel,
  type SubjectNotice,
  sendNotice,
  subjectTold,
  tellSubject,
} from './subject-notice.ts'
export { writeNotice } from './write-notice.ts'
