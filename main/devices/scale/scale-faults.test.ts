import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { ok } from '#contract/result.ts'
import { systemClock } from '../../clock.ts'
import type { Clock } from '../../clock.ts'
import { parseDeviceConfig, ScaleConfig } from '../device-config.ts'
import { startDevices } from '../devices.ts'
import type { DeviceFault } from '../devices.ts'
import type { ByteLink } from '../link/byte-link.ts'
import { createLinkEvents } from '../link/byte-link.ts'
import { openTcpLink } from '../link/tcp-link.ts'
import { startPtyBridge } from '../virtual/pty-bridge.ts'
import { HID_REPORT_BYTES } from '../virtual/virtual-scale-voices.ts'
import { startVirtualScale } from '../virtual/virtual-scale.ts'
import type { ScaleReading } from './scale-reading.ts'
import { startScale } from './start-scale.ts'

const HAS_SOCAT = spawnSync('socat', ['-V']).status === 0
const SOON = { timeout: 10_000, interval: 10 }

/** The bench's clock and the scale's run this much faster: what takes seconds is waited for sooner. */
const HASTE = 3
const hasty: Clock = {
  now: systemClock.now,
  monotonicMs: () => systemClock.monotonicMs() * HASTE,
  after: (ms, run) => systemClock.after(ms / HASTE, run),
}

type Settings = Pick<ScaleConfig, 'protocol' | 'mode' | 'unit'>

const SERIAL_SCALES: readonly Settings[] = [
  { protocol: 'mt-sics' },
  { protocol: 'mt-sics', mode: 'streamed' },
  { protocol: 'toledo-8217', unit: 'kg' },
  { protocol: 'nci' },
  { protocol: 'and' },
  { protocol: 'and', mode: 'asked' },
  { protocol: 'cas' },
  { protocol: 'cas', mode: 'asked' },
  { protocol: 'toledo-continuous' },
  { protocol: 'sartorius' },
  { protocol: 'sartorius', mode: 'streamed' },
]

const cleanUp: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

async function virtualScale(settings: Settings) {
  const scale = await startVirtualScale({ port: 0, clock: hasty, ...settings })
  cleanUp.push(scale.close)
  return scale
}

/** A bench with this scale on it, through whatever every configured device goes through. */
function benchWith(settings: Settings & { link: string; maxGrams?: number }) {
  const config = parseDeviceConfig({ scales: [{ id: 'w1', ...settings }] })
  if (!config.ok) throw new Error(config.error.message)
  const readings: ScaleReading[] = []
  const faults: DeviceFault[] = []
  let ids = 0
  const devices = startDevices({
    config: config.value,
    clock: hasty,
    newId: () => `id-${(ids += 1)}`,
    random: () => 0.5,
    onScan: () => {},
    onReading: (reading) => readings.push(reading),
    onState: () => {},
    onFault: (fault) => faults.push(fault),
  })
  cleanUp.push(devices.close)
  const numbers = () => numbersOf(readings)
  const kinds = () => new Set(readings.map((reading) => reading.kind))
  const codes = () => faults.map((fault) => fault.code)
  const says = (kind: string, grams?: number) =>
    vi.waitFor(() => {
      expect(devices.reading).toMatchObject({ kind, ...(grams === undefined ? {} : { grams }) })
    }, SOON)
  return { devices, readings, faults, numbers, kinds, codes, says }
}

async function tcpBench(settings: Settings, more: { maxGrams?: number } = {}) {
  const scale = await virtualScale(settings)
  const bench = benchWith({ ...settings, ...more, link: `tcp://127.0.0.1:${scale.port}` })
  return { ...bench, scale }
}

test.each(SERIAL_SCALES)('%o weighs over TCP, and says that it moves', async (settings) => {
  const { scale, says, kinds } = await tcpBench(settings)
  scale.put({ grams: 12_345, stable: true })
  await says('stable', 12_345)
  scale.put({ grams: 12_400, stable: false })
  await says('motion')
  expect(kinds()).toEqual(new Set(['stable', 'motion']))
})

test.each<Settings>([{ protocol: 'mt-sics' }, { protocol: 'toledo-8217', unit: 'kg' }])(
  '[FAULT-10] %o that never comes to rest ends a capture as unstable, and goes on being shown',
  async (settings) => {
    const { scale, says, devices } = await tcpBench(settings)
    scale.put({ grams: 3_000, stable: false })
    await says('motion')
    expect(await devices.capture('w1', { timeoutMs: 2_000 })).toMatchObject({
      ok: false,
      error: { code: 'scale-unstable' },
    })
    await says('motion')
    scale.put({ grams: 3_000, stable: true })
    const captured = await devices.capture('w1', { timeoutMs: 15_000 })
    expect(captured).toMatchObject({ value: { grams: 3_000 } })
  },
)

test.each(SERIAL_SCALES)('[FAULT-11] %o in trouble never says a number', async (settings) => {
  const { scale, says, readings, numbers } = await tcpBench(settings)
  // Dibal says overload as a zero, which is no weight to act on either.
  const isZeroOverload = settings.protocol === 'cas' && settings.mode === 'asked'
  scale.put({ grams: 9_000, stable: true })
  await says('stable', 9_000)
  for (const [name, kind] of [
    ['over', isZeroOverload ? 'stable' : 'over'],
    ['under', 'under'],
    ['below-zero', 'under'],
  ] as const) {
    scale.setFault(name, true)
    await (kind === 'stable' ? says(kind, 0) : says(kind))
    const before = readings.length
    await vi.waitFor(() => expect(readings.length).toBeGreaterThan(before + 2), SOON)
    expect(numbersOf(readings.slice(before)).filter((grams) => grams !== 0)).toEqual([])
    scale.setFault(name, false)
    await says('stable', 9_000)
  }
  expect(new Set(numbers().filter((grams) => grams !== 0))).toEqual(new Set([9_000]))
})

test('[FAULT-11] `OL,+9999999E+19` is an overload, and so is more than the bench allows', async () => {
  const { scale, says, numbers } = await tcpBench({ protocol: 'and' }, { maxGrams: 15_000 })
  scale.put({ grams: 61_000, stable: true })
  await says('over')
  scale.put({ grams: 16_000, stable: true })
  await says('over')
  expect(numbers().filter((grams) => grams !== 0)).toEqual([])
})

test('[FAULT-12] a power-on message between question and answer answers nothing', async () => {
  const { scale, says, numbers, faults } = await tcpBench({ protocol: 'mt-sics' })
  scale.setFault('power-on', true)
  for (const grams of [4_000, 5_000]) {
    scale.put({ grams, stable: true })
    await says('stable', grams)
  }
  expect(numbers().filter((grams) => ![0, 4_000, 5_000].includes(grams))).toEqual([])
  expect(faults).toEqual([])
})

test.each<Settings>([
  { protocol: 'mt-sics' },
  { protocol: 'toledo-8217', unit: 'kg' },
  { protocol: 'nci' },
])('[FAULT-12] what %o answers too late is nobody’s weight', async (settings) => {
  const { scale, says, numbers, devices } = await tcpBench(settings)
  scale.put({ grams: 4_000, stable: true })
  await says('stable', 4_000)
  scale.setFault('late', true)
  scale.put({ grams: 7_777, stable: true })
  await vi.waitFor(() => {
    expect(devices.list()[0]).toMatchObject({ state: 'lost' })
    expect(devices.list()[0]?.detail).toContain('does not answer')
  }, SOON)
  expect(devices.reading).toBeNull()
  expect(numbers()).not.toContain(7_777)
  scale.setFault('late', false)
  await says('stable', 7_777)
})

test.each(SERIAL_SCALES)(
  '[FAULT-13] %o in pieces and between noise says no wrong number',
  async (settings) => {
    const { scale, says, numbers } = await tcpBench(settings)
    scale.setFault('split', true)
    scale.setFault('garbage', true)
    for (const grams of [12_345, 54_321]) {
      scale.put({ grams, stable: true })
      await says('stable', grams)
    }
    expect(numbers().filter((grams) => ![0, 12_345, 54_321].includes(grams))).toEqual([])
  },
)

test.each(SERIAL_SCALES)(
  '[FAULT-14] %o with another parity is said to be set wrongly',
  async (settings) => {
    const scale = await virtualScale(settings)
    scale.setFault('parity', true)
    scale.put({ grams: 12_345, stable: true })
    const bench = benchWith({ ...settings, link: `tcp://127.0.0.1:${scale.port}` })
    await vi.waitFor(() => expect(bench.codes()).toContain('protocol-mismatch'), SOON)
    const [view] = bench.devices.list()
    expect(view).toMatchObject({ state: 'attention' })
    expect(view?.detail).toContain('speed, data bits, parity')
    expect(bench.readings).toEqual([])
    scale.setFault('parity', false)
    await bench.says('stable', 12_345)
    expect(bench.devices.list()[0]).toMatchObject({ state: 'ready' })
  },
)

test.skipIf(!HAS_SOCAT)(
  '[FAULT-14] bytes of another speed are said to be, on a serial port',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'loadline-scale-'))
    cleanUp.push(() => rmSync(folder, { recursive: true }))
    const scale = await virtualScale({ protocol: 'toledo-8217' })
    scale.setMute(true)
    const path = join(folder, 'scale')
    const bridge = await startPtyBridge({ path, port: scale.port, clock: systemClock })
    if (bridge === null) throw new Error('socat went away')
    cleanUp.push(bridge.close)
    const link = `serial://${path}?baudRate=9600&dataBits=7&parity=even`
    const bench = benchWith({ protocol: 'toledo-8217', unit: 'kg', link })
    await vi.waitFor(() => {
      // What one end sends at 2400 the other reads at 9600 as runs of the same few bytes.
      scale.sendRaw(Uint8Array.of(0x00, 0x1e, 0x78, 0x00, 0x66, 0x06, 0x7e))
      expect(bench.codes()).toContain('protocol-mismatch')
    }, SOON)
    expect(bench.devices.list()[0]).toMatchObject({ state: 'attention' })
    expect(bench.readings).toEqual([])
    scale.setMute(false)
    scale.put({ grams: 2_500, stable: true })
    await bench.says('stable', 2_500)
  },
)

test.each(SERIAL_SCALES.filter(({ protocol }) => protocol !== 'toledo-8217'))(
  '[FAULT-15] %o set to pounds in the middle of the day weighs the same, and it is said',
  async (settings) => {
    const { scale, says, codes, devices } = await tcpBench(settings)
    scale.put({ grams: 10_000, stable: true })
    await says('stable', 10_000)
    scale.setFault('pounds', true)
    await vi.waitFor(() => expect(devices.reading).toMatchObject({ unit: 'lb' }), SOON)
    expect(devices.reading).toMatchObject({ kind: 'stable', grams: 10_000 })
    expect(codes()).toEqual(['scale-unit-changed'])
  },
)

test('[FAULT-15] a Toledo 8217 that is set to pounds has no number until it is set back', async () => {
  const { scale, says, numbers } = await tcpBench({ protocol: 'toledo-8217', unit: 'kg' })
  scale.put({ grams: 10_000, stable: true })
  await says('stable', 10_000)
  scale.setFault('pounds', true)
  await says('fault')
  expect(numbers().filter((grams) => ![0, 10_000].includes(grams))).toEqual([])
})

test('[FAULT-15] what was not taken off the scale is not captured twice', async () => {
  const { scale, says, devices } = await tcpBench({ protocol: 'mt-sics' })
  const capture = (timeoutMs: number) => devices.capture('w1', { timeoutMs })
  scale.put({ grams: 2_500, stable: true })
  expect(await capture(15_000)).toMatchObject({ value: { grams: 2_500 } })
  scale.put({ grams: 2_500, stable: false })
  await says('motion')
  scale.put({ grams: 2_500, stable: true })
  expect(await capture(3_000)).toMatchObject({ error: { code: 'scale-not-removed' } })
  scale.put({ grams: 0, stable: true })
  await says('stable', 0)
  scale.put({ grams: 2_500, stable: true })
  expect(await capture(15_000)).toMatchObject({ value: { grams: 2_500 } })
  expect(await devices.capture('w9', { timeoutMs: 1 })).toMatchObject({ error: { code: 'absent' } })
})

test('a HID scale weighs by its reports, in whatever unit its key says', async () => {
  const scale = await virtualScale({ protocol: 'hid-pos' })
  const readings: ScaleReading[] = []
  const driver = startScale(
    ScaleConfig.parse({ id: 'w1', protocol: 'hid-pos', link: 'hid://0922:8003' }),
    {
      clock: hasty,
      random: () => 0.5,
      open: async () => {
        const opened = await openTcpLink({ host: '127.0.0.1', port: scale.port }, systemClock)
        return opened.ok ? ok(reportByReport(opened.value)) : opened
      },
      onReading: (reading) => readings.push(reading),
      onFault: () => {},
      onState: () => {},
    },
  )
  cleanUp.push(driver.close)
  scale.put({ grams: 12_340, stable: true })
  expect(await driver.capture({ timeoutMs: 5_000 })).toMatchObject({ value: { grams: 12_340 } })
  scale.setFault('pounds', true)
  await vi.waitFor(() => expect(driver.latest()).toMatchObject({ unit: 'lb' }), SOON)
  expect(driver.latest()).toMatchObject({ grams: 12_342 })
  for (const [fault, kind] of [
    ['over', 'over'],
    ['below-zero', 'under'],
  ] as const) {
    scale.setFault(fault, true)
    await vi.waitFor(() => expect(driver.latest()?.kind).toBe(kind), SOON)
    scale.setFault(fault, false)
  }
})

/** As a HID link hands them on: one report a call. */
function reportByReport(link: ByteLink): ByteLink {
  const events = createLinkEvents()
  let rest = new Uint8Array()
  link.onData((bytes) => {
    rest = new Uint8Array([...rest, ...bytes])
    while (rest.length >= HID_REPORT_BYTES) {
      events.data(rest.slice(0, HID_REPORT_BYTES))
      rest = rest.slice(HID_REPORT_BYTES)
    }
  })
  link.onClosed(events.closed)
  return { ...link, onData: events.onData, onClosed: events.onClosed }
}

const numbersOf = (readings: ScaleReading[]): number[] =>
  readings.flatMap((reading) => ('grams' in reading ? (reading.grams ?? []) : []))
