// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { MessageTable } from '../../kernel/messages.ts'

export const transparencyLogRefusals = {
  LOG_ENTRY_TOO_LARGE: {
    says: {
      zh: '第 {line} 行超过 65,535 字节，不能成为日志条目。',
      en: 'Line {line} is longer than 65,535 bytes and cannot be an entry of a log.',
    },
    hint: {
      zh: '请改为记录该内容的哈希值；未写入任何文件。',
      en: 'Log the hash of it instead; nothing has been written.',
    },
  },
  LOG_FOLDER_TAKEN: {
    says: {
      zh: '该目录已有一份日志，而所给条目并非其延续。',
      en: 'The folder holds a log already, and these entries do not extend it.',
    },
    hint: {
      zh: '日志只能增加。请换一个目录（及另一把密钥），或给出原有条目之后再加新条目。',
      en: 'A log only grows: take another folder and key, or give the entries it has with the new ones behind them.',
    },
  },
  LOG_KEY_UNUSABLE: {
    says: {
      zh: '密钥文件 {file} 不是签名密钥（{code}）。',
      en: 'The key file {file} holds no signing key ({code}).',
    },
    hint: {
      zh: '应为一行 PRIVATE+KEY+名称+编号+base64；若文件不存在，将自动生成。',
      en: 'It is one line, PRIVATE+KEY+NAME+ID+BASE64; a file that is not there is made.',
    },
  },
  LOG_KEY_MISSING: {
    says: { zh: '缺少签名密钥文件 {file}。', en: 'The signing key {file} is missing.' },
    hint: {
      zh: '请从备份恢复；多节点时，请连同 .handover 文件从轮换密钥的节点复制过来。',
      en: 'Restore it from a backup; among several nodes copy it, with its .handover file, from the one where the key was rotated.',
    },
  },
  LOG_KEY_BEHIND: {
    says: {
      zh: '日志中有 {entered} 次密钥交接，本节点的 secrets 目录只有 {known} 次。',
      en: 'The log has {entered} hand-overs of the key, the secrets of this node know {known}.',
    },
    hint: {
      zh: '请从备份或其他节点取得较新的 note.N.key 与 note.N.handover：旧密钥不得再签署。',
      en: 'Take the newer note.N.key and note.N.handover from a backup or another node: the old key must not sign any more.',
    },
  },
  LOG_KEY_HANDED_OVER: {
    says: {
      zh: '第 {turn} 次密钥交接刚由他人完成。',
      en: 'Hand-over {turn} of the key has just been made by somebody else.',
    },
    hint: { zh: '请先运行 probity log key list 查看。', en: 'Look first: probity log key list.' },
  },
  LOG_RESOURCE_UNKNOWN: {
    says: { zh: '日志中没有该资源。', en: 'The log has no such resource.' },
    hint: {
      zh: '请先取检查点，只请求其大小所需的分片。',
      en: 'Fetch the checkpoint first, and only the tiles that its size needs.',
    },
  },
  LOG_DATABASE_BEHIND: {
    says: {
      zh: '数据库只有 {databaseSize} 条日志，而已签署的检查点有 {checkpointSize} 条：数据库可能恢复自旧备份。节点拒绝签署。',
      en: 'The database knows {databaseSize} entries of the log, the signed checkpoint has {checkpointSize}: the database may be restored from before. The node refuses to sign.',
    },
    hint: {
      zh: '请运行 probity log recover，从日志分片补回条目。',
      en: 'Run probity log recover: it imports the entries from the tiles again.',
    },
  },
  LOG_DISAGREES: {
    says: {
      zh: '数据库与日志分片在 {size} 条处不一致。节点拒绝签署。',
      en: 'The database and the tiles of the log disagree at {size} entries. The node refuses to sign.',
    },
    hint: {
      zh: '请勿改动任何一方；运行 probity log audit 查明第一处差异，并从备份恢复受损的一方。',
      en: 'Change neither. Run probity log audit to find the first difference, and restore the one that is damaged.',
    },
  },
  LOG_FOLDER_LOST: {
    says: {
      zh: '数据库有 {databaseSize} 条日志，但日志目录中没有检查点。节点拒绝签署。',
      en: 'The database knows {databaseSize} entries of the log, and the log folder has no checkpoint. The node refuses to sign.',
    },
    hint: {
      zh: '请恢复目录 log；若已无法恢复，运行 probity log recover 由数据库重建。',
      en: 'Restore the folder log; if it is gone for good, probity log recover makes it again from the database.',
    },
  },
  LOG_FOLDER_DAMAGED: {
    says: {
      zh: '日志目录中的 {path} 缺失或受损。节点拒绝签署。',
      en: 'In the log folder {path} is missing or damaged. The node refuses to sign.',
    },
    hint: {
      zh: '请从备份恢复该文件，或运行 probity log recover。',
      en: 'Restore that file from a backup, or run probity log recover.',
    },
  },
  LOG_BEHIND_WITNESS: {
    says: {
      zh: '见证方 {witness} 保存的检查点由本节点自己的密钥签署，共 {witnessSize} 条；本节点只有 {size} 条，或内容不同。节点拒绝签署。',
      en: "The witness {witness} keeps a checkpoint of {witnessSize} entries, signed by this node's own key; here the log has {size}, or others. The node refuses to sign.",
    },
    hint: {
      zh: '日志目录与数据库可能都恢复自旧备份。请恢复较新的日志目录；若已无法恢复，须以新名称开始一份新日志。',
      en: 'Log folder and database may both be restored from before. Restore a newer log folder; if there is none, a new log under a new name has to begin.',
    },
  },
  WITNESS_POLICY_UNREADABLE: {
    says: { zh: '无法读取见证策略文件 {file}。', en: 'The witness policy {file} cannot be read.' },
    hint: {
      zh: '请核对路径，或不带 --witnesses 启动：日志照常签署，只是没有见证。',
      en: 'Check the path, or start without --witnesses: the log is signed all the same, and not witnessed.',
    },
  },
  WITNESS_POLICY_MALFORMED: {
    says: {
      zh: '见证策略文件第 {line} 行有误。',
      en: 'Line {line} of the witness policy is wrong.',
    },
    hint: {
      zh: '格式为 C2SP tlog-policy：witness 名称 验证密钥 地址；group 名称 all|any|数目 成员…；quorum 名称或 none（仅一行，在最后）。',
      en: 'It is a C2SP tlog-policy: witness NAME KEY URL; group NAME all|any|N MEMBER…; and one line quorum NAME, or quorum none, behind what it names.',
    },
  },
  WITNESS_ALARM: {
    says: {
      zh: '警报：该日志出示的历史与本见证方此前所见不符（{reason}）。不再见证。',
      en: 'ALARM: the log shows another past than this witness has seen ({reason}). It is cosigned no more.',
    },
    hint: {
      zh: '两份由日志自己签署的检查点保存在状态目录的 alarm 中：请公开，并通知监管者。',
      en: 'Both checkpoints, signed by the log itself, lie in the state folder under alarm: publish them and tell the supervisor.',
    },
  },
  WITNESS_LOG_UNREADABLE: {
    says: { zh: '无法读取该日志：{path}。', en: 'The log cannot be read: {path}.' },
    hint: {
      zh: '请核对地址与日志密钥，稍后再试；在此期间不作见证。',
      en: 'Check the address and the key of the log, and try again later; nothing is cosigned meanwhile.',
    },
  },
} as const satisfies MessageTable
