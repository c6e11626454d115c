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
    hint: {
      zh: '文件可用 text/csv、application/x-ndjson、XLSX 或 application/octet-stream；推送可用 application/json。',
      en: 'A file may be text/csv, application/x-ndjson, XLSX or application/octet-stream; a push application/json.',
    },
  },
  BODY_TOO_LARGE: {
    says: { zh: '请求内容过大。', en: 'The body of the request is too large.' },
  },
  BODY_NOT_GZIP: {
    says: {
      zh: '内容声明为 gzip，却无法解压或不完整。',
      en: 'The body is announced as gzip and does not unpack, or is cut short.',
    },
    hint: { zh: '请重新压缩后发送，或不压缩发送。', en: 'Pack it again, or send it unpacked.' },
  },
  BODY_INFLATES_TOO_FAR: {
    says: {
      zh: '压缩内容解压后超过原来的 {ratioMax} 倍，未接收。',
      en: 'The body unpacks to more than {ratioMax} times its size; it was not taken.',
    },
    hint: { zh: '请不压缩发送。', en: 'Send it unpacked.' },
  },
  CONTENT_ENCODING_UNSUPPORTED: {
    says: { zh: '不支持这种内容编码。', en: 'This content encoding is not taken here.' },
    hint: { zh: '请用 gzip，或不压缩。', en: 'Use gzip, or none.' },
  },
  OUTAGE: {
    says: { zh: '系统暂时不可用，请稍后再试。', en: 'The node cannot answer just now; try again shortly.' },
  },
  DEFECT: {
    says: { zh: '系统内部错误，已记录。', en: 'Something went wrong inside the node; it has been recorded.' },
    hint: { zh: '如需帮助，请提供请求编号。', en: 'If you ask for help, give the request id.' },
  },
} as const satisfies MessageTable
