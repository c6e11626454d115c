// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/** How a proof is told to somebody who has never seen one. A fingerprint is a SHA-256 hash, and is explained as one. */
export const proofZh = {
  first: '从头',
  before: '上一步',
  next: '下一步',
  all: '到底',
  place: '第 {{done}} 步，共 {{all}} 步',
  inWords: '逐步的文字说明与完整指纹',
  root: '根',
  entry: '第 {{from}} 号',
  row: '第 {{from}} 行',
  leaf: '取{{what}}的原文，由浏览器算出它的指纹。',
  joinLeft: '左边接上 {{given}} 的指纹，合起来算出 {{made}} 的指纹。',
  joinRight: '右边接上 {{given}} 的指纹，合起来算出 {{made}} 的指纹。',
  rootSame: '最后算出的指纹与签名所载的根完全相同：证明成立。',
  rootOther: '最后算出的指纹与签名所载的根不同：证明不成立。',
  seed: '从 {{what}} 开始：新旧两棵树都有这一块。',
  joinBoth: '接上 {{given}}：新旧两边都有，两边各算一次。',
  joinNew: '接上 {{given}}：是后来增加的，只算进新的一边，得到 {{made}}。',
  rootsSame:
    '左边算到旧检查点（{{older}} 条）的根，右边算到新检查点（{{newer}} 条）的根，都与签名相同：只有增加，没有改动。',
  rootsComputed:
    '左边算到 {{older}} 条时的根，右边算到最新检查点（{{newer}} 条）所签的根：现在的日志前后一致。',
  rootsOther: '算出的根与签名所载的不同：证明不成立。',
  inclusionLabel:
    '收录证明的图：全部 {{size}} 个分成 {{count}} 块，{{what}}是其中一块，逐步合并到根。文字说明见下。',
  consistencyLabel:
    '延续证明的图：{{count}} 块，左边合并到 {{older}} 条的根，右边合并到 {{newer}} 条的根。文字说明见下。',
  legendEntry: '这一条：原文在您手里，指纹由浏览器算出',
  legendRow: '这一行：原文在您手里，指纹由浏览器算出',
  legendGiven: '其余各块：只给出指纹，不给出内容',
  legendJoin: '两块的指纹合成一个：浏览器逐步计算',
  legendRoot: '与检查点所签的根相同',
  legendReceiptRoot: '与回执所签的根相同',
  legendOld: '旧检查点已有的 {{older}} 条',
  legendNew: '此后增加的 {{added}} 条',
  legendRoots: '左：{{older}} 条时的根；右：{{newer}} 条的根',
}

export type ProofMessages = typeof proofZh
