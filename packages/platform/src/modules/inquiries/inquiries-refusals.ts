// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'

const authorisationRefusals = {
  OWN_AFFAIRS_ONLY: {
    says: {
      zh: '只有主体本人，或其委托书写明 {scope} 的代理人，可以这样做。',
      en: 'Only the subject itself, or an agent whose power names {scope}, may do that.',
    },
  },
  AUTHORISATION_UNKNOWN: {
    says: { zh: '没有这项授权。', en: 'There is no such authorisation.' },
  },
  AUTHORISATION_WAS_GIVEN: {
    says: {
      zh: '这项授权是在线作出的，不能否认，只能撤回。',
      en: 'This authorisation was given on line: it can be revoked, not denied.',
    },
  },
  AUTHORISATION_TERM: {
    says: {
      zh: '授权的终止日须在起始日和今天之后，最迟为 {latest}。',
      en: 'An authorisation ends after it begins and after today, on {latest} at the latest.',
    },
  },
  PURPOSE_UNKNOWN: {
    says: {
      zh: '授权须写明一至二十个目的，且都是目录中须经授权的查询目的。',
      en: 'An authorisation names one to twenty purposes of the catalogue, each of which needs consent.',
    },
  },
  SEPARATE_CONSENT_UNKNOWN: {
    says: { zh: '没有这种须单独同意的信息。', en: 'There is no such kind that needs a consent of its own.' },
  },
  ADVERSE_EFFECTS_UNTOLD: {
    says: {
      zh: '此类信息（{kind}）须先告知可能的不利后果，并单独同意。',
      en: 'This kind ({kind}) needs the notice of adverse effects acknowledged, and a consent of its own.',
    },
  },
  SUSPENSION_UNKNOWN: {
    says: { zh: '没有这项暂停，或它已解除。', en: 'There is no such suspension, or it has been lifted.' },
  },
} as const satisfies MessageTable

const lodgingRefusals = {
  LODGING_NOT_YOURS: {
    says: { zh: '只有金融机构可以登记线下授权。', en: 'Only a lender lodges authorisations.' },
  },
  LODGING_CLOSED: {
    says: {
      zh: '线下授权登记已停止：到期的授权书 {due} 份，逾期未交 {failed} 份。',
      en: 'Lodging is closed: of {due} documents due, {failed} were not produced in time.',
    },
    hint: { zh: '请联系监管部门。', en: 'The supervisor may open it again.' },
  },
  ANSWERS_SUSPENDED: {
    says: {
      zh: '该主体已否认贵机构登记的授权，不再接受贵机构的登记。',
      en: 'This subject denied what your body lodged; nothing more is taken from it about this subject.',
    },
    hint: { zh: '由主体本人或监管部门解除。', en: 'The subject or the supervisor may lift that.' },
  },
  SIGNED_IN_FUTURE: {
    says: {
      zh: '签署日不得晚于今天，也不得晚于授权的起始日。',
      en: 'The document was signed not later than today, and not later than the authorisation begins.',
    },
  },
  IDENTIFIER_UNUSABLE: {
    says: {
      zh: '号码不对，不能据此登记。',
      en: 'The number fails its check, so nothing can be lodged by it.',
    },
  },
  DOCUMENT_NOT_DEMANDED: {
    says: { zh: '这份授权书没有被抽中，不必提交。', en: 'This document was not drawn and is not wanted.' },
  },
  DOCUMENT_DIFFERS: {
    says: {
      zh: '这不是登记时的那份文件：散列值不同。',
      en: 'This is not the document that was lodged: its hash differs.',
    },
  },
  SUPERVISOR_ONLY: {
    says: { zh: '只有监管人员可以这样做。', en: 'Only an officer of the supervisor may do that.' },
  },
} as const satisfies MessageTable

const hidingRefusals = {
  HIDING_NOT_YOURS: {
    says: {
      zh: '只有办理调查的机关，在本地有规定时，才可以暂不向主体显示查询。',
      en: 'Only a body that investigates keeps an inquiry from its subject, where the city has a rule for it.',
    },
  },
  HIDING_TERM: {
    says: {
      zh: '不显示的期限须在今天之后，最迟至 {latest}。',
      en: 'An inquiry is kept from its subject until a day after today, {latest} at the latest.',
    },
  },
  HIDING_DOCUMENT_MISSING: {
    says: {
      zh: '不显示查询须写明所依据的文书号。',
      en: 'Whoever keeps an inquiry from its subject names the numbered document that it rests on.',
    },
  },
} as const satisfies MessageTable

const inquiryRefusals = {
  INQUIRY_UNKNOWN: {
    says: { zh: '没有这次查询。', en: 'There is no such inquiry.' },
  },
} as const satisfies MessageTable

const alarmRefusals = {
  WATCH_UNKNOWN: {
    says: { zh: '没有这项关注，或它已结束。', en: 'There is no such watch, or it has ended.' },
  },
} as const satisfies MessageTable

const markRefusals = {
  RECORD_UNKNOWN: {
    says: { zh: '没有这条记录。', en: 'There is no such record.' },
  },
  MARK_UNKNOWN: {
    says: { zh: '没有这个标记。', en: 'There is no such mark.' },
  },
  MARK_NOT_YOURS: {
    says: { zh: '您不能标记或解除标记这条记录。', en: 'This record is not yours to mark, or to unmark.' },
  },
  MARK_REFERENCE_MISSING: {
    says: {
      zh: '停止使用一条记录须写明所依据的文书号。',
      en: 'Whoever stops the use of a record names the numbered document that it rests on.',
    },
  },
} as const satisfies MessageTable

export const inquiriesRefusals = {
  ...authorisationRefusals,
  ...lodgingRefusals,
  ...hidingRefusals,
  ...inquiryRefusals,
  ...alarmRefusals,
  ...markRefusals,
} as const satisfies MessageTable
