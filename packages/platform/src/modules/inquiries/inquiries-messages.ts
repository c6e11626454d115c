// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'

/** Said before a consent to what may tell against a person. */
export const adverseEffects = {
  ADVERSE_EFFECTS: {
    says: {
      zh: '提供此类信息可能使您得到较不利的决定，例如被拒绝、利率较高或额度较低。您可以不同意，也可以随时撤回。',
      en: 'This information may lead to a decision against you, such as a refusal, a higher price or a lower limit. You need not consent, and may take it back at any time.',
    },
  },
} as const satisfies MessageTable

/** What the supervisor is told. */
export const alarmNotices = {
  INQUIRY_ALARM: {
    says: {
      zh: '{day} 的查询记录触发“{alarm}”警示：{counted}，界限 {threshold}。',
      en: 'The inquiry log of {day} raises the alarm "{alarm}": {counted}, where the threshold is {threshold}.',
    },
    hint: {
      zh: '请在警示列表中查看证据。',
      en: 'The list of alarms has the evidence.',
    },
  },
} as const satisfies MessageTable

/** What a lender is told. */
export const lodgingNotices = {
  DOCUMENTS_DEMANDED: {
    says: {
      zh: '抽中 {documents} 份线下授权，请于 {dueOn} 前（含当日）提交签署的授权书。',
      en: '{documents} lodged authorisations were drawn: produce the signed documents on {dueOn} at the latest.',
    },
    hint: {
      zh: '逾期未交的授权停止使用；比例过高时停止登记。',
      en: 'What is not produced works no more, and too many failures close lodging.',
    },
  },
} as const satisfies MessageTable

/** What a subject is told. */
export const subjectNotices = {
  AUTHORISATION_LODGED: {
    says: {
      zh: '{body} 登记了一份授权书，称您于 {signedOn} 签署，有效至 {validUntil} 前。',
      en: '{body} lodged an authorisation that it says you signed on {signedOn}; it holds until before {validUntil}.',
    },
    hint: {
      zh: '若非您本人签署，请点“否认”：该机构将不能再查询您。',
      en: 'If you did not sign it, deny it by one tap: that body then gets no answer about you.',
    },
  },
} as const satisfies MessageTable
