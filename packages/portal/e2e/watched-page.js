// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/**
 * Collects what no journey may cause: a breach of the content policy, an error nobody caught, a word to another host.
 * An answer 4xx or 5xx is no fault by itself: journeys provoke those.
 */
export async function watchPage(page, origin) {
  const faults = []
  await page.exposeFunction('tellPolicyBreach', (text) => faults.push(`content policy: ${text}`))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.tellPolicyBreach(
        `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
      )
    })
  })
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`))
  page.on('console', (message) => {
    const text = message.text()
    if (message.type() === 'error' && !text.startsWith('Failed to load resource'))
      faults.push(`console: ${text}`)
  })
  page.on('request', (request) => {
    const address = request.url()
    if (!address.startsWith(origin) && !address.startsWith('data:')) faults.push(`another host: ${address}`)
  })
  return faults
}
