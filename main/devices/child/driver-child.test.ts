import { expect, test } from 'vitest'
import { settled } from '../../testing/fake-link.ts'
import { manualClock } from '../../testing/manual-clock.ts'
import type { ByteLink } from '../link/byte-link.ts'
import { CRASH_WINDOW_MS, OPEN_TIMEOUT_MS, startDriverChild } from './driver-child.ts'
import type { Child } from './launcher.ts'
import type { FromLinkHost, LinkPlace, ToLinkHost } from './link-messages.ts'

const PLACE: LinkPlace = {
  kind: 'serial',
  path: '/dev/ttyTest',
  baudRate: 9_600,
  dataBits: 8,
  parity: 'none',
  stopBits: 1,
  rtscts: false,
  xonxoff: false,
}

/** A child program with a test inside. */
function scriptedChild() {
  const heard: ToLinkHost[] = []
  let say = (_message: unknown): void => {}
  let exit = (_detail: string): void => {}
  const child: Child = {
    post: (message) => heard.push(message as ToLinkHost),
    onMessage: (run) => (say = run),
    onExit: (run) => (exit = run),
    kill: () => exit('SIGKILL'),
  }
  return {
    child,
    heard,
    say: (message: FromLinkHost) => say(message),
    babble: (message: unknown) => say(message),
    crash: () => exit('SIGSEGV'),
  }
}

function bench() {
  const clock = manualClock()
  const children: ReturnType<typeof scriptedChild>[] = []
  let ids = 0
  const drivers = startDriverChild({
    family: 'serial',
    clock,
    modulePath: '/nowhere/serial-host.ts',
    newId: () => `link-${(ids += 1)}`,
    random: () => 0.5,
    launch: () => {
      const next = scriptedChild()
      children.push(next)
      return next.child
    },
  })
  const last = () => {
    const child = children.at(-1)
    if (child === undefined) throw new Error('no child was started')
    return child
  }
  const opened = async (): Promise<ByteLink> => {
    const opening = drivers.open(PLACE)
    await settled()
    last().say({ type: 'heartbeat' })
    last().say({ type: 'opened', linkId: `link-${ids}` })
    const link = await opening
    if (!link.ok) throw new Error('not opened')
    return link.value
  }
  return { clock, drivers, children, last, opened }
}

test('no child is started until a device is opened', () => {
  const { drivers, children } = bench()
  expect(children).toHaveLength(0)
  void drivers.open(PLACE)
  expect(children).toHaveLength(1)
})

test('bytes and answers are relayed to their own link', async () => {
  const { opened, last } = bench()
  const link = await opened()
  const seen: string[] = []
  link.onData((bytes) => seen.push(Buffer.from(bytes).toString()))
  last().say({ type: 'data', linkId: 'link-1', bytes: new Uint8Array(Buffer.from('S S')) })
  last().say({ type: 'data', linkId: 'link-9', bytes: new Uint8Array([1]) })
  expect(seen).toEqual(['S S'])
  const writing = link.write(new Uint8Array([1, 2]))
  expect(last().heard.at(-1)).toMatchObject({ type: 'write', linkId: 'link-1', callId: 1 })
  last().say({ type: 'done', linkId: 'link-1', callId: 1, ok: true })
  expect(await writing).toBe(true)
})

test('[FAULT-20] a crash of the drivers closes every link and settles every write and list, then a new child is used', async () => {
  const { drivers, opened, last, children } = bench()
  const link = await opened()
  const ends: unknown[] = []
  link.onClosed((fault) => ends.push(fault?.code))
  const writing = link.write(new Uint8Array([1]))
  const listing = drivers.list()
  last().crash()
  expect(await writing).toBe(false)
  expect(await listing).toBeNull()
  expect(ends).toEqual(['host-crashed'])
  expect(await link.write(new Uint8Array([1]))).toBe(false)
  void drivers.open(PLACE)
  expect(children).toHaveLength(2)
  expect(last().heard.map(({ type }) => type)).toEqual(['open'])
})

test('[FAULT-20] a child that falls silent is ended after three missed heartbeats', async () => {
  const { clock, opened, last } = bench()
  const link = await opened()
  const ends: unknown[] = []
  link.onClosed((fault) => ends.push(fault?.code))
  clock.advance(3_900)
  last().say({ type: 'heartbeat' })
  clock.advance(3_900)
  expect(ends).toEqual([])
  clock.advance(200)
  expect(ends).toEqual(['host-crashed'])
})

test('[FAULT-20] a machine that slept does not take its healthy drivers for hung', async () => {
  const { clock, opened, last } = bench()
  const link = await opened()
  const ends: unknown[] = []
  link.onClosed((fault) => ends.push(fault?.code))
  // The timer is found due long ago, before the heartbeat that lies in the channel is read.
  clock.advance(3_000)
  expect(ends).toEqual([])
  last().say({ type: 'heartbeat' })
  clock.advance(2_900)
  expect(ends).toEqual([])
})

test('drivers that talk nonsense are ended as crashed, and the host goes on', async () => {
  const { opened, last } = bench()
  const link = await opened()
  const ends: unknown[] = []
  link.onClosed((fault) => ends.push(fault?.code))
  last().babble({ type: 'data', linkId: 'link-1', bytes: 'not bytes' })
  expect(ends).toEqual(['host-crashed'])
})

test('[FAULT-20] from the second crash on the next child waits, ever longer', async () => {
  const { clock, drivers, last, children } = bench()
  const waits: number[] = []
  for (let crash = 1; crash <= 4; crash += 1) {
    void drivers.open(PLACE)
    await settled()
    const before = children.length
    last().crash()
    void drivers.open(PLACE)
    const from = clock.monotonicMs()
    while (children.length === before) {
      clock.advance(10)
      await settled()
    }
    waits.push(clock.monotonicMs() - from)
  }
  expect(waits).toEqual([10, 250, 500, 1_000].map((ms, index) => (index === 0 ? 0 : ms)))
})

test('[FAULT-20] five crashes in a minute leave the drivers alone, in plain words, until the minute has passed', async () => {
  const { clock, drivers, last, children } = bench()
  for (let crash = 0; crash < 5; crash += 1) {
    void drivers.open(PLACE)
    await settled()
    last().crash()
    clock.advance(3_000)
  }
  await settled()
  expect(drivers.trouble()).toBe(
    'The drivers of serial ports crash again and again; they are tried again within a minute',
  )
  expect(await drivers.open(PLACE)).toMatchObject({ ok: false, error: { code: 'host-crashed' } })
  expect(await drivers.list()).toBeNull()
  expect(children).toHaveLength(5)
  clock.advance(CRASH_WINDOW_MS)
  expect(drivers.trouble()).toBeNull()
  void drivers.open(PLACE)
  expect(children).toHaveLength(6)
})

test('a device that does not open in time is told as such, and closed if it opens after all', async () => {
  const { clock, drivers, last, opened } = bench()
  await opened()
  const opening = drivers.open(PLACE)
  for (let beat = 0; beat < OPEN_TIMEOUT_MS; beat += 1_000) {
    last().say({ type: 'heartbeat' })
    clock.advance(1_000)
  }
  expect(await opening).toMatchObject({ ok: false, error: { code: 'timeout' } })
  expect(last().heard.at(-1)).toEqual({ type: 'close', linkId: 'link-2' })
})

test('a child that takes long to start on a slow machine is waited for, and one that never does is ended', async () => {
  const { clock, drivers, last, children } = bench()
  const opening = drivers.open(PLACE)
  clock.advance(29_000)
  last().say({ type: 'heartbeat' })
  last().say({ type: 'opened', linkId: 'link-1' })
  expect((await opening).ok).toBe(true)
  last().crash()
  const again = drivers.open(PLACE)
  clock.advance(30_000)
  expect(await again).toMatchObject({ ok: false })
  expect(children).toHaveLength(2)
})

test('a link closes within a second, whether its driver says so or not', async () => {
  const { clock, opened, last } = bench()
  const link = await opened()
  const ends: unknown[] = []
  link.onClosed((fault) => ends.push(fault))
  link.destroy()
  expect(last().heard.at(-1)).toEqual({ type: 'close', linkId: 'link-1' })
  expect(ends).toEqual([])
  clock.advance(1_000)
  expect(ends).toEqual([null])
})

test('closing tells the drivers to stop, and ends those that do not', async () => {
  const { clock, drivers, opened, last } = bench()
  await opened()
  const closing = drivers.close()
  expect(last().heard.at(-1)).toEqual({ type: 'stop' })
  clock.advance(1_500)
  await closing
  expect(await drivers.open(PLACE)).toMatchObject({ ok: false })
  expect(clock.waiting()).toBe(0)
})
