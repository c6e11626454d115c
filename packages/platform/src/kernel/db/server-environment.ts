// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/**
 * What the server's programs may see of our environment. PGDATA, PGPORT and their like would steer them, and
 * the messages we look for are in English only.
 */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(PG|LC_|LANG|TZ$|DATABASE_URL|APP_DATABASE_URL|KEYS_DATABASE_URL|APP_KEYS_DATABASE_URL)/.test(name),
  )
  return { ...Object.fromEntries(kept), LC_ALL: 'C' }
}
