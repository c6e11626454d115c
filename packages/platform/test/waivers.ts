// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export type TidyRule =
  | 'function-length'
  | 'file-length'
  | 'columns'
  | 'unfinished'
  | 'only'
  | 'licence'
  | 'clock'
  | 'file-name'
  | 'default-export'

/** The only place where a rule of `tidy` is set aside. A waiver that nothing needs any more fails the test. */
export type Waiver = {
  readonly path: string
  readonly rule: TidyRule
  readonly reason: string
  readonly on: string
}

export const waivers: readonly Waiver[] = []
