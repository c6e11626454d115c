// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'

const keyRefusals = {
  API_KEY_MISSING: {
    says: { zh: '此接口需要登录或密钥。', en: 'This address needs a sign-in or an API key.' },
    hint: {
      zh: '请登录，或在请求头中给出 Authorization: Bearer 密钥。',
      en: 'Sign in, or send the header Authorization: Bearer KEY.',
    },
  },
  API_KEY_UNKNOWN: {
    says: { zh: '密钥无效或已过期。', en: 'The API key is unknown or has expired.' },
    hint: {
      zh: '请向本机构的账号管理员申请新的密钥。',
      en: "Ask your body's keeper of accounts for a new key.",
    },
  },
  KEY_ENDED: {
    says: { zh: '该密钥已经失效，不能轮换。', en: 'That key has ended; there is nothing to rotate.' },
    hint: { zh: '请发放新的密钥。', en: 'Issue a new one.' },
  },
  KEY_UNKNOWN: {
    says: { zh: '没有这把密钥。', en: 'There is no such key.' },
  },
  KEY_TERM: {
    says: {
      zh: '密钥的到期日须在今天之后、{latest} 之前。',
      en: 'A key expires after today and not later than {latest}.',
    },
  },
  SCOPE_MISSING: {
    says: { zh: '没有 {scope} 权限。', en: 'The scope {scope} is missing.' },
    hint: {
      zh: '请向本机构的账号管理员申请带有该权限的角色或密钥。',
      en: "Ask your body's keeper of accounts for a role or a key that carries it.",
    },
  },
  HOLDER_MISSING: {
    says: {
      zh: '该密钥没有账号名，不能作为经办人操作。',
      en: 'This key names no account, so it cannot act as an officer.',
    },
    hint: {
      zh: '请登录，或使用带账号名的密钥。',
      en: 'Sign in, or use the key of an account.',
    },
  },
  HOLDER_MALFORMED: {
    says: {
      zh: '账号名由小写字母开头，只含小写字母、数字和连字符，最多 32 个字符。',
      en: 'An account name begins with a lower-case letter and has at most 32 letters, digits and hyphens.',
    },
    hint: {
      zh: '写岗位，如 clerk-1；不要写人的姓名。',
      en: "Name the post, such as clerk-1; never a person's name.",
    },
  },
  SCOPE_UNKNOWN: {
    says: { zh: '没有 {scope} 这种权限。', en: 'There is no scope {scope}.' },
    hint: { zh: '可用的权限：{known}。', en: 'Scopes there are: {known}.' },
  },
} as const satisfies MessageTable

const signInRefusals = {
  NOT_SIGNED_IN: {
    says: { zh: '请先登录。', en: 'Sign in first.' },
  },
  SIGN_IN_OFF: {
    says: { zh: '本节点没有配置登录服务。', en: 'No identity provider is configured on this node.' },
    hint: { zh: '运营者用 --sign-in 指定。', en: 'The operator names one with --sign-in.' },
  },
  SIGN_IN_FILE_INVALID: {
    says: {
      zh: '身份提供方的配置文件不正确：{where} {rule}。',
      en: 'The file that names the identity provider is not well formed: {where} {rule}.',
    },
    hint: { zh: '格式见 docs/operators.md。', en: 'docs/operators.md shows its form.' },
  },
  SIGN_IN_SECRET_EXPOSED: {
    says: {
      zh: '登录用的密钥文件可被其他账户读取，未启动。',
      en: 'The secret for signing in can be read by others than its owner; the node does not start.',
    },
    hint: { zh: '请将其权限改为 600。', en: 'Set its mode to 600.' },
  },
  SIGN_IN_DEMO_REFUSED: {
    says: {
      zh: '数据中有 {division} 的参与机构，并非演示数据：演示身份任何人都能冒用，不能与之并存。',
      en: 'A participant here is of division {division}, so these are no demo data: as demo people anybody may be anybody.',
    },
    hint: {
      zh: '请用 --sign-in off 启动，或用 --data 另起一个演示节点。',
      en: 'Start with --sign-in off, or begin a demo node in another folder with --data.',
    },
  },
  SIGN_IN_UNKNOWN: {
    says: {
      zh: '这次登录已经用过、已超时，或不是从本浏览器开始的。',
      en: 'This sign-in was used already, took too long, or began in another browser.',
    },
    hint: { zh: '请重新登录。', en: 'Sign in again.' },
  },
  SIGN_IN_GIVEN_UP: {
    says: { zh: '登录已取消。', en: 'The sign-in was given up.' },
  },
  SIGN_IN_FAILED: {
    says: { zh: '登录服务没有证明您的身份。', en: 'The identity provider did not prove who you are.' },
    hint: { zh: '请重新登录。', en: 'Sign in again.' },
  },
  SIGN_IN_HELD: {
    says: {
      zh: '失败次数过多，请在 {retryAfterSeconds} 秒后再试。',
      en: 'Too many failures: try again in {retryAfterSeconds} seconds.',
    },
  },
  ASSURANCE_TOO_LOW: {
    says: {
      zh: '此操作要求实名认证等级 {needed}，本次登录为 {given}。',
      en: 'This needs assurance level {needed}; the sign-in proved level {given}.',
    },
    hint: {
      zh: '请用更高等级的方式登录，例如本人到场或人脸核验。',
      en: 'Sign in by a stronger way, such as one that proves your presence.',
    },
  },
  RETURN_UNKNOWN: {
    says: {
      zh: '登录后只能回到本站的页面。',
      en: 'After signing in you can only return to a page of this site.',
    },
  },
  CROSS_SITE: {
    says: {
      zh: '该请求来自其他网站，已拒绝。',
      en: 'This request comes from another site and is refused.',
    },
  },
  SESSION_UNKNOWN: {
    says: { zh: '没有这个会话，或它已结束。', en: 'There is no such session, or it has ended.' },
  },
  POST_UNKNOWN: {
    says: { zh: '您没有这个岗位，或它已终止。', en: 'You do not hold that post, or it has ended.' },
  },
  CODE_UNKNOWN: {
    says: {
      zh: '邀请码无效、已使用或已过期。',
      en: 'The code is unknown, was used, or is over.',
    },
    hint: { zh: '请向给您邀请码的人再要一个。', en: 'Ask whoever gave it to you for another.' },
  },
} as const satisfies MessageTable

const clientRefusals = {
  CLIENT_UNPROVEN: {
    says: {
      zh: '客户端的签名声明不成立：签名、期限、对象或唯一编号之一不符。',
      en: "The client's signed statement does not hold: signature, term, audience or number.",
    },
    hint: {
      zh: '声明须由登记的公钥对应的私钥签署，五分钟内有效，每次使用新的 jti。',
      en: 'Sign it with a registered key, for at most five minutes, with a new jti each time.',
    },
  },
  CLIENT_ID_MALFORMED: {
    says: {
      zh: '客户端代号只能用小写字母、数字和连字符，2 至 63 个字符。',
      en: "A client's name has 2 to 63 lower-case letters, digits and hyphens.",
    },
  },
  CLIENT_ID_TAKEN: {
    says: { zh: '客户端代号 {client} 已被使用。', en: 'The client name {client} is taken.' },
  },
  CLIENT_UNKNOWN: {
    says: { zh: '没有这个客户端。', en: 'There is no such client.' },
  },
  CLIENT_KEY_MALFORMED: {
    says: {
      zh: '不是可用的公钥：须为 JWK 格式的 P-256、P-384、Ed25519 或至少 2048 位的 RSA 公钥，且不得含私钥部分。',
      en: 'No usable public key: a JWK on P-256, P-384 or Ed25519, or RSA of 2048 bits or more, without any secret part.',
    },
  },
  CLIENT_KEY_KNOWN: {
    says: { zh: '该公钥已经登记过。', en: 'That public key is registered already.' },
    hint: { zh: '请为该客户端生成新的密钥对。', en: 'Make a new pair of keys for this client.' },
  },
  CLIENT_KEY_UNKNOWN: {
    says: { zh: '没有这把公钥。', en: 'There is no such public key.' },
  },
  GRANT_TYPE_UNKNOWN: {
    says: { zh: '只支持 client_credentials。', en: 'Only client_credentials is supported.' },
  },
} as const satisfies MessageTable

const powerRefusals = {
  OWN_FILE_ONLY: {
    says: { zh: '只有主体本人可以这样做。', en: 'Only the subject itself may do that.' },
    hint: { zh: '请以“本人”身份登录。', en: 'Sign in to your own file.' },
  },
  POWER_UNKNOWN: {
    says: { zh: '没有这项委托，或它已终止。', en: 'There is no such power, or it has ended.' },
  },
  POWER_SCOPE_UNKNOWN: {
    says: {
      zh: '委托须写明至少一项事项，可选：{known}。',
      en: 'A power names one or more acts, of: {known}.',
    },
  },
  POWER_TERM: {
    says: {
      zh: '委托的终止日须在今天之后，最迟为 {latest}。',
      en: 'A power ends after today and on {latest} at the latest.',
    },
  },
} as const satisfies MessageTable

export const accessRefusals = {
  ...keyRefusals,
  ...signInRefusals,
  ...clientRefusals,
  ...powerRefusals,
} as const satisfies MessageTable
