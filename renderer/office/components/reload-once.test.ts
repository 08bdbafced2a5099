import { expect, test } from 'vitest'
import { keepReloaded, wasReloaded } from './reload-once.ts'

const FIRST = 'https://office.example/assets/base-1.js'
const SECOND = 'https://office.example/assets/base-2.js'

test('a page is loaded anew once for each build and address, whichever comes in between', () => {
  const kept = keep()
  expect(wasReloaded(kept, `${FIRST} /orders`)).toBe(false)
  keepReloaded(kept, `${FIRST} /orders`)
  expect(wasReloaded(kept, `${FIRST} /orders`)).toBe(true)
  // The office is upgraded once more.
  expect(wasReloaded(kept, `${SECOND} /orders`)).toBe(false)
  keepReloaded(kept, `${SECOND} /orders`)
  expect(wasReloaded(kept, `${FIRST} /stock`)).toBe(false)
  // An office of the first build answers again.
  expect(wasReloaded(kept, `${FIRST} /orders`)).toBe(true)
  expect(wasReloaded(kept, `${SECOND} /orders`)).toBe(true)
})

test('what is remembered stays small', () => {
  const kept = keep()
  for (let n = 0; n < 1_000; n += 1) keepReloaded(kept, `${FIRST} /orders/LL-${n}`)
  expect(kept.getItem()?.length).toBeLessThan(10_000)
  expect(wasReloaded(kept, `${FIRST} /orders/LL-999`)).toBe(true)
})

function keep() {
  let text: string | null = null
  return {
    getItem: () => text,
    setItem: (_key: string, value: string) => {
      text = value
    },
  }
}
