import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import {
  assembleStation,
  type AssemblyConfig,
  type AttachDevices,
  type FloorView,
  openStore,
  type StationParts,
} from './assemble-station.ts'
import type { Bench } from './bench.ts'
import type { DeviceConfig } from './devices/device-config.ts'
import { openProfileStore } from './devices/calibration/profile-store.ts'
import { startDevices } from './devices/devices.ts'
import { deviceDoctor } from './devices/doctor/device-doctor.ts'
import { rulerBytes } from './devices/doctor/ruler-bytes.ts'
import { createFlightRecorder } from './devices/recorder/flight-recorder.ts'
import { recordedDevices } from './devices/recorder/recorded-devices.ts'
import { isSameSecret } from './rpc/local-address.ts'
import { localHttp } from './rpc/local-http.ts'
import { openPortDoor, shellParent } from './rpc/port-door.ts'
import { stationRouter } from './rpc/router.ts'
import { openSocketDoor } from './rpc/socket-door.ts'
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

/** Wires one bench together, and takes it apart in the reverse order. */
export async function startStation(config: StationConfig, parts: StationParts): Promise<Station> {
  mkdirSync(config.dataFolder, { recursive: true })
  const lock = lockDataFolder(config.dataFolder)
  const { log, identity, salvage } = openLocked(config, parts, lock)
  const assembly = { ...config, identity, salvage, printers: config.devices.printers }
  const store = openStore(log, assembly, parts)
  const floor = assembleStation(assembly, parts, store, attachDevices(config, parts))
  const takeApart = async () => {
    await floor.close()
    store.close()
    lock.release()
  }
  const door = await openDoors(config, parts, floor.view).catch(async (error: unknown) => {
    // A bench nobody can look at must not go on scanning in the dark.
    await takeApart()
    throw error
  })
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

function attachDevices(station: StationConfig, parts: StationParts): AttachDevices {
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
    const devices = startDevices({
      config,
      keyboard,
      profiles: openProfileStore(dataFolder, onTrouble),
      clock,
      newId,
      random,
      recorder,
      onScan: (scan) => void bench().takeScan(scan),
      onDump: (dump) => bench().takeDump(dump),
      onReading: (reading) => bench().takeReading(reading),
      onState: () => {
        topics.poke('devices')
        topics.poke('bench')
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

async function openDoors(
  config: StationConfig,
  parts: StationParts,
  view: FloorView,
): Promise<{ url: string; close(): Promise<void> }> {
  const isToken = (token: string) => isSameSecret(token, config.localToken)
  const router = stationRouter(view)
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
