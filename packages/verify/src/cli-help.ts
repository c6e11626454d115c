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

  probity-verify checkpoint FILE --key KEY [--witness KEY …] [--quorum N]
      Has this log signed this checkpoint, and have these witnesses seen it?
      验证日志检查点：是否由该日志签署，见证方是否已见证。

  probity-verify inclusion FILE --entry FILE --key KEY [--of FILE]
      Is this entry, byte for byte, in the log (FILE is a tlog-proof), and does it commit to --of?
      验证条目（逐字节）是否在日志之中，以及它是否承诺 --of 的内容。

  probity-verify consistency FILE --older CHECKPOINT --key KEY [--handovers FILE]
      Does the newer checkpoint (in FILE, with its proof) extend the older, with nothing changed?
      验证新检查点是否为旧检查点的延续，其间未作改动。

  probity-verify log DIR --key KEY
      Works out a whole log again from its entries: every tile, and the root.
      由条目重新计算整个日志：逐一核对分片与根哈希。

  probity-verify key FILE --key OLDKEY [--witness KEY …] [--quorum N]
      To which key has this one handed its name (FILE as served at /log/handovers)? Prints the key that signs now.
      该密钥已交接给哪一把密钥（FILE 取自 /log/handovers）？输出现用密钥。

  probity-verify report FILE --key KEY
      Has this node sealed these sections of this report, word for word?
      验证报告：所示各部分是否逐字由该节点封存。

  probity-verify disclose FILE --section NAME [--section NAME …]
      Writes the same report with these sections only; it still verifies.
      只保留所选部分，输出的报告仍可验证。

  probity-verify history FILE --key KEY
      Are these all the inquiries under this key, none withheld?
      验证查询历史：是否完整，无一遗漏。

  --key      the node's verifier key (NAME+ID+BASE64), or a file that holds it
             节点的验证密钥，或存放该密钥的文件
  --witness  a witness's key, may be given several times; --quorum how many of them must have signed (all)
             见证方密钥，可多次给出；--quorum 为最少见证数（默认全部）
  --proof    JSON: { "index": n, "size": n, "salt": base64, "path": [base64, …] }
  --handovers  the key given is an older one of the log: follow the hand-overs in this file
               所给为日志的旧密钥：按该文件中的交接声明跟随至现用密钥
  --plain    computes everything itself, without the platform's crypto
             全部自行计算，不使用平台的密码库
  --help     this text 本说明

Exit code 退出码: 0 valid 有效 · 1 not valid 无效 · 2 usage 用法有误
`
