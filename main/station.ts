import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Topic } from '#contract/rpc/bench-view.ts'
import {
  assembleStation,
  type AssemblyConfig,
  type AttachDevices,
  type AttachedDevices,
  openStore,
  type StationParts,
} from './assemble-station.ts'
import type { FloorView } from './station-doors.ts'
import type { Bench } from './bench.ts'
import type { DeviceConfig } from './devices/device-config.ts'
import { openProfileStore } from './devices/calibration/profile-store.ts'
import { startDevices } from './devices/devices.ts'
import { deviceDoctor } from './devices/doctor/device-doctor.ts'
import { rulerBytes } from './devices/doctor/ruler-bytes.ts'
import { createFlightRecorder } from './devices/recorder/flight-recorder.ts'
import { recordedDevices } from './devices/recorder/recorded-devices.ts'
import type { ScaleReading } from './devices/scale/scale-reading.ts'
import { Keyboard } from './devices/wedge/keyboard.ts'
import { floorOfScreens, PracticeDesk } from './practice/practice-desk.ts'
import { startPractice } from './practice/practice-station.ts'
import { benchView } from './rpc/bench-view.ts'
import { isSameSecret } from './rpc/local-address.ts'
import { localHttp } from './rpc/local-http.ts'
import { openPortDoor, shellParent } from './rpc/port-door.ts'
import { stationRouter } from './rpc/router.ts'
import { openSocketDoor } from './rpc/socket-door.ts'
import { Topics } from './rpc/topics.ts'
import { openOwnLog, type OwnLog } from './store/own-log.ts'
import { lockDataFolder } from './store/single-instance.ts'

export type StationConfig = Omit<AssemblyConfig, 'printers'> & {
  devices: DeviceConfig
  /** 0 lets the system choose. */
  port: number
  /** Password of the local door, new at every start. */
  localToken: string
  pagesFolder: string | null
}

export type Station = { url: string; stationId: string; bench: Bench; close(): Promise<void> }

const LOOPBACK = '127.0.0.1'

/** In the data folder; everything in it may be deleted at any time. */
const PRACTICE_FOLDER = 'practice'

/** Wires one bench together, and takes it apart in the reverse order. */
export async function startStation(config: StationConfig, parts: StationParts): Promise<Station> {
  mkdirSync(config.dataFolder, { recursive: true })
  const lock = lockDataFolder(config.dataFolder)
  const { log, identity, salvage } = openLocked(config, parts, lock)
  const assembly = { ...config, identity, salvage, printers: config.devices.printers }
  const store = openStore(log, assembly, parts)
  const screens = { topics: new Topics(), keyboard: new Keyboard() }
  const own = attachDevices(config, parts, () => practice.bench)
  let devices: AttachedDevices | null = null
  const attach: AttachDevices = (hands) => (devices = own(hands))
  const floor = assembleStation(assembly, { ...parts, screens }, store, attach)
  const practice: PracticeDesk = practiceBeside(config, { ...parts, screens }, floor.view, {
    feedback: (scannerId, kind) => devices?.feedback(scannerId, kind) ?? Promise.resolve(false),
  })
  const takeApart = async () => {
    await practice.close()
    await floor.close()
    store.close()
    lock.release()
  }
  const door = await openDoors(config, parts, { view: floor.view, practice }).catch(
    async (error: unknown) => {
      // A bench nobody can look at must not go on scanning in the dark.
      await takeApart()
      throw error
    },
  )
  floor.start()
  return {
    url: door.url,
    stationId: config.identity.stationId,
    bench: floor.view.bench,
    async close() {
      await door.close()
      await takeApart()
    },
  }
}

/** A start that fails here must let go of the folder, as it may be tried again in the same process. */
function openLocked(
  { dataFolder, identity }: StationConfig,
  { clock, onTrouble }: StationParts,
  lock: { release(): void },
): OwnLog {
  try {
    return openOwnLog({ dataFolder, identity, nowMs: clock.now(), onTrouble })
  } catch (error) {
    lock.release()
    throw error
  }
}

/**
 * Practice takes its data from a folder of its own and its devices from this process. The scanners of the bench
 * are the one thing real about it: they are answered by the bench's own devices.
 */
function practiceBeside(
  { dataFolder, identity: real, appVersion }: StationConfig,
  { office: _office, restart: _restart, ...parts }: StationParts,
  floor: FloorView,
  { feedback }: Pick<AttachedDevices, 'feedback'>,
): PracticeDesk {
  return new PracticeDesk({
    start: () => {
      const folder = join(dataFolder, PRACTICE_FOLDER)
      return startPractice(
        { dataFolder: folder, real, appVersion },
        parts,
        (devices) => (hands) => {
          const attached = attachDevices({ dataFolder: folder, devices }, parts)(hands)
          return Object.assign(attached, { feedback })
        },
      )
    },
    isFree: () => {
      const { work, prompt, alert } = benchView(floor)
      return prompt === null && alert === null && ['signed-out', 'idle'].includes(work.kind)
    },
    onChange: () => {
      for (const topic of Topic.options) parts.screens?.topics.poke(topic)
    },
  })
}

/** The devices of a configuration, with their recorder and their doctor, for one bench. */
export function attachDevices(
  station: Pick<StationConfig, 'devices' | 'dataFolder'>,
  parts: Omit<StationParts, 'office'>,
  /** The bench that scanners are lent to, while there is one. */
  lentTo: () => Bench | null = () => null,
): AttachDevices {
  const { devices: config, dataFolder } = station
  const { clock, newId, random, onTrouble } = parts
  const boot = newId()
  const recorder = createFlightRecorder({
    clock,
    dataFolder,
    boot,
    devices: recordedDevices(config),
    onTrouble,
  })
  return ({ bench, topics, keyboard }) => {
    let shown = ''
    // A scale speaks many times a second; screens look again only when it says something else.
    const lookAtScale = (): void => {
      const now = weightShown(devices.reading)
      if (now === shown) return
      shown = now
      topics.poke('scale')
    }
    const devices = startDevices({
      config,
      keyboard,
      profiles: openProfileStore(dataFolder, onTrouble),
      clock,
      newId,
      random,
      recorder,
      onScan: (scan) => void (lentTo() ?? bench()).takeScan(scan),
      onDump: (dump) => (lentTo() ?? bench()).takeDump(dump),
      onReading: (reading) => {
        bench().takeReading(reading)
        lookAtScale()
      },
      onState: () => {
        topics.poke('devices')
        topics.poke('scale')
      },
      onFault: (fault) =>
        onTrouble(`device ${fault.deviceId}: ${fault.code} ${fault.detail ?? ''}`),
    })
    const doctor = deviceDoctor({
      config,
      devices,
      recorder,
      clock,
      newId,
      rulerLabel: rulerBytes,
    })
    const close = async (): Promise<void> => {
      await devices.close()
      await recorder.close()
    }
    // Not a copy: what the devices say now stands behind getters.
    return Object.assign(Object.create(devices) as typeof devices, { doctor, close })
  }
}

/** What a screen makes of a reading; the same again is nothing to look at. */
function weightShown(reading: ScaleReading | null): string {
  if (reading === null) return 'nothing'
  return 'grams' in reading ? `${reading.kind} ${String(reading.grams)}` : reading.kind
}

async function openDoors(
  config: StationConfig,
  parts: StationParts,
  { view, practice }: { view: FloorView; practice: PracticeDesk },
): Promise<{ url: string; close(): Promise<void> }> {
  const isToken = (token: string) => isSameSecret(token, config.localToken)
  const router = stationRouter(floorOfScreens(view, practice))
  let port = config.port
  const address = () => ({ port })
  const http = localHttp({
    view,
    isToken,
    address,
    pagesFolder: config.pagesFolder,
    onTrouble: parts.onTrouble,
  })
  await http.listen({ host: LOOPBACK, port: config.port })
  port = (http.server.address() as AddressInfo).port
  const { server } = http
  const sockets = openSocketDoor({ server, address, isToken, router, clock: parts.clock })
  openPortDoor(router, shellParent())
  return {
    url: `http://${LOOPBACK}:${port}`,
    async close() {
      sockets.close()
      await http.close()
    },
  }
}

/** A local token nobody can guess. */
export function newLocalToken(): string {
  return randomBytes(24).toString('base64url')
}
