// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export const logZh = {
  title: '透明日志',
}

export type LogMessages = typeof logZh
