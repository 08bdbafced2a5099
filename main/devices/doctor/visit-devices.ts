import type { DoctorDevice, DoctorView } from '#contract/rpc/doctor-view.ts'
import type { Clock } from '../../clock.ts'
import type { DeviceConfig } from '../device-config.ts'
import { startDevices } from '../devices.ts'
import type { Devices } from '../devices.ts'
import { createFlightRecorder, shownWords } from '../recorder/flight-recorder.ts'
import { recordedDevices } from '../recorder/recorded-devices.ts'
import type { ScaleReading } from '../scale/scale-reading.ts'
import type { Scan } from '../scanner/scanner-driver.ts'
import type { ProfileStore } from '../calibration/profile-store.ts'
import { deviceDoctor, type DeviceDoctor } from './device-doctor.ts'
import { attachedLines, deviceLines, isWell } from './doctor-words.ts'
import { rulerBytes } from './ruler-bytes.ts'

/** Devices have this long to connect before the doctor says how they are. */
export const SETTLE_TIMEOUT_MS = 5_000

/** How long the doctor waits for somebody to scan. */
export const SCAN_TIMEOUT_MS = 20_000

/** A scale that is ready says its weight well within this time. */
export const READING_TIMEOUT_MS = 3_000

const LOOK_EVERY_MS = 50

export type VisitParts = {
  config: DeviceConfig
  clock: Clock
  newId: () => string
  random: () => number
  /** What calibrations found out; a visit adds nothing to it. */
  profiles?: ProfileStore
  say: (line: string) => void
  /** Asks a person yes or no, about a ruler or a scale's protocol; false where nobody can answer. */
  ask: (question: string, about: 'ruler' | 'protocol') => Promise<boolean>
}

/**
 * Opens every device of the devices file, says how it is, tries it, and lets go again. Nothing is printed
 * without a yes and no setting is changed. True when there is nothing to do for anybody.
 */
export async function visitDevices(parts: VisitParts): Promise<boolean> {
  const ward = openWard(parts)
  try {
    await until(parts.clock, SETTLE_TIMEOUT_MS, () => {
      return ward.devices.list().every(({ state }) => state !== 'opening')
    })
    const view = await ward.doctor.look()
    sayView(view, parts.say)
    const ready = view.devices.filter(({ state }) => state === 'ready')
    if (ready.length > 0) parts.say('\nTests')
    const odd = view.devices.filter(({ advice }) => advice === 'settings')
    let areAllWell = true
    for (const device of ready) {
      if (await tryDevice(device, ward, parts)) continue
      areAllWell = false
      odd.push(device)
    }
    for (const device of odd) if (device.kind === 'scale') await findOut(device, ward, parts)
    return sayResult(areAllWell, await ward.doctor.look(), parts.say)
  } finally {
    await ward.close()
  }
}

/** What is plugged in and how every device is, for a terminal. */
export function sayView(view: DoctorView, say: (line: string) => void): void {
  say('Plugged into this machine')
  if (view.attachedTrouble !== null) say(`  ${view.attachedTrouble}`)
  if (view.attached.length === 0) say('  no serial port, USB scanner, scale or printer')
  for (const line of view.attached.flatMap(attachedLines)) say(line)
  say('\nDevices of the devices file')
  if (view.devices.length === 0) say('  none: give the file with --devices FILE')
  for (const line of view.devices.flatMap(deviceLines)) say(line)
}

/** The last line, and whether there is nothing to do. */
export function sayResult(
  areTestsWell: boolean,
  view: DoctorView,
  say: (line: string) => void,
): boolean {
  const ill = view.devices.filter((device) => !isWell(device)).map(({ id }) => id)
  const isGood = areTestsWell && ill.length === 0
  if (isGood) say('\nAll is well.')
  else if (ill.length > 0) say(`\nThere is something to do: ${ill.join(', ')}`)
  else say('\nNot every test went well.')
  return isGood
}

type Ward = {
  devices: Devices
  doctor: DeviceDoctor
  scans: Scan[]
  readings: Map<string, ScaleReading>
  close: () => Promise<void>
}

function openWard({ config, clock, newId, random, profiles }: VisitParts): Ward {
  const recorder = createFlightRecorder({
    clock,
    dataFolder: null,
    boot: newId(),
    devices: recordedDevices(config),
    onTrouble: () => {},
  })
  const scans: Scan[] = []
  const readings = new Map<string, ScaleReading>()
  const devices = startDevices({
    config,
    clock,
    newId,
    random,
    recorder,
    ...(profiles === undefined ? {} : { profiles: { of: profiles.of, keep: () => {} } }),
    onScan: (scan) => void scans.push(scan),
    onReading: (reading, scaleId) => void readings.set(scaleId, reading),
    onState: () => {},
    onFault: () => {},
  })
  const doctor = deviceDoctor({ config, devices, recorder, clock, newId, rulerLabel: rulerBytes })
  return { devices, doctor, scans, readings, close: () => devices.close() }
}

/** True when the device did what was asked of it, or nothing was asked. */
async function tryDevice(device: DoctorDevice, ward: Ward, parts: VisitParts): Promise<boolean> {
  switch (device.kind) {
    case 'scanner':
      return tryScanner(device, ward, parts)
    case 'scale':
      return tryScale(device, ward, parts)
    default:
      return tryPrinter(device, ward, parts)
  }
}

async function tryScanner({ id, name }: DoctorDevice, ward: Ward, parts: VisitParts) {
  const { clock, say } = parts
  say(`  ${id}: scan any code with ${name} within ${SCAN_TIMEOUT_MS / 1_000} seconds`)
  const heard = () => ward.scans.find(({ scannerId }) => scannerId === id)
  await until(clock, SCAN_TIMEOUT_MS, () => heard() !== undefined)
  const scan = heard()
  if (scan === undefined) {
    say(
      `  ${id}: no code came. Did it beep? Then it sends to another program or port, or no suffix.`,
    )
    return false
  }
  say(`  ${id}: ${scan.aim ?? 'no AIM id'} ${shownWords(scan.text)}`)
  const beeps = await ward.devices.feedback(id, 'good')
  say(`  ${id}: ${beeps ? 'it was told to sound good' : 'it can’t be told to sound'}`)
  return true
}

async function tryScale({ id }: DoctorDevice, ward: Ward, { clock, say }: VisitParts) {
  await until(clock, READING_TIMEOUT_MS, () => ward.readings.has(id))
  const reading = ward.readings.get(id)
  if (reading === undefined) {
    say(`  ${id}: no reading came`)
    return false
  }
  const grams = 'grams' in reading ? ` ${reading.grams} g` : ''
  say(`  ${id}: ${reading.kind}${grams}, as "${reading.raw}"`)
  return reading.kind !== 'fault'
}

async function tryPrinter({ id, name }: DoctorDevice, ward: Ward, parts: VisitParts) {
  if (!(await parts.ask(`  ${id}: print a ruler on ${name}?`, 'ruler'))) {
    parts.say(`  ${id}: nothing was printed`)
    return true
  }
  const { outcome, detail } = await ward.doctor.test({ deviceId: id, test: 'label' })
  parts.say(`  ${id}: ${outcome === 'done' ? 'the ruler was sent' : 'no ruler'}. ${detail}`)
  return outcome === 'done'
}

/** Only offered: what is found out is for a person to compare with the display and to write down. */
async function findOut({ id, name }: DoctorDevice, ward: Ward, { ask, say }: VisitParts) {
  if (!(await ask(`  ${id}: find out what ${name} speaks?`, 'protocol'))) return
  const { suggestions, trouble } = await ward.devices.detectScale(id)
  if (suggestions.length === 0) say(`  ${id}: ${trouble ?? 'nothing that was understood came'}`)
  for (const { settings, sample } of suggestions) say(`  ${id}: ${settings} says ${sample}`)
}

/** Looks until it is so or time is up. */
function until(clock: Clock, timeoutMs: number, isSo: () => boolean): Promise<void> {
  const giveUpAtMs = clock.monotonicMs() + timeoutMs
  return new Promise((resolve) => {
    const look = (): void => {
      if (isSo() || clock.monotonicMs() >= giveUpAtMs) return resolve()
      clock.after(LOOK_EVERY_MS, look)
    }
    look()
  })
}
