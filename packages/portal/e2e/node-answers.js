// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/** Asks the node itself, so that a journey rests on what this node holds and not on names written into a test. */
export async function askNode(base, path) {
  const response = await fetch(new URL(path, base), { headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return response.json()
}

export async function listExamples(base) {
  const { examples } = await askNode(base, '/v1/public/status')
  if (examples.length === 0) throw new Error('the node names no example organisation; is it in demo mode?')
  return examples
}

/** An example organisation with an adverse record and at least one of another nature. */
export async function findContrastingExample(base) {
  for (const example of await listExamples(base)) {
    const report = await askNode(base, `/v1/public/organisations/${example.id}/report`)
    const adverse = report.records.filter((record) => record.polarity === 'adverse')
    if (adverse.length > 0 && adverse.length < report.records.length) return { example, report, adverse }
  }
  throw new Error('no example organisation has both an adverse record and another')
}
