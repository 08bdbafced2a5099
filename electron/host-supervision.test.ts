import { expect, test } from 'vitest'
import type { Clock } from './clock.ts'
import {
  HOST_BACKOFF_FIRST_MS,
  HOST_BACKOFF_MAX_MS,
  HOST_HEALTHY_MS,
  HOST_STOP_TIMEOUT_MS,
  superviseHost,
  type HostChild,
} from './host-supervision.ts'

function handClock() {
  let now = 0
  let timers: { at: number; run: () => void }[] = []
  const clock: Clock = {
    monotonicMs: () => now,
    after: (delayMs, run) => {
      const timer = { at: now + delayMs, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
  }
  return {
    clock,
    advance: (byMs: number) => {
      now += byMs
      const due = timers.filter((timer) => timer.at <= now)
      timers = timers.filter((timer) => timer.at > now)
      for (const timer of due) timer.run()
    },
  }
}

class FakeChild implements HostChild {
  spawned = () => {}
  exited: (code: number | null) => void = () => {}
  isKilled = false
  onSpawn(listener: () => void) {
    this.spawned = listener
  }
  onExit(listener: (code: number | null) => void) {
    this.exited = listener
  }
  kill() {
    this.isKilled = true
  }
}

function supervise() {
  const time = handClock()
  const children: FakeChild[] = []
  const announced: FakeChild[] = []
  const host = superviseHost({
    fork: () => {
      const child = new FakeChild()
      children.push(child)
      return child
    },
    clock: time.clock,
    onRunning: (child) => announced.push(child),
    log: () => {},
  })
  const newest = () => {
    const child = children.at(-1)
    if (child === undefined) throw new Error('no host was started')
    return child
  }
  return { ...time, children, announced, host, newest }
}

test('a host that ends is started again and announced to the windows', () => {
  const { host, newest, children, announced, advance } = supervise()
  newest().spawned()
  expect(host.running()).toBe(newest())
  newest().exited(0)
  expect(host.running()).toBeNull()
  advance(HOST_BACKOFF_FIRST_MS)
  newest().spawned()
  expect(children).toHaveLength(2)
  expect(announced).toEqual(children)
})

test('a host that keeps falling over is started ever more slowly, up to a limit', () => {
  const { newest, children, advance } = supervise()
  for (let waitMs = HOST_BACKOFF_FIRST_MS; waitMs < HOST_BACKOFF_MAX_MS; waitMs *= 2) {
    const started = children.length
    newest().exited(1)
    advance(waitMs - 1)
    expect(children).toHaveLength(started)
    advance(1)
    expect(children).toHaveLength(started + 1)
  }
  const started = children.length
  newest().exited(1)
  advance(HOST_BACKOFF_MAX_MS)
  expect(children).toHaveLength(started + 1)
})

test('a host that was healthy for a while starts again at once', () => {
  const { newest, children, advance } = supervise()
  newest().exited(1)
  advance(HOST_BACKOFF_FIRST_MS)
  newest().exited(1)
  advance(HOST_BACKOFF_FIRST_MS * 2)
  newest().spawned()
  advance(HOST_HEALTHY_MS)
  newest().exited(1)
  advance(HOST_BACKOFF_FIRST_MS)
  expect(children).toHaveLength(4)
})

test('stopping ends the host once and starts no other', async () => {
  const { host, newest, children, advance } = supervise()
  newest().spawned()
  const stopped = host.stop()
  expect(newest().isKilled).toBe(true)
  newest().exited(null)
  await stopped
  advance(HOST_BACKOFF_MAX_MS)
  expect(children).toHaveLength(1)
})

test('a host that does not end keeps the window from closing only so long', async () => {
  const { host, newest, advance } = supervise()
  newest().spawned()
  const stopped = host.stop()
  advance(HOST_STOP_TIMEOUT_MS)
  await expect(stopped).resolves.toBeUndefined()
})

test('stopping while the next start is awaited starts nothing', async () => {
  const { host, newest, children, advance } = supervise()
  newest().exited(1)
  await host.stop()
  advance(HOST_BACKOFF_MAX_MS)
  expect(children).toHaveLength(1)
})
