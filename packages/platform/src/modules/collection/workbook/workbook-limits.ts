// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

const MiB = 1024 ** 2

/** What is read of a workbook is held in memory, so everything has an end. */
export const workbookLimits = {
  fileBytesMax: 64 * MiB,
  rowsMax: 100_000,
  columnsMax: 2_000,
  entriesMax: 4_096,
  /** Of one part, inflated: the sheet, and every other. */
  sheetBytesMax: 384 * MiB,
  partBytesMax: 16 * MiB,
  /** Inflated by compressed bytes, tested behind the first part of a sheet: repeating rows reach about 100. */
  ratioMax: 250,
  ratioFreeBytes: 8 * MiB,
  /** Inflated, and what the strings take in memory. */
  sharedStringBytesMax: 128 * MiB,
  sharedStringMemoryMax: 64 * MiB,
  /** The rows as CSV records. */
  recordBytesMax: 128 * MiB,
  marksMax: 1_000_000,
  /** Of one tag, text or comment. */
  tokenBytesMax: MiB,
  depthMax: 64,
} as const
