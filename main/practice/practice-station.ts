import { mkdirSync, rmSync } from 'node:fs'
import {
  assembleStation,
  type AttachDevices,
  openStore,
  type StationParts,
} from '../assemble-station.ts'
import type { FloorView } from '../station-doors.ts'
import { DeviceConfig } from '../devices/device-config.ts'
import { startVirtualBench } from '../devices/virtual/virtual-bench.ts'
import { VirtualConfig } from '../devices/virtual/virtual-config.ts'
import type { StationIdentity } from '../store/identity.ts'
import { newIncarnation, openOwnLog } from '../store/own-log.ts'
import { PRACTICE_EPOCH, practiceOffice } from './practice-office.ts'
import {
  PRACTICE_NUMBERS,
  PRACTICE_STATION_ID,
  type PracticeSet,
  practiceSet,
} from './practice-set.ts'

export type PracticeConfig = {
  /** Emptied at every start; holds nothing but practice. */
  dataFolder: string
  /** The real bench, for what it is called and where it stands. */
  real: Pick<StationIdentity, 'name' | 'warehouse'>
  appVersion: string
}

/** A bench of its own beside the real one: its log, devices and office are all pretended. */
export type PracticeStation = {
  floor: FloorView
  set: PracticeSet
  /** Types of the actions recorded so far. */
  types: ReadonlySet<string>
  putOnScale(grams: number): void
  close(): Promise<void>
}

/** What attaches the devices of a configuration, as the real bench does it. */
export type AttachConfigured = (devices: DeviceConfig) => AttachDevices

const SCALE_ID = 'practice-scale'
const PRINTER = { id: 'practice-printer', language: 'zpl', dpi: 203, widthMm: 102, heightMm: 152 }

/**
 * Starts practice from nothing. It is the station's own code from the log to the labels; only the office,
 * in this process, and the devices, on loopback, are stand-ins. The real office is not known here.
 */
export async function startPractice(
  { dataFolder, real, appVersion }: PracticeConfig,
  given: Omit<StationParts, 'office' | 'restart'>,
  attach: AttachConfigured,
): Promise<PracticeStation> {
  const { clock, onTrouble } = given
  rmSync(dataFolder, { recursive: true, force: true })
  mkdirSync(dataFolder, { recursive: true })
  const enrolled = practiceIdentity(real)
  const { timezone } = real.warehouse
  const { incarnation } = enrolled
  const set = practiceSet({ day: dayIn(timezone, clock.now()), timezone, incarnation })
  const office = practiceOffice(set, { clock, incarnation })
  const parts: StationParts = {
    ...given,
    office,
    onTrouble: (text) => onTrouble(`practice: ${text}`),
  }
  const virtual = await startVirtualBench(
    VirtualConfig.parse({
      scales: [{ id: SCALE_ID, port: 0 }],
      printers: [{ ...PRINTER, port: 0 }],
    }),
    { clock },
  )
  const link = (port: number | undefined) => `tcp://127.0.0.1:${port ?? 0}`
  const devices = DeviceConfig.parse({
    scales: [{ id: SCALE_ID, protocol: 'mt-sics', link: link(virtual.scales.get(SCALE_ID)?.port) }],
    printers: [{ ...PRINTER, link: link(virtual.printers.get(PRINTER.id)?.port) }],
  })
  const own = openOwnLog({ dataFolder, identity: enrolled, nowMs: clock.now(), onTrouble })
  const { log, identity } = own
  const config = {
    dataFolder,
    identity,
    printers: devices.printers,
    appVersion,
    isDemo: false,
    isPractice: true,
  }
  const store = openStore(log, config, parts)
  const floor = assembleStation(config, parts, store, attach(devices))
  floor.start()
  return {
    floor: floor.view,
    set,
    types: office.types,
    putOnScale: (grams) => virtual.scales.get(SCALE_ID)?.put({ grams, stable: true }),
    async close() {
      await floor.close()
      store.close()
      await virtual.close()
    },
  }
}

function practiceIdentity({ name, warehouse }: PracticeConfig['real']): StationIdentity {
  return {
    stationId: PRACTICE_STATION_ID,
    token: PRACTICE_STATION_ID,
    name,
    mode: 'pick-and-pack',
    warehouse: { code: 'PRACTICE', timezone: warehouse.timezone },
    epoch: PRACTICE_EPOCH,
    numberRange: PRACTICE_NUMBERS,
    serverUrl: 'https://practice.invalid',
    incarnation: newIncarnation(),
  }
}

function dayIn(timeZone: string, nowMs: number): string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  return format.format(nowMs)
}
