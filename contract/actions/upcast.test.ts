import { expect, test } from 'vitest'
import { upcast, type Upcasters, versionsRead } from './upcast.ts'

/** A type that was never shipped: `made-up` counted cases of six, then pieces, and then named its unit. */
const ways: Upcasters = {
  'made-up': {
    1: (payload) => ({ pieces: (payload as { cases: number }).cases * 6 }),
    2: (payload) => ({ ...(payload as object), unit: 'EACH' }),
  },
}

test('[VER-1] an old body is read as the newest version says it, through every version between', () => {
  const read = (v: number, payload: unknown) => upcast(ways, { type: 'made-up', v, payload }, 3)
  expect(read(1, { cases: 2 })).toEqual({ pieces: 12, unit: 'EACH' })
  expect(read(2, { pieces: 5 })).toEqual({ pieces: 5, unit: 'EACH' })
  expect(read(3, { pieces: 5, unit: 'CASE' })).toEqual({ pieces: 5, unit: 'CASE' })
})

test('[VER-1] a version is read when an unbroken way leads from it to the newest', () => {
  expect(versionsRead(ways, 'made-up', 3)).toEqual([1, 2, 3])
  expect(versionsRead(ways, 'made-up', 5)).toEqual([5])
  expect(versionsRead(ways, 'other', 1)).toEqual([1])
  expect(versionsRead(ways, 'toString', 1)).toEqual([1])
  expect(() => upcast(ways, { type: 'made-up', v: 3, payload: {} }, 4)).toThrow('no way')
})
