import { expect, test } from 'vitest'
import {
  CALIBRATION_CODE,
  CALIBRATION_HEAD,
  CALIBRATION_PATTERN,
  CALIBRATION_TAIL,
} from '#contract/barcode/calibration-code.ts'
import { GS } from '#contract/barcode/gs1.ts'
import type { KeyboardLayout } from '#contract/rpc/scanner-profile.ts'
import type { WedgeKey } from '#contract/rpc/wedge-keys.ts'
import { manualClock } from '../../testing/manual-clock.ts'
import { heard, press, scannerKeys } from '../../testing/typed-keys.ts'
import { DeviceConfig } from '../device-config.ts'
import { startDevices } from '../devices.ts'
import type { DeviceFault } from '../devices.ts'
import type { Scan } from '../scanner/scanner-driver.ts'
import { Keyboard } from './keyboard.ts'

/** A bench whose only device types, with one screen open: keys go in, scans come out. */
function wedgeBench(config: object = {}) {
  const clock = manualClock(Date.parse('2026-03-02T08:00:00.000Z'))
  const keyboard = new Keyboard()
  const leave = keyboard.screenCame()
  const scans: Scan[] = []
  const faults: DeviceFault[] = []
  const states: string[] = []
  const devices = startDevices({
    config: DeviceConfig.parse({ scanners: [{ id: 's1', link: 'wedge', ...config }] }),
    clock,
    newId: () => 'id',
    random: () => 0.5,
    keyboard,
    onScan: (scan) => scans.push(scan),
    onReading: () => {},
    onState: ({ state }) => states.push(state),
    onFault: (fault) => faults.push(fault),
  })
  let pageMs = 0
  /** Hands keys over as a screen does, then waits until all is quiet. */
  const hear = (keys: readonly WedgeKey[]): void => {
    const shifted = keys.map((key) => ({ ...key, atMs: key.atMs + pageMs }))
    pageMs = (shifted.at(-1)?.atMs ?? pageMs) + 500
    keyboard.take(shifted, 'page')
    clock.advance(200)
  }
  const calibrate = (layout: KeyboardLayout, isCapsInverted: boolean, pattern: string) => {
    const setting = { layout, isCapsInverted }
    hear(scannerKeys(CALIBRATION_CODE, { setting }))
    hear(scannerKeys(pattern, { setting }))
  }
  const said = () => scans.map(({ aim, text }) => `${aim ?? ''}${text}`)
  return { clock, keyboard, leave, devices, scans, faults, states, hear, calibrate, said }
}

const GS1_CODE = `]C10109506000134352${GS}10LOT7`

test('a scanner that types is there while a screen is', async () => {
  const bench = wedgeBench()
  expect(bench.devices.list()).toMatchObject([{ id: 's1', state: 'ready', detail: '' }])
  bench.leave()
  expect(bench.devices.list()).toMatchObject([{ state: 'lost' }])
  const leave = bench.keyboard.screenCame()
  bench.keyboard.screenCame()
  leave()
  leave()
  expect(bench.devices.list()).toMatchObject([{ state: 'ready' }])
  await bench.devices.close()
  expect(bench.keyboard.averageMs).toBeNull()
  expect(bench.clock.waiting()).toBe(0)
})

test('a code typed in one go is a scan, with its identifier and its separators', () => {
  const bench = wedgeBench()
  bench.hear(scannerKeys(GS1_CODE))
  bench.hear(scannerKeys('8712345000417', { end: 'Tab' }))
  expect(bench.scans).toMatchObject([
    { scannerId: 's1', aim: ']C1', text: `0109506000134352${GS}10LOT7` },
    { scannerId: 's1', aim: null, text: '8712345000417' },
  ])
})

test('[FAULT-18] a person who types at a bench with such a scanner scans nothing', () => {
  const bench = wedgeBench()
  bench.hear(scannerKeys('hello world', { pace: { gapMs: 120, holdMs: 80 } }))
  bench.hear(scannerKeys('rolled', { pace: { gapMs: 40, holdMs: 75 } }))
  expect([bench.said(), bench.faults]).toEqual([[], []])
})

test('[FAULT-18] a person who types while a code is scanned does not change it', () => {
  const bench = wedgeBench()
  bench.hear(
    heard(
      press('KeyE', 0, 80),
      press('KeyR', 130, 80),
      scannerKeys('8712345000417', { atMs: 150 }),
      press('KeyT', 210, 80),
    ),
  )
  expect(bench.said()).toEqual(['8712345000417'])
})

test('[FAULT-18] a scanner in another layout or with inverted letters is understood once calibrated', () => {
  for (const layout of ['us', 'de', 'fr'] as const) {
    for (const isCapsInverted of [false, true]) {
      const bench = wedgeBench()
      bench.calibrate(layout, isCapsInverted, `]C1${CALIBRATION_PATTERN}`)
      expect(bench.devices.list()).toMatchObject([
        { state: 'ready', profile: { layout, isCapsInverted, separator: 'kept', suffix: 'enter' } },
      ])
      bench.hear(scannerKeys('Az09-_/ LLZ', { setting: { layout, isCapsInverted } }))
      bench.hear(scannerKeys(GS1_CODE, { setting: { layout, isCapsInverted } }))
      expect(bench.said()).toEqual(['Az09-_/ LLZ', GS1_CODE])
      expect(bench.faults).toEqual([])
    }
  }
})

test('[FAULT-18] a layout nobody knows is said, with what to do, and shown', () => {
  const bench = wedgeBench()
  bench.hear(scannerKeys(CALIBRATION_CODE))
  bench.hear(scannerKeys('99\\y)(68>98LL'))
  expect(bench.faults).toMatchObject([{ deviceId: 's1', code: 'scan-layout' }])
  const [shown] = bench.devices.list()
  expect(shown).toMatchObject({ state: 'attention', profile: { trouble: 'unknown-layout' } })
  expect(shown?.detail).toContain('set it to US English')
})

test('a calibration finds out what the separator became, and that Enter is missing', () => {
  const mapped = wedgeBench()
  mapped.calibrate('us', false, `]C1${CALIBRATION_HEAD}|${CALIBRATION_TAIL}`)
  mapped.hear(scannerKeys(GS1_CODE.replace(GS, '|')))
  expect(mapped.said()).toEqual([GS1_CODE])

  const endless = wedgeBench()
  endless.hear(scannerKeys(CALIBRATION_CODE, { end: null }))
  endless.hear(scannerKeys(CALIBRATION_PATTERN, { end: null }))
  expect(endless.faults).toMatchObject([{ code: 'scan-layout' }])
  expect(endless.devices.list()).toMatchObject([
    { profile: { suffix: 'none', trouble: 'no-suffix' } },
  ])
})

test('[FAULT-18] a slow scanner is named, and taken once it is calibrated', () => {
  const pace = { gapMs: 60, holdMs: 10 }
  const bench = wedgeBench()
  bench.hear(scannerKeys('8712345000417', { pace }))
  expect(bench.said()).toEqual([])
  expect(bench.faults).toMatchObject([{ code: 'scan-layout' }])
  bench.hear(scannerKeys(CALIBRATION_CODE, { pace }))
  bench.hear(scannerKeys(CALIBRATION_PATTERN, { pace }))
  expect(bench.keyboard.averageMs).toBe(90)
  bench.hear(scannerKeys('8712345000417', { pace }))
  expect(bench.said()).toEqual(['8712345000417'])
})

test('[FAULT-18] a slow scanner is taken where the devices file says how slow it may be', () => {
  const bench = wedgeBench({ keyAverageMs: 80 })
  bench.hear(scannerKeys('8712345000417', { pace: { gapMs: 60, holdMs: 10 } }))
  expect(bench.said()).toEqual(['8712345000417'])
})

test('half a code is never a code once this scanner has sent an Enter', () => {
  const bench = wedgeBench()
  bench.hear(scannerKeys('8712345000417'))
  bench.hear(scannerKeys('87123450', { end: null }))
  expect(bench.said()).toEqual(['8712345000417'])
  expect(bench.faults).toMatchObject([{ code: 'scan-unparsable' }])
})

test('keys of two windows never make one code', () => {
  const bench = wedgeBench()
  const keys = scannerKeys('8712345000417')
  bench.keyboard.take(keys.slice(0, 12), 'one')
  bench.keyboard.take(keys.slice(12), 'other')
  bench.clock.advance(200)
  expect(bench.said()).not.toContain('8712345000417')
})

test('the memory of a cordless scanner is parked like any other', () => {
  const bench = wedgeBench({ parkMoreThan: 2 })
  const codes = Array.from({ length: 5 }, (_, index) =>
    scannerKeys(`CODE${index}`, { atMs: index * 50 }),
  )
  bench.hear(codes.flat())
  expect(bench.faults.map(({ code }) => code)).toContain('scan-memory-dump')
})

test('one bench has one keyboard', () => {
  const scanners = [
    { id: 's1', link: 'wedge' },
    { id: 's2', link: 'wedge' },
  ]
  expect(DeviceConfig.safeParse({ scanners }).success).toBe(false)
})

test('[FAULT-18] what could not be read is shown without its letters and digits: it may be a badge', () => {
  const bench = wedgeBench()
  bench.hear(scannerKeys('8712345000417'))
  bench.hear(scannerKeys('LLBK7Q2-X9', { end: null }))
  expect(bench.faults).toMatchObject([{ code: 'scan-unparsable' }])
  expect(bench.faults[0]?.raw).toContain('Minus')
  expect(bench.faults[0]?.raw).not.toMatch(/(?:Key|Digit)[A-Z0-9]/)
})

test('[FAULT-18] the rest of a code that a busy screen hands over late is never a code', () => {
  const bench = wedgeBench()
  bench.hear(scannerKeys('8712345000417'))
  const keys = scannerKeys('8712345000417').map((key) => ({ ...key, atMs: key.atMs + 5_000 }))
  bench.keyboard.take(keys.slice(0, 12), 'page')
  bench.clock.advance(200)
  bench.keyboard.take(keys.slice(12), 'page')
  bench.clock.advance(200)
  expect(bench.said()).toEqual(['8712345000417'])
  expect(bench.faults).toHaveLength(2)
})

test('[FAULT-18] a key that was down when a page was loaded again spoils no scan of the new page', () => {
  const bench = wedgeBench()
  bench.keyboard.take(press('KeyR', 90_000, 5).slice(0, 1), 'before')
  bench.clock.advance(2_000)
  bench.keyboard.take(scannerKeys('ORDER-7', { atMs: 300 }), 'after')
  bench.clock.advance(200)
  expect([bench.said(), bench.faults]).toEqual([['ORDER-7'], []])
})

test('two of the same article are two, though a busy screen hands both over at once', () => {
  const bench = wedgeBench({ bounceMs: 300 })
  const again = (atMs: number) => scannerKeys('8712345000417', { atMs })
  bench.keyboard.take([...again(0), ...again(1_500)], 'page')
  bench.clock.advance(500)
  expect([bench.said(), bench.faults]).toEqual([['8712345000417', '8712345000417'], []])
  bench.keyboard.take(again(1_700), 'page')
  bench.clock.advance(500)
  expect(bench.faults).toMatchObject([{ code: 'scan-duplicate' }])
})

test('[FAULT-18] a badge scanned in place of the test pattern, in a layout not yet known, is not shown', () => {
  const bench = wedgeBench()
  const setting = { layout: 'fr', isCapsInverted: false } as const
  bench.hear(scannerKeys(CALIBRATION_CODE))
  bench.hear(scannerKeys('LLB/ZYQ7-MW', { setting }))
  expect(bench.faults).toMatchObject([{ code: 'scan-layout' }])
  expect(bench.faults[0]?.raw).not.toMatch(/Key[A-Z]|Digit[0-9]/)
})
