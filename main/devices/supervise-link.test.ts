import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fail, ok } from '#contract/result.ts'
import type { Result } from '#contract/result.ts'
import { fakeLink, settled } from '../testing/fake-link.ts'
import type { FakeLink } from '../testing/fake-link.ts'
import { manualClock } from '../testing/manual-clock.ts'
import { BACK_OFF_LAST_MS, backOffMs } from './back-off.ts'
import type { ByteLink, LinkFault } from './link/byte-link.ts'
import { superviseLink } from './supervise-link.ts'
import type { LinkState } from './supervise-link.ts'

const REFUSED: LinkFault = { code: 'unreachable', detail: 'refused' }

function supervised(answers: (FakeLink | LinkFault)[]) {
  const clock = manualClock(1_000_000)
  const states: LinkState[] = []
  const heard: string[] = []
  let running = 0
  let most = 0
  const link = superviseLink({
    clock,
    random: () => 0.5,
    open: async (): Promise<Result<ByteLink, LinkFault>> => {
      running += 1
      most = Math.max(most, running)
      await Promise.resolve()
      running -= 1
      const answer = answers.shift() ?? REFUSED
      return 'code' in answer ? fail(answer) : ok(answer)
    },
    onData: (bytes) => heard.push(Buffer.from(bytes).toString()),
    onState: (state) => states.push(state),
  })
  return { clock, link, states, heard, mostAtOnce: () => most }
}

test('a refused connection is tried again after 250, 500, 1000 … ms, never two at once', async () => {
  const bench = supervised([])
  const waits: number[] = []
  for (let turn = 0; turn < 8; turn += 1) {
    await settled()
    const state = bench.link.state()
    expect(state.s).toBe('lost')
    if (state.s !== 'lost') return
    waits.push(state.retryAt - bench.clock.now())
    bench.clock.advance(state.retryAt - bench.clock.now())
  }
  expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000])
  expect(bench.mostAtOnce()).toBe(1)
})

test('ten healthy seconds set the back-off back, a shorter connection does not', async () => {
  const first = fakeLink()
  const second = fakeLink()
  const bench = supervised([REFUSED, REFUSED, first, second])
  await settled()
  bench.clock.advance(250)
  await settled()
  bench.clock.advance(500)
  await settled()
  expect(bench.link.state().s).toBe('ready')
  bench.clock.advance(9_000)
  first.drop()
  expect(bench.link.state()).toMatchObject({ s: 'lost', retryAt: bench.clock.now() + 1_000 })
  bench.clock.advance(1_000)
  await settled()
  expect(bench.link.state().s).toBe('ready')
  bench.clock.advance(10_000)
  second.drop()
  expect(bench.link.state()).toMatchObject({ s: 'lost', retryAt: bench.clock.now() + 250 })
})

test('bytes are handed on in order, and a write without a connection is refused, not kept', async () => {
  const first = fakeLink()
  const second = fakeLink()
  const bench = supervised([first, second])
  await settled()
  first.receive('abc')
  first.receive('def')
  expect(bench.heard).toEqual(['abc', 'def'])
  first.drop()
  expect(await bench.link.write(new Uint8Array([1]))).toBe(false)
  bench.clock.advance(250)
  await settled()
  expect(second.written).toEqual([])
})

test('no permission reads as denied and a missing device as absent, and both are retried', async () => {
  const good = fakeLink()
  const bench = supervised([
    { code: 'permission', detail: 'No permission to open /dev/ttyS9' },
    { code: 'absent', detail: 'not there' },
    good,
  ])
  await settled()
  expect(bench.link.state()).toMatchObject({
    s: 'denied',
    hint: 'No permission to open /dev/ttyS9',
  })
  bench.clock.advance(250)
  await settled()
  expect(bench.link.state().s).toBe('absent')
  bench.clock.advance(500)
  await settled()
  expect(bench.link.state().s).toBe('ready')
})

test('closing stops everything, also in the middle of an attempt', async () => {
  const late = fakeLink()
  const bench = supervised([late])
  const closing = bench.link.close()
  await settled()
  await closing
  expect(bench.link.state()).toEqual({ s: 'stopped' })
  expect(await late.write(new Uint8Array([1]))).toBe(false)
  bench.clock.advance(60_000)
  expect(bench.clock.waiting()).toBe(0)
  expect(bench.states.at(-1)).toEqual({ s: 'stopped' })
})

test('a reset drops the connection and opens another', async () => {
  const stuck = fakeLink()
  const fresh = fakeLink()
  const bench = supervised([stuck, fresh])
  await settled()
  bench.link.reset({ code: 'no-answer', detail: 'mute' })
  expect(await stuck.write(new Uint8Array([1]))).toBe(false)
  expect(bench.link.state()).toMatchObject({ s: 'lost', last: { code: 'no-answer' } })
  bench.clock.advance(250)
  await settled()
  expect(bench.link.state().s).toBe('ready')
})

test('[FAULT-19] something plugged in ends the wait at once, one attempt for it, and none while connected', async () => {
  const clock = manualClock()
  const listeners = new Set<() => void>()
  const answers: (FakeLink | LinkFault)[] = [REFUSED, REFUSED, fakeLink()]
  let attempts = 0
  const open = async (): Promise<Result<ByteLink, LinkFault>> => {
    attempts += 1
    const answer = answers.shift() ?? REFUSED
    return 'code' in answer ? fail(answer) : ok(answer)
  }
  const onPlugged = (run: () => void) => {
    listeners.add(run)
    return () => void listeners.delete(run)
  }
  const plug = () => [...listeners].forEach((run) => run())
  const link = superviseLink({
    clock,
    random: () => 0.5,
    open: Object.assign(open, { onPlugged }),
    onData: () => undefined,
    onState: () => undefined,
  })
  await settled()
  plug()
  await settled()
  expect(attempts).toBe(2)
  plug()
  await settled()
  expect(link.state().s).toBe('ready')
  plug()
  clock.advance(60_000)
  expect(attempts).toBe(3)
  expect(listeners.size).toBe(0)
  expect(clock.waiting()).toBe(0)
  await link.close()
})

test('[FAULT-20] a wall clock that jumps by a year neither spins nor stops the back-off', async () => {
  const clock = manualClock()
  let shiftMs = 0
  const wall = { ...clock, now: () => clock.now() + shiftMs }
  let attempts = 0
  const link = superviseLink({
    clock: wall,
    random: () => 0.5,
    open: async () => {
      attempts += 1
      return fail(REFUSED)
    },
    onData: () => undefined,
    onState: () => undefined,
  })
  const YEAR_MS = 31_536_000_000
  for (const jumpMs of [YEAR_MS, -2 * YEAR_MS, 0]) {
    shiftMs += jumpMs
    for (let second = 0; second < 60; second += 1) {
      await settled()
      clock.advance(1_000)
    }
  }
  expect(attempts).toBeGreaterThan(30)
  expect(attempts).toBeLessThan(45)
  await link.close()
})

test('the back-off stays within its bounds whatever chance says', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempt, chance) => {
        const waitMs = backOffMs(attempt, () => chance)
        expect(waitMs).toBeGreaterThanOrEqual(200)
        expect(waitMs).toBeLessThanOrEqual(BACK_OFF_LAST_MS * 1.2)
      },
    ),
  )
})

test('what a device says after the close was asked for reaches nobody', async () => {
  const device = fakeLink()
  const slowToClose = { ...device, destroy: () => undefined }
  const bench = supervised([slowToClose])
  await settled()
  const closed = bench.link.close()
  device.receive('late')
  device.drop(null)
  await closed
  expect(bench.heard).toEqual([])
  expect(bench.clock.waiting()).toBe(0)
})

test('attempts are counted from the last connection that was up, not from the start of the day', async () => {
  const device = fakeLink()
  const bench = supervised([REFUSED, REFUSED, device])
  for (let turn = 0; turn < 3; turn += 1) {
    await settled()
    bench.clock.advance(1_000)
  }
  expect(bench.states).toContainEqual({ s: 'opening', attempt: 3 })
  bench.clock.advance(20_000)
  device.drop()
  bench.clock.advance(250)
  expect(bench.link.state()).toEqual({ s: 'opening', attempt: 1 })
})
