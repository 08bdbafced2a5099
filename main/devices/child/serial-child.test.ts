import { expect, test } from 'vitest'
import { settled } from '../../testing/fake-link.ts'
import { manualClock } from '../../testing/manual-clock.ts'
import type { SerialSettings } from '../link/link-target.ts'
import type { Child } from './launcher.ts'
import { CRASH_WINDOW_MS, startSerialChild } from './serial-child.ts'
import type { FromSerialHost, ToSerialHost } from './serial-messages.ts'

const SETTINGS: SerialSettings = {
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
  const heard: ToSerialHost[] = []
  let say = (_message: unknown): void => {}
  let exit = (_detail: string): void => {}
  const child: Child = {
    post: (message) => heard.push(message as ToSerialHost),
    onMessage: (run) => (say = run),
    onExit: (run) => (exit = run),
    kill: () => exit('SIGKILL'),
  }
  return {
    child,
    heard,
    say: (message: FromSerialHost) => say(message),
    crash: () => exit('SIGSEGV'),
  }
}

function bench() {
  const clock = manualClock()
  const children: ReturnType<typeof scriptedChild>[] = []
  let ids = 0
  const serial = startSerialChild({
    clock,
    modulePath: '/nowhere/serial-host.ts',
    newId: () => `link-${(ids += 1)}`,
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
  return { clock, serial, children, last }
}

test('no child is started until a port is opened', async () => {
  const { serial, children } = bench()
  expect(children).toHaveLength(0)
  void serial.open(SETTINGS)
  expect(children).toHaveLength(1)
  await serial.close()
})

test('bytes and answers are relayed to their own link', async () => {
  const { serial, last } = bench()
  const opening = serial.open(SETTINGS)
  last().say({ type: 'opened', linkId: 'link-1' })
  const opened = await opening
  if (!opened.ok) throw new Error('not opened')
  const seen: string[] = []
  opened.value.onData((bytes) => seen.push(Buffer.from(bytes).toString()))
  last().say({ type: 'data', linkId: 'link-1', bytes: new Uint8Array(Buffer.from('S S')) })
  last().say({ type: 'data', linkId: 'link-9', bytes: new Uint8Array([1]) })
  expect(seen).toEqual(['S S'])
  const writing = opened.value.write(new Uint8Array([1, 2]))
  expect(last().heard.at(-1)).toMatchObject({ type: 'write', linkId: 'link-1', callId: 1 })
  last().say({ type: 'done', linkId: 'link-1', callId: 1, ok: true })
  expect(await writing).toBe(true)
})

test('a crash of the drivers closes every link and settles every write, then a new child is used', async () => {
  const { serial, last, children } = bench()
  const opening = serial.open(SETTINGS)
  last().say({ type: 'opened', linkId: 'link-1' })
  const opened = await opening
  if (!opened.ok) throw new Error('not opened')
  const ends: unknown[] = []
  opened.value.onClosed((fault) => ends.push(fault?.code))
  const writing = opened.value.write(new Uint8Array([1]))
  last().crash()
  expect(await writing).toBe(false)
  expect(ends).toEqual(['host-crashed'])
  expect(await opened.value.write(new Uint8Array([1]))).toBe(false)
  void serial.open(SETTINGS)
  expect(children).toHaveLength(2)
})

test('a child that falls silent is ended after three missed heartbeats', async () => {
  const { clock, serial, last } = bench()
  const opening = serial.open(SETTINGS)
  last().say({ type: 'opened', linkId: 'link-1' })
  const opened = await opening
  if (!opened.ok) throw new Error('not opened')
  const ends: unknown[] = []
  opened.value.onClosed((fault) => ends.push(fault?.code))
  clock.advance(3_900)
  last().say({ type: 'heartbeat' })
  clock.advance(3_900)
  expect(ends).toEqual([])
  clock.advance(200)
  expect(ends).toEqual(['host-crashed'])
})

test('five crashes in a minute leave the drivers alone until the minute has passed', async () => {
  const { clock, serial, last, children } = bench()
  for (let crash = 0; crash < 5; crash += 1) {
    void serial.open(SETTINGS)
    last().crash()
    clock.advance(1_000)
  }
  await settled()
  expect(serial.trouble()).toContain('crash')
  expect(await serial.open(SETTINGS)).toMatchObject({ ok: false, error: { code: 'host-crashed' } })
  expect(children).toHaveLength(5)
  clock.advance(CRASH_WINDOW_MS)
  expect(serial.trouble()).toBeNull()
  void serial.open(SETTINGS)
  expect(children).toHaveLength(6)
})
