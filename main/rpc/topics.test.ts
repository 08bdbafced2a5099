import { expect, test } from 'vitest'
import { Topics } from './topics.ts'

/** Everything that is said before anybody watches on, in the order it is said. */
async function saidAfter(poke: (topics: Topics) => void): Promise<string[]> {
  const topics = new Topics()
  const stop = new AbortController()
  const watch = topics.watch(stop.signal)
  const first = watch.next()
  poke(topics)
  const said: string[] = []
  for (let next = await first; next.done !== true; next = await watch.next()) {
    said.push(next.value.topic)
    // The last one: nothing more is on its way.
    topics.poke('scale')
    if (next.value.topic === 'scale') stop.abort()
  }
  return said.filter((topic) => topic !== 'scale')
}

test('a scan that moves bench and queue makes a screen look once', async () => {
  const said = await saidAfter((topics) => {
    topics.poke('bench')
    topics.poke('queue')
    topics.poke('bench')
  })
  expect(said).toEqual(['queue'])
})

test('what moves the bench alone is said as that', async () => {
  expect(await saidAfter((topics) => topics.poke('bench'))).toEqual(['bench'])
})

test('nothing that was poked goes unsaid', async () => {
  const said = await saidAfter((topics) => {
    for (const topic of ['print-jobs', 'bench', 'devices', 'queue'] as const) topics.poke(topic)
  })
  expect(said.toSorted()).toEqual(['devices', 'print-jobs', 'queue'])
})
