// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import autocannon from 'autocannon'

type Order = {
  readonly url: string
  readonly paths: readonly string[]
  readonly connections: number
  readonly seconds: number
}

/** A bounded load on this machine's own node; answers its parent with requests a second. */
process.once('message', (order: Order) => {
  const { url, paths, connections, seconds } = order
  if (!/^http:\/\/127\.0\.0\.1:/.test(url)) throw new Error('the load goes to this machine only')
  const requests = paths.map((path) => ({ method: 'GET' as const, path }))
  autocannon({ url, connections, duration: seconds, requests }, (error, result) => {
    if (error || result.non2xx > 0 || result.errors > 0) throw error ?? new Error('a bench request failed')
    process.send?.(result.requests.average)
  })
})
