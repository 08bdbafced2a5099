import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { systemClock } from '../clock.ts'
import { forkLauncher } from './child/launcher.ts'
import type { Child } from './child/launcher.ts'
import { parseDeviceConfig } from './device-config.ts'
import { startDevices } from './devices.ts'
import type { DeviceFault, Devices } from './devices.ts'
import type { ScaleReading } from './scale/scale-reading.ts'
import type { Scan } from './scanner/scanner-driver.ts'
import { startPtyBridge } from './virtual/pty-bridge.ts'
import { startVirtualPrinter } from './virtual/virtual-printer.ts'
import { startVirtualScale } from './virtual/virtual-scale.ts'
import { startVirtualScanner } from './virtual/virtual-scanner.ts'

const HAS_SOCAT = spawnSync('socat', ['-V']).status === 0
const LABEL = new TextEncoder().encode('^XA^FDone^FS^XZ')

const cleanUp: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

async function virtualBench() {
  const scanner = await startVirtualScanner({ port: 0 })
  const scale = await startVirtualScale({ port: 0, clock: systemClock })
  const printer = await startVirtualPrinter({ port: 0 })
  cleanUp.push(scanner.close, scale.close, printer.close)
  return { scanner, scale, printer }
}

function attach(links: { scanner: string; scale: string; printer: string }) {
  const config = parseDeviceConfig({
    scanners: [{ id: 's1', name: 'Left', link: links.scanner, parkMoreThan: 0 }],
    scales: [{ id: 'w1', protocol: 'mt-sics', link: links.scale }],
    printers: [{ id: 'p1', language: 'zpl', link: links.printer, widthMm: 102, heightMm: 152 }],
  })
  if (!config.ok) throw new Error(config.error.message)
  const scans: Scan[] = []
  const readings: ScaleReading[] = []
  const faults: DeviceFault[] = []
  const children: Child[] = []
  let ids = 0
  const devices = startDevices({
    config: config.value,
    clock: systemClock,
    newId: () => `id-${(ids += 1)}`,
    random: () => 0.5,
    onScan: (scan) => scans.push(scan),
    onReading: (reading) => readings.push(reading),
    onState: () => {},
    onFault: (fault) => faults.push(fault),
    launch: (modulePath, family) => {
      const child = forkLauncher(modulePath, family)
      children.push(child)
      return child
    },
  })
  cleanUp.push(devices.close)
  return { devices, scans, readings, faults, children }
}

async function allReady(devices: Devices): Promise<void> {
  await vi.waitFor(() => {
    expect(devices.list().map((device) => device.state)).toEqual(['ready', 'ready', 'ready'])
  }, 10_000)
}

test('a bench of network devices scans, weighs, prints, and comes back after a loss', async () => {
  const virtual = await virtualBench()
  const link = (port: number): string => `tcp://127.0.0.1:${port}`
  const bench = attach({
    scanner: link(virtual.scanner.port),
    scale: link(virtual.scale.port),
    printer: link(virtual.printer.port),
  })
  await allReady(bench.devices)
  expect(bench.devices.list()[0]).toMatchObject({ id: 's1', name: 'Left', kind: 'scanner' })

  for (let index = 0; index < 100; index += 1) virtual.scanner.scan(`CODE${index}`)
  await vi.waitFor(() => expect(bench.scans).toHaveLength(100), 5_000)
  expect(bench.scans.map((scan) => scan.text)).toEqual(
    Array.from({ length: 100 }, (_, index) => `CODE${index}`),
  )

  virtual.scale.put({ grams: 12_345, stable: true })
  await vi.waitFor(() => {
    expect(bench.devices.reading).toMatchObject({ kind: 'stable', grams: 12_345 })
  }, 5_000)
  virtual.scale.put({ grams: 99_999, stable: true })
  await vi.waitFor(() => expect(bench.devices.reading?.kind).toBe('over'), 5_000)

  expect(await bench.devices.print('p1', { jobId: 'j1', bytes: LABEL })).toMatchObject({
    outcome: 'sent',
  })
  expect(await bench.devices.print('p9', { jobId: 'j2', bytes: LABEL })).toMatchObject({
    outcome: 'held',
  })
  expect(virtual.printer.labels()).toHaveLength(1)
  expect(await bench.devices.feedback('s1', 'good')).toBe(false)

  await virtual.scanner.setOn(false)
  await vi.waitFor(() => expect(bench.devices.list()[0]?.state).toBe('lost'), 5_000)
  await virtual.scanner.setOn(true)
  await vi.waitFor(() => expect(virtual.scanner.scan('AGAIN')).toBe(true), 5_000)
  await vi.waitFor(() => expect(bench.scans.at(-1)?.text).toBe('AGAIN'), 5_000)
  expect(bench.faults).toEqual([])
})

test.runIf(HAS_SOCAT)(
  'the same devices work over serial ports, and survive an unplug and a crash of the drivers',
  async () => {
    const virtual = await virtualBench()
    const folder = mkdtempSync(join(tmpdir(), 'loadline-pty-'))
    cleanUp.push(() => rmSync(folder, { recursive: true }))
    const serial = async (name: string, port: number) => {
      const path = join(folder, name)
      const bridge = await startPtyBridge({ path, port, clock: systemClock })
      if (bridge === null) throw new Error('socat went away')
      cleanUp.push(bridge.close)
      return { bridge, link: `serial://${path}?baudRate=115200` }
    }
    const scanner = await serial('scanner', virtual.scanner.port)
    const scale = await serial('scale', virtual.scale.port)
    const printer = await serial('printer', virtual.printer.port)
    const bench = attach({ scanner: scanner.link, scale: scale.link, printer: printer.link })
    await allReady(bench.devices)

    virtual.scanner.scan(']C100387123450000000017')
    await vi.waitFor(() => expect(bench.scans).toHaveLength(1), 5_000)
    expect(bench.scans[0]).toMatchObject({ aim: ']C1', text: '00387123450000000017' })

    virtual.scale.put({ grams: 4_250, stable: true })
    await vi.waitFor(() => {
      expect(bench.devices.reading).toMatchObject({ kind: 'stable', grams: 4_250 })
    }, 5_000)

    await bench.devices.print('p1', { jobId: 'j1', bytes: LABEL })
    await vi.waitFor(() => expect(virtual.printer.labels()).toHaveLength(1), 5_000)

    await virtual.scanner.setOn(false)
    await vi.waitFor(() => expect(bench.devices.list()[0]?.state).toBe('lost'), 5_000)
    await virtual.scanner.setOn(true)
    await vi.waitFor(() => {
      virtual.scanner.scan('BACK')
      expect(bench.scans.at(-1)?.text).toBe('BACK')
    }, 15_000)
  },
)

test('devices that nobody is there for say so, and nothing else suffers', async () => {
  const virtual = await virtualBench()
  const bench = attach({
    scanner: 'wedge',
    scale: `tcp://127.0.0.1:${virtual.scale.port}`,
    // Nothing listens on the discard port.
    printer: 'cups://127.0.0.1:9/labels',
  })
  await vi.waitFor(() => expect(bench.devices.list()[1]?.state).toBe('ready'), 5_000)
  const [scanner, , printer] = bench.devices.list()
  expect(scanner?.state).toBe('lost')
  expect(scanner?.detail).toContain('No screen of this bench is open')
  expect(printer?.detail).toContain('Nothing answers at 127.0.0.1:9')
})
