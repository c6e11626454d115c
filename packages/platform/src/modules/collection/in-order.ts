// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/**
 * Maps with up to `ahead` calls under way and gives the results in the order of the source: the next runs are
 * judged while the one before is stored, and memory stays bounded.
 */
export async function* mapInOrder<A, B>(
  source: AsyncIterable<A>,
  ahead: number,
  map: (item: A) => Promise<B>,
): AsyncGenerator<{ item: A; result: B }> {
  const underway: { item: A; result: Promise<B> }[] = []
  try {
    for await (const item of source) {
      const result = map(item)
      // Awaited in its turn; until then its failure must not count as unhandled.
      result.catch(() => undefined)
      underway.push({ item, result })
      if (underway.length >= ahead) yield* first(underway)
    }
    while (underway.length > 0) yield* first(underway)
  } finally {
    await Promise.allSettled(underway.map((entry) => entry.result))
  }
}

async function* first<A, B>(
  underway: { item: A; result: Promise<B> }[],
): AsyncGenerator<{ item: A; result: B }> {
  const entry = underway.shift()
  if (entry) yield { item: entry.item, result: await entry.result }
}
