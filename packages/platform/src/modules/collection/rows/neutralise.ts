// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/**
 * A spreadsheet runs a cell that begins with one of these as a formula, in the full width too. Quotes already there
 * count, so that taking one off again always gives what was sent.
 */
const FORMULA = /^'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/
const NEUTRALISED = /^'+[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/

export function neutraliseCell(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell
}

export function restoreCell(cell: string): string {
  return NEUTRALISED.test(cell) ? cell.slice(1) : cell
}

/** Headings of what we add to a faulty file that goes back; by them a file that comes again is known. */
export const annotationHeadings = [
  'Probity 行号 row',
  'Probity 差错 faults',
  'Probity 说明',
  'Probity says',
  'Probity 提示 hint',
  'Probity 原文 raw',
] as const

export function isAnnotation(heading: string): boolean {
  return (annotationHeadings as readonly string[]).includes(heading.trim())
}

/** All of them, so that no heading of a furnisher's own can make us take quotes off. */
export function isAnnotated(headings: readonly string[]): boolean {
  return annotationHeadings.every((heading) => headings.some((one) => one.trim() === heading))
}
