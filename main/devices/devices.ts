import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { DriverFamily } from '#contract/rpc/shell-bridge.ts'
import { fail } from '#contract/result.ts'
import type { ScaleFindings } from '#contract/rpc/doctor-view.ts'
import type { ScannerProfileView } from '#contract/rpc/scanner-profile.ts'
import type { Clock } from '../clock.ts'
import type { Launcher } from './child/launcher.ts'
import { driverLauncher } from './child/shell-launcher.ts'
import { startDriverChild } from './child/driver-child.ts'
import type { DriverChild } from './child/driver-child.ts'
import { readScan } from '../intake/read-scan.ts'
import { scanFaultOf } from '../intake/scan-fault.ts'
import { calibratedState } from './calibration/calibrated-state.ts'
import { calibrateScanners } from './calibration/calibrate-scanners.ts'
import type { ScannerCalibration } from './calibration/calibrate-scanners.ts'
import type { CalibrationScan } from './calibration/find-profile.ts'
import { profilesInMemory } from './calibration/profile-store.ts'
import type { ProfileStore } from './calibration/profile-store.ts'
import type { DeviceConfig } from './device-config.ts'
import type { Fault } from './fault.ts'
import type { OpenDevice } from './link/byte-link.ts'
import { parseLink } from './link/link-target.ts'
import { createDeviceLinks } from './link/open-link.ts'
import type { AttachedDevice } from './plug/attached-device.ts'
import { scaleStarter } from './doctor/scale-starter.ts'
import { startPrinter } from './printer/start-printer.ts'
import type { PrintJob, PrintResult, PrinterDriver } from './printer/printer-driver.ts'
import type { FlightRecorder } from './recorder/flight-recorder.ts'
import { listenIn } from './recorder/listen-in.ts'
import type { Captured, CaptureOptions } from './scale/scale-capture.ts'
import { pickReading } from './scale/pick-reading.ts'
import type { ScaleReading } from './scale/scale-reading.ts'
import { startScale } from './scale/start-scale.ts'
import type { ScaleDriver } from './scale/start-scale.ts'
import type { ScanDump } from './scanner/burst-guard.ts'
import type { FeedbackKind } from './scanner/scanner-feedback.ts'
import { startScanner } from './scanner/start-scanner.ts'
import type { Scan, ScannerDriver } from './scanner/scanner-driver.ts'
import { Keyboard } from './wedge/keyboard.ts'
import { describeLinkState } from './supervise-link.ts'
import type { DeviceState } from './supervise-link.ts'

export type DeviceKind = 'scanner' | 'scale' | 'printer'

/** One configured device as panels and the health board show it. */
export type DeviceView = {
  id: string
  kind: DeviceKind
  name: string
  state: DeviceState
  /** One sentence when something is wrong; empty when all is well. */
  detail: string
  link: string
  /** Of a scanner that was calibrated, or is being so. */
  profile?: ScannerProfileView
}

export type DeviceFault = Fault & { deviceId: string; kind: DeviceKind }

export type Devices = {
  list: () => DeviceView[]
  readonly hasScale: boolean
  /** Newest reading of any scale; null before the first, or while none is connected. */
  readonly reading: ScaleReading | null
  /** Of the first scale; what a weight's tolerance must allow for. */
  readonly scaleDivisionGrams: number
  /** Waits for a weight to act on, as a test of a scale does; `absent` where there is no such scale. */
  capture: (scaleId: string, options: CaptureOptions) => Promise<Captured>
  /** `held` for a printer nobody configured: nothing was sent. */
  print: (printerId: string, job: PrintJob) => Promise<PrintResult>
  /** False where the scanner cannot, or is not one of ours (a scan typed in, a test). */
  feedback: (scannerId: string, kind: FeedbackKind) => Promise<boolean>
  /** Drops the connection, and the device connects anew; false where there is none to drop. */
  reconnect: (deviceId: string) => boolean
  /** Finds out what a scale speaks, while its driver lets go of it; it weighs nothing meanwhile. */
  detectScale: (scaleId: string) => Promise<ScaleFindings>
  /** Everything that is plugged in and could be a device of ours, configured or not. */
  attached: () => Promise<AttachedDevice[]>
  /** Drivers that crash again and again, each in a sentence; empty when all is well. */
  driverTroubles: () => string[]
  close: () => Promise<void>
}

export type DeviceParts = {
  config: DeviceConfig
  clock: Clock
  newId: () => string
  /** From 0 up to 1; spreads reconnections. */
  random: () => number
  onScan: (scan: Scan) => void
  /** A scanner's memory that was emptied, to be decided on; without this only the fault tells of it. */
  onDump?: (dump: ScanDump) => void
  onReading: (reading: ScaleReading, scaleId: string) => void
  onState: (view: DeviceView) => void
  onFault: (fault: DeviceFault) => void
  /** Where screens hand on the keys of a scanner that types; without one such a scanner hears nothing. */
  keyboard?: Keyboard
  /** Keeps what calibrations find out; without one they last as long as the process. */
  profiles?: ProfileStore
  /** How native drivers are given a process of their own; under Electron the shell's way. */
  launch?: Launcher
  /** Listens in on everything; without one nothing is kept. */
  recorder?: FlightRecorder
}

/** No scale, no division; weights are then declared. */
const DIVISION_WITHOUT_SCALE_GRAMS = 0

type Opener = (id: string, kind: DeviceKind, link: string) => OpenDevice

/** Starts every configured device; each connects, and connects again, by itself. */
export function startDevices(given: DeviceParts): Devices {
  const ears = listenIn(given)
  const parts = { ...given, ...ears.hooks }
  const { clock } = parts
  const links = createDeviceLinks({ clock, families: driverFamilies(parts) })
  const opener: Opener = (id, kind, link) => {
    const target = parseLink(link)
    if (!target.ok) throw new Error(`the devices file was not checked: ${target.error}`)
    const open = links.opener(target.value)
    // Who listens in hears the link; the hint that a device was plugged in passes by.
    return Object.assign(ears.opener(id, kind, open), { onPlugged: open.onPlugged })
  }
  const drivers = startDrivers(parts, opener)
  return {
    list: () => listDevices(parts.config, drivers),
    hasScale: drivers.scales.size > 0,
    get reading() {
      const readings = [...drivers.scales.values()].flatMap((scale) => scale.latest() ?? [])
      return pickReading(readings)
    },
    scaleDivisionGrams: parts.config.scales[0]?.divisionGrams ?? DIVISION_WITHOUT_SCALE_GRAMS,
    capture: (scaleId, options) => {
      const detail = `There is no scale "${scaleId}"`
      const absent = fail<Fault>({ code: 'absent', detail, at: clock.now() })
      return drivers.scales.get(scaleId)?.capture(options) ?? Promise.resolve(absent)
    },
    print: (printerId, job) => {
      const printing = drivers.printers.get(printerId)?.print(job)
      if (printing !== undefined) return ears.printed(printerId, job, printing)
      return Promise.resolve({ outcome: 'held', detail: `There is no printer "${printerId}"` })
    },
    feedback: (scannerId, kind) => {
      const sounding = drivers.scanners.get(scannerId)?.feedback(kind)
      return sounding === undefined
        ? Promise.resolve(false)
        : ears.sounded(scannerId, kind, sounding)
    },
    reconnect: (deviceId) => ears.drop(deviceId),
    detectScale: (scaleId) => drivers.detectScale(scaleId),
    attached: links.attached,
    driverTroubles: links.troubles,
    close: async () => {
      const all = [
        ...drivers.scanners.values(),
        ...drivers.scales.values(),
        ...drivers.printers.values(),
      ]
      drivers.calibration.close()
      drivers.isClosed = true
      await Promise.all(all.map((driver) => driver.close()))
      await links.close()
    },
  }
}

type Drivers = {
  /** From then on nothing begins anew. */
  isClosed: boolean
  detectScale: Devices['detectScale']
  calibration: ScannerCalibration
  scanners: Map<string, ScannerDriver>
  scales: Map<string, ScaleDriver>
  printers: Map<string, PrinterDriver>
}

function startDrivers(parts: DeviceParts, opener: Opener): Drivers {
  const { config, clock, random, keyboard = new Keyboard() } = parts
  const calibration = calibrateScanners({
    store: parts.profiles ?? profilesInMemory(),
    clock,
    configuredSeparator: (id) => config.scanners.find((scanner) => scanner.id === id)?.gs ?? null,
    onFault: (id, fault) => faulty(id, 'scanner')(fault),
    onChange: (id) => changed(id)(),
    answer: (id, isGood) => void drivers.scanners.get(id)?.feedback(isGood ? 'good' : 'bad'),
  })
  const scanners = new Map<string, ScannerDriver>()
  const scales = scaleStarter(clock)
  const drivers: Drivers = {
    isClosed: false,
    detectScale: (scaleId) => scales.detect(scaleId, drivers),
    calibration,
    scanners,
    scales: new Map(),
    printers: new Map(),
  }
  const changed = (id: string) => (): void => {
    const view = listDevices(config, drivers).find((device) => device.id === id)
    if (view !== undefined) parts.onState(view)
  }
  const faulty = (deviceId: string, kind: DeviceKind) => (fault: Fault) =>
    parts.onFault({ ...fault, deviceId, kind })

  const own = (id: string, kind: DeviceKind, link: string) => ({
    clock,
    random,
    open: opener(id, kind, link),
    onFault: faulty(id, kind),
    onState: changed(id),
  })
  for (const scanner of config.scanners) {
    const { id, link } = scanner
    const onScan = (scan: Scan): void => {
      const meant = calibration.read(scan)
      if (meant !== null) handOn(meant, parts, faulty(id, 'scanner'))
    }
    const wedge = {
      keyboard,
      profile: () => calibration.profileOf(id),
      calibrate: (keys: CalibrationScan) => calibration.take(id, keys),
    }
    const { onDump = () => {} } = parts
    const driver = startScanner(scanner, { ...own(id, 'scanner', link), onScan, onDump, wedge })
    drivers.scanners.set(id, driver)
  }
  for (const scale of config.scales) {
    const { id, link } = scale
    const onReading = (reading: ScaleReading): void => parts.onReading(reading, id)
    const scaleParts = { ...own(id, 'scale', link), onReading }
    scales.add(scale, scaleParts.open, () => {
      drivers.scales.set(id, startScale(scale, scaleParts))
    })
  }
  for (const printer of config.printers) {
    const { id, link } = printer
    drivers.printers.set(id, startPrinter(printer, own(id, 'printer', link)))
  }
  return drivers
}

/** A code that says nothing is handed on like any other: the bench is loud about it, and this tells why. */
function handOn(scan: Scan, parts: DeviceParts, onFault: (fault: Fault) => void): void {
  const { reading, shown } = readScan(scan)
  const trouble = scanFaultOf(reading)
  if (trouble !== null) onFault({ ...trouble, at: scan.at, raw: shown })
  parts.onScan(scan)
}

function listDevices(config: DeviceConfig, drivers: Drivers): DeviceView[] {
  const starting = { state: 'opening', detail: '' } as const
  const linked = (driver: ScannerDriver | ScaleDriver | undefined) =>
    driver === undefined ? starting : describeLinkState(driver.state())
  const named = (device: { id: string; name?: string | undefined; link: string }) => ({
    id: device.id,
    name: device.name ?? device.id,
    link: device.link,
  })
  return [
    ...config.scanners.map((device) => ({
      ...named(device),
      kind: 'scanner' as const,
      ...calibratedState(
        linked(drivers.scanners.get(device.id)),
        drivers.calibration.viewOf(device.id),
      ),
    })),
    ...config.scales.map((device) => ({
      ...named(device),
      kind: 'scale' as const,
      ...linked(drivers.scales.get(device.id)),
    })),
    ...config.printers.map((device) => ({
      ...named(device),
      kind: 'printer' as const,
      ...(drivers.printers.get(device.id)?.status() ?? starting),
    })),
  ]
}

/** One process for each family of native drivers, started when the first of its devices is opened. */
function driverFamilies(parts: DeviceParts): Record<DriverFamily, DriverChild> {
  const { clock, newId, random, launch = driverLauncher() } = parts
  const child = (family: DriverFamily): DriverChild =>
    startDriverChild({ family, launch, modulePath: hostPath(family), clock, newId, random })
  return { serial: child('serial'), hid: child('hid'), usblp: child('usblp') }
}

/** Beside this file as source; beside the bundle, as built by the shell's build, when bundled. */
function hostPath(family: DriverFamily): string {
  const source = fileURLToPath(new URL(`./child/${family}-host.ts`, import.meta.url))
  return existsSync(source)
    ? source
    : fileURLToPath(new URL(`./${family}-host.js`, import.meta.url))
}
