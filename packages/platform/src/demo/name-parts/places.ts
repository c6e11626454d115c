// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/** Places that no map has: "demo", "model", "sample" and the like. */
export const demoCity = '演示市'
export const demoProvince = '演示省'
export const districts = ['示东区', '示西区', '样城区', '例江区', '范山区', '演湖县'] as const
export const roads = [
  '示范大道',
  '样例路',
  '例行街',
  '模型路',
  '范本街',
  '试验路',
  '参照路',
  '虚构巷',
] as const
