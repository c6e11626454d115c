// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export const helpText = `probity-verify: checks what a Probity node has signed, offline.
probity-verify：离线验证 Probity 节点签发的文书。

  probity-verify receipt FILE --key KEY
      Is this batch receipt signed by this node, and does it add up?
      验证批次回执：是否由该节点签发，行数是否相符。

  probity-verify row --receipt FILE --row FILE --proof FILE --key KEY
      Is this row, byte for byte, in the batch of this receipt?
      验证某一行（逐字节）是否在该回执的批次之中。

  --key    the node's verifier key (NAME+ID+BASE64), or a file that holds it
           节点的验证密钥，或存放该密钥的文件
  --proof  JSON: { "index": n, "size": n, "salt": base64, "path": [base64, …] }
  --help   this text 本说明

Exit code 退出码: 0 valid 有效 · 1 not valid 无效 · 2 usage 用法有误
`
