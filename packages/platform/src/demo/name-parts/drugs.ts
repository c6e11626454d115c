// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/** Names that no pharmacopoeia has: who reads them knows that nothing real was sampled. */
export const drugs = [
  ...['演示胶囊甲', '演示胶囊乙', '演示片甲', '演示片乙', '演示颗粒', '演示口服液', '演示注射液'],
  ...['样例丸', '样例膏', '样例滴眼液', '范本糖浆', '范本软膏'],
] as const

export const laboratories = ['演示市药品检验所', '演示省药品检验研究院'] as const
