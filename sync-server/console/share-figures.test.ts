import { expect, test } from 'vitest'
import { shareFigures } from './share-figures.ts'

/** Figures that count how often they were read, and a pause that ends when the test says so. */
function counted({ fail = false, takesMs = 0 } = {}) {
  let reads = 0
  let nowMs = 0
  const slept: number[] = []
  let wake: () => void = () => undefined
  const ask = shareFigures({
    read: async (kind: string) => {
      reads += 1
      nowMs += takesMs
      if (fail && reads === 1) throw new Error('no database')
      return `${kind} ${reads}`
    },
    keyOf: (kind) => kind,
    sleep: (durationMs) => {
      slept.push(durationMs)
      return new Promise((resolve) => {
        wake = resolve
      })
    },
    clock: { now: () => nowMs },
    holdMs: 500,
  })
  const pass = async () => {
    wake()
    await Promise.resolve()
    await Promise.resolve()
  }
  return { ask, pass, slept, reads: () => reads }
}

test('many who ask at once are answered by one reading, and only the first is told that it is fresh', async () => {
  const { ask, reads } = counted()
  const answers = await Promise.all([ask('a'), ask('a'), ask('a')])
  expect(reads()).toBe(1)
  expect(answers.map(({ isBehind }) => isBehind)).toEqual([false, true, true])
  expect(await ask('a')).toEqual({ figures: 'a 1', isBehind: true })
})

test('after the pause they are read anew', async () => {
  const { ask, pass } = counted()
  await ask('a')
  await pass()
  expect(await ask('a')).toEqual({ figures: 'a 2', isBehind: false })
})

test('each kind is read for itself', async () => {
  const { ask } = counted()
  await ask('a')
  expect(await ask('b')).toEqual({ figures: 'b 2', isBehind: false })
})

test('what could not be read is tried again by the next call', async () => {
  const { ask } = counted({ fail: true })
  await expect(ask('a')).rejects.toThrow('no database')
  expect(await ask('a')).toEqual({ figures: 'a 2', isBehind: false })
})

test('a database that takes long is left alone for as long', async () => {
  const quick = counted({ takesMs: 20 })
  await quick.ask('a')
  const slow = counted({ takesMs: 900 })
  await slow.ask('a')
  await Promise.resolve()
  expect([quick.slept, slow.slept]).toEqual([[500], [900]])
})
