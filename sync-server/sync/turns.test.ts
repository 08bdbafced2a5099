import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

function floor() {
  const naps: (() => void)[] = []
  const turns = createTurns({
    atOnce: 2,
    waitMsMax: 1_000,
    sleep: () => new Promise((resolve) => naps.push(resolve)),
  })
  const begun: string[] = []
  const ends: Record<string, () => void> = {}
  const work = (name: string, fails = false) =>
    turns.take(() => {
      begun.push(name)
      return new Promise<string>((resolve, reject) => {
        ends[name] = () => (fails ? reject(new Error(name)) : resolve(name))
      })
    })
  return { naps, begun, ends, work }
}

test('so many run at once, and the longest waiting goes next', async () => {
  const { begun, ends, work } = floor()
  const all = ['a', 'b', 'c', 'd'].map((name) => work(name))
  await setImmediate()
  expect(begun).toEqual(['a', 'b'])
  ends['b']?.()
  await setImmediate()
  expect(begun).toEqual(['a', 'b', 'c'])
  ends['a']?.()
  await setImmediate()
  ends['c']?.()
  ends['d']?.()
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd'])
})

test('who waited too long is told so and never begins; the place of a failure is free again', async () => {
  const { naps, begun, ends, work } = floor()
  const failing = work('a', true)
  const second = work('b')
  const late = work('c')
  await setImmediate()
  naps[0]?.()
  expect(await late).toBeUndefined()
  ends['a']?.()
  await expect(failing).rejects.toThrow('a')
  const next = work('d')
  await setImmediate()
  expect(begun).toEqual(['a', 'b', 'd'])
  ends['b']?.()
  ends['d']?.()
  expect(await Promise.all([second, next])).toEqual(['b', 'd'])
})
