// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { LogMessages } from './log-zh.ts'

export const logEn: LogMessages = {
  title: 'Transparency log',
}
