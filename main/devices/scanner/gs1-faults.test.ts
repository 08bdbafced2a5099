import { afterEach, expect, test, vi } from 'vitest'
import {
  CALIBRATION_CODE,
  CALIBRATION_HEAD,
  CALIBRATION_TAIL,
} from '#contract/barcode/calibration-code.ts'
import { GS } from '#contract/barcode/gs1.ts'
import { systemClock } from '../../clock.ts'
import { readScan } from '../../intake/read-scan.ts'
import { DeviceConfig } from '../device-config.ts'
import { startDevices } from '../devices.ts'
import type { DeviceFault } from '../devices.ts'
import { startVirtualScanner } from '../virtual/virtual-scanner.ts'
import type { Scan } from './scanner-driver.ts'

const GTIN = '09506000134352'
const WHOLE = { kind: 'product', gtin: GTIN, lot: 'LOT7', expiryDate: '2026-12-31' }

const cleanUp: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).toReversed()) await undo()
})

/** A virtual scanner, its link, the real driver, and what the bench would understand of it. */
async function connected(config: object = {}) {
  const scanner = await startVirtualScanner({ port: 0 })
  const scans: Scan[] = []
  const faults: DeviceFault[] = []
  const devices = startDevices({
    config: DeviceConfig.parse({
      scanners: [{ id: 's1', link: `tcp://127.0.0.1:${scanner.port}`, parkMoreThan: 0, ...config }],
    }),
    clock: systemClock,
    newId: () => 'id',
    random: () => 0.5,
    onScan: (scan) => scans.push(scan),
    onReading: () => {},
    onState: () => {},
    onFault: (fault) => faults.push(fault),
  })
  cleanUp.push(scanner.close, devices.close)
  await vi.waitFor(() => expect(scanner.isConnected()).toBe(true), 5_000)
  /** What the bench takes each code for. */
  const read = async (...sent: string[]) => {
    const before = scans.length
    for (const text of sent) scanner.scan(text)
    await vi.waitFor(() => expect(scans.length).toBe(before + sent.length), 5_000)
    return scans.slice(before).map((scan) => readScan(scan).reading)
  }
  return { scanner, devices, faults, read }
}

test('[FAULT-17] lost, extra and leading separators, % for them, a missing and a lower-case identifier', async () => {
  const { read, faults } = await connected()
  const readings = await read(
    `]C101${GTIN}10LOT7${GS}17261231`,
    `]C1${GS}01${GTIN}10LOT7${GS}17261231`,
    `]d201${GTIN}${GS}10LOT7${GS}${GS}17261231${GS}`,
    `]Q301${GTIN}10LOT7%17261231`,
    `01${GTIN}10LOT7${GS}17261231`,
    `01${GTIN}1726123110LOT7`,
    `]c101${GTIN}1726123110LOT7`,
  )
  for (const reading of readings) expect(reading).toMatchObject(WHOLE)
  expect(faults).toEqual([])
})

test('[FAULT-17] a truncated or wrong number and a month 13 are named, and never guessed at', async () => {
  const { read, faults } = await connected()
  const readings = await read(
    ']C1010950600013',
    ']C10109506000134353',
    `]C101${GTIN}17261301`,
    `]C101${GTIN}10${'L'.repeat(15)}17261231`,
  )
  expect(readings.map((reading) => 'reason' in reading && reading.reason)).toEqual([
    'gs1-truncated',
    'gs1-bad-check-digit',
    'gs1-bad-date',
    'gs1-too-long',
  ])
  expect(faults.map(({ deviceId, code }) => [deviceId, code])).toEqual([
    ['s1', 'scan-unparsable'],
    ['s1', 'scan-bad-check-digit'],
    ['s1', 'scan-unparsable'],
    ['s1', 'scan-unparsable'],
  ])
})

test('[FAULT-17] day 00 is the last of its month', async () => {
  const { read } = await connected()
  expect(await read(`]d201${GTIN}17280200`)).toMatchObject([{ expiryDate: '2028-02-29' }])
})

test('[FAULT-17] a separator that this scanner sends as another character is found out and put back', async () => {
  const { scanner, devices, read } = await connected()
  scanner.scan(`]C0${CALIBRATION_CODE}`)
  scanner.scan(`]C1${CALIBRATION_HEAD}|${CALIBRATION_TAIL}`)
  await vi.waitFor(() => {
    expect(devices.list()).toMatchObject([{ profile: { state: 'found', separatorText: '|' } }])
  }, 5_000)
  expect(await read(`]C101${GTIN}10LOT7|17261231`)).toMatchObject([WHOLE])
})

test('[FAULT-17] without identifiers a code is judged by what it holds, and none is made up', async () => {
  const { read } = await connected({ sendsAim: false })
  expect(await read(`01${GTIN}10LOT7${GS}17261231`, `02${GTIN}3712`)).toMatchObject([
    WHOLE,
    { kind: 'product', gtin: GTIN, quantity: 12 },
  ])
  // A sticker that spells an identifier is only text to a scanner that sends none.
  expect(await read(`]C101${GTIN}`)).toEqual([{ kind: 'text', text: `]C101${GTIN}` }])
})
