// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const alias = { '@probity/verify': fileURLToPath(new URL('packages/verify/src/index.ts', import.meta.url)) }
const onDatabase = ['packages/platform/{src,test}/**/*.{db,http}.test.ts']

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'pure',
          include: ['packages/{verify,platform,portal}/{src,test}/**/*.test.ts'],
          exclude: onDatabase,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'database',
          include: onDatabase,
          globalSetup: ['packages/platform/test/database.global.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
