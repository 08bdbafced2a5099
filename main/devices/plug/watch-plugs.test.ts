import { expect, test } from 'vitest'
import { settled } from '../../testing/fake-link.ts'
import { manualClock } from '../../testing/manual-clock.ts'
import { PLUG_POLL_MS, watchPlugs } from './watch-plugs.ts'

const SCALE = '/dev/ttyACM0 at 1-1:1.0'

function watched() {
  const clock = manualClock()
  let attached: string[] | null = []
  let looks = 0
  const watch = watchPlugs({
    clock,
    look: () => {
      looks += 1
      return Promise.resolve(attached)
    },
  })
  return {
    clock,
    watch,
    looks: () => looks,
    look: async (keys: string[] | null) => {
      attached = keys
      clock.advance(PLUG_POLL_MS)
      await settled()
    },
  }
}

test('only what is new gives a hint, not what was there and not what went', async () => {
  const { watch, look } = watched()
  let hints = 0
  watch.onPlugged(() => (hints += 1))
  await settled()
  await look([SCALE])
  expect(hints).toBe(1)
  await look([SCALE])
  await look([])
  expect(hints).toBe(1)
  await look(['/dev/ttyACM1 at 1-1:1.0'])
  expect(hints).toBe(2)
})

test('a device is gone when two looks in a row do not see it, told once', async () => {
  const { watch, look } = watched()
  let gone = 0
  await look([SCALE])
  watch.onGone(SCALE, () => (gone += 1))
  await look([])
  expect(gone).toBe(0)
  await look([SCALE])
  await look([])
  expect(gone).toBe(0)
  await look([])
  await look([])
  expect(gone).toBe(1)
})

test('drivers that can’t look say nothing of what is gone', async () => {
  const { watch, look } = watched()
  let gone = 0
  await look([SCALE])
  watch.onGone(SCALE, () => (gone += 1))
  await look(null)
  await look(null)
  await look(null)
  expect(gone).toBe(0)
})

test('[FAULT-20] one look at a time, every two seconds, and none after the end', async () => {
  const { clock, watch, look, looks } = watched()
  await settled()
  expect(looks()).toBe(1)
  expect(clock.waiting()).toBe(1)
  await look([])
  expect(looks()).toBe(2)
  watch.close()
  clock.advance(60_000)
  expect(looks()).toBe(2)
})
