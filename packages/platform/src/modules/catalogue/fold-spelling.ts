// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/** How headings and code words are compared: width, case and outer blanks say nothing. */
export function foldSpelling(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase()
}
