import { spawnSync } from 'node:child_process'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../../main/clock.ts'
import { DeviceConfig } from '../../main/devices/device-config.ts'
import { startDevices } from '../../main/devices/devices.ts'
import { startVirtualPrinter } from '../../main/devices/virtual/virtual-printer.ts'
import { startVirtualScale } from '../../main/devices/virtual/virtual-scale.ts'
import { startVirtualScanner } from '../../main/devices/virtual/virtual-scanner.ts'
import { driverPids, usageOf } from '../support/driver-processes.ts'
import { eventually } from '../support/processes.ts'
import { cableDrawer } from '../support/pty-devices.ts'

const HAS_SOCAT = spawnSync('socat', ['-V']).status === 0

const ROUNDS = 50
/** Caches and lazily loaded code have settled by then. */
const ROUNDS_BEFORE_MEASURING = 10
const GROWTH_KILOBYTES_MAX = 25_000

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

test.runIf(HAS_SOCAT)(
  '[FAULT-20] fifty rounds of unplugging leave nothing behind, nothing stuck, and nothing that fires at the next plugging',
  { timeout: 240_000 },
  async () => {
    const scanner = await startVirtualScanner({ port: 0 })
    const scale = await startVirtualScale({ port: 0, clock: systemClock })
    const printer = await startVirtualPrinter({ port: 0 })
    const drawer = cableDrawer()
    cleanUp.push(scanner.close, scale.close, printer.close, () => drawer.close())
    const cables = [
      drawer.cable('scanner', scanner.port),
      drawer.cable('scale', scale.port),
      drawer.cable('printer', printer.port),
    ]
    for (const cable of cables) await cable.plug()
    const [scannerLink, scaleLink, printerLink] = cables.map(({ path }) => `serial://${path}`)
    const scans: string[] = []
    let opens = 0
    const devices = startDevices({
      config: DeviceConfig.parse({
        scanners: [{ id: 's1', link: scannerLink, profile: 'honeywell', parkMoreThan: 0 }],
        scales: [{ id: 'w1', protocol: 'mt-sics', link: scaleLink }],
        printers: [{ id: 'p1', language: 'zpl', link: printerLink, widthMm: 102, heightMm: 152 }],
      }),
      clock: systemClock,
      newId: () => `link-${(opens += 1)}`,
      random: () => 0.5,
      onScan: ({ text }) => void scans.push(text),
      onReading: () => undefined,
      onState: () => undefined,
      onFault: () => undefined,
    })
    cleanUp.push(devices.close)
    const states = (): string =>
      devices
        .list()
        .map(({ state }) => state)
        .join(' ')
    const comesTo = (what: string, look: () => boolean) =>
      eventually(() => Promise.resolve(look()), { what }).catch((error: unknown) => {
        throw new Error(`${String(error)}; devices are ${JSON.stringify(devices.list())}`)
      })

    await comesTo('all are ready', () => states() === 'ready ready ready')
    const driverPid = driverPids(process.pid).get('serial') ?? 0
    let before = { host: usageOf(process.pid), drivers: usageOf(driverPid) }
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const cable of cables) await cable.unplug()
      await comesTo('the loss is seen', () => states().startsWith('lost lost'))
      // Nobody is there to hear it, and nobody may hear it later.
      expect(await devices.feedback('s1', 'good')).toBe(false)
      const bytes = Buffer.from(`^XA^FDLOST-${round}^FS^XZ`)
      expect(await devices.print('p1', { jobId: `lost-${round}`, bytes })).toMatchObject({
        outcome: 'held',
      })
      for (const cable of cables) await cable.plug()
      await comesTo('all are back', () => states() === 'ready ready ready')
      await comesTo('a scan is heard', () => {
        // A code of the moment of plugging may be lost, and a person scans again.
        scanner.scan(`ROUND-${round}`)
        return scans.includes(`ROUND-${round}`)
      })
      await comesTo('the scale is read', () => devices.reading !== null)
      if (round === ROUNDS_BEFORE_MEASURING) {
        before = { host: usageOf(process.pid), drivers: usageOf(driverPid) }
      }
    }
    const after = { host: usageOf(process.pid), drivers: usageOf(driverPid) }
    expect(driverPids(process.pid).get('serial')).toBe(driverPid)
    expect(after.drivers.descriptors).toBeLessThanOrEqual(before.drivers.descriptors + 2)
    expect(after.host.descriptors).toBeLessThanOrEqual(before.host.descriptors + 4)
    expect(after.drivers.kilobytes).toBeLessThan(before.drivers.kilobytes + GROWTH_KILOBYTES_MAX)
    expect(scanner.heard()).toEqual([])
    expect(printer.labels()).toEqual([])
    // A back-off that spins would open again and again in each round.
    expect(opens).toBeLessThan(ROUNDS * cables.length * 4)
  },
)
