// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from './messages.ts'

/** What a door says of a request before any module has seen it, and of a failure that is not the asker's. */
export const doorRefusals = {
  REQUEST_INVALID: {
    says: { zh: '请求不正确：{where} {rule}。', en: 'The request is not well formed: {where} {rule}.' },
    hint: { zh: '接口说明见 /v1/openapi.json。', en: 'The interface is described at /v1/openapi.json.' },
  },
  ADDRESS_UNKNOWN: {
    says: { zh: '没有这个地址。', en: 'There is nothing at this address.' },
    hint: { zh: '接口说明见 /v1/openapi.json。', en: 'The interface is described at /v1/openapi.json.' },
  },
  MEDIA_TYPE_UNSUPPORTED: {
    says: { zh: '不支持这种内容类型。', en: 'This content type is not taken here.' },
    hint: { zh: '批次请用 Content-Type: text/csv 发送。', en: 'Send a batch as Content-Type: text/csv.' },
  },
  BODY_TOO_LARGE: {
    says: { zh: '请求内容过大。', en: 'The body of the request is too large.' },
  },
  OUTAGE: {
    says: { zh: '系统暂时不可用，请稍后再试。', en: 'The node cannot answer just now; try again shortly.' },
  },
  DEFECT: {
    says: { zh: '系统内部错误，已记录。', en: 'Something went wrong inside the node; it has been recorded.' },
    hint: { zh: '如需帮助，请提供请求编号。', en: 'If you ask for help, give the request id.' },
  },
} as const satisfies MessageTable
