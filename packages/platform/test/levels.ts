// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/**
 * The levels of the house as data (`docs/design.md` §3). A room imports from lower levels only, never from its own
 * level, and enters another module by its `index.ts`.
 */
export const levels: Readonly<Record<string, number>> = {
  kernel: 0,
  'node-birth': 1,
  'node-refusals': 1,
  'transparency-log': 1,
  access: 1,
  workflow: 1,
  files: 1,
  'key-store': 1,
  identifiers: 1,
  catalogue: 2,
  notices: 2,
  subjects: 3,
  participants: 3,
  records: 4,
  inquiries: 4,
  collection: 5,
  lists: 5,
  grading: 5,
  contracts: 5,
  measures: 5,
  rights: 6,
  disclosure: 7,
  exchange: 8,
  supervision: 8,
  'refusal-messages': 8.5,
  'entry-witnesses': 8.5,
  http: 9,
  cli: 9,
  demo: 10,
  'open-access': 10.5,
  app: 11,
  bench: 12,
}

/** Wires everything, so its imports are its own affair; who imports it is not. */
export const wiring = 'app'

/** Upward on purpose: the command line is where the program, and the demo world, is started from. */
export const entrances: readonly { readonly from: string; readonly to: string }[] = [
  { from: 'cli', to: 'app' },
  { from: 'cli', to: 'demo' },
]

/** The one file that imports by a computed name: PostgreSQL's programs are a package per kind of machine. */
export const computedImports: readonly string[] = ['packages/platform/src/kernel/db/postgres-binaries.ts']

/** Files of `verify` that may touch the machine; the rest are pure functions over an injected suite. */
export const verifyOnNode: readonly string[] = ['platform-suite.ts', 'cli.ts']
