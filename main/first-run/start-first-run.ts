import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../clock.ts'
import type { DeviceConfig } from '../devices/device-config.ts'
import { openProfileStore } from '../devices/calibration/profile-store.ts'
import { startDevices } from '../devices/devices.ts'
import { Keyboard } from '../devices/wedge/keyboard.ts'
import type { NewId } from '../ids.ts'
import { firstRunHttp } from '../rpc/first-run-http.ts'
import { firstRunRouter, type FirstRunDesk } from '../rpc/first-run-router.ts'
import { isSameSecret } from '../rpc/local-address.ts'
import { openPortDoor, shellParent } from '../rpc/port-door.ts'
import { openSocketDoor } from '../rpc/socket-door.ts'
import { Topics } from '../rpc/topics.ts'
import { saveIdentity, type StationIdentity } from '../store/identity.ts'
import { lockDataFolder } from '../store/single-instance.ts'
import type { OfficeClient } from '../sync/office-client.ts'
import { FirstRun } from './first-run.ts'

type FirstRunConfig = {
  dataFolder: string
  devices: DeviceConfig
  port: number
  localToken: string
  pagesFolder: string | null
  appVersion: string
}

type FirstRunParts = {
  clock: Clock
  newId: NewId
  random: () => number
  officeAt: (url: string) => OfficeClient
  onTrouble: (text: string) => void
}

const LOOPBACK = '127.0.0.1'

/** Long enough to read what this bench is called now. */
const ENROLLED_SHOWN_MS = 1_500

/** A bench without an office: its doors and its scanners, until somebody brings it an enrolment code. */
export async function startFirstRun(
  config: FirstRunConfig,
  parts: FirstRunParts,
): Promise<{ url: string; enrolled: Promise<StationIdentity>; close(): Promise<void> }> {
  mkdirSync(config.dataFolder, { recursive: true })
  const lock = lockDataFolder(config.dataFolder)
  const { clock, onTrouble } = parts
  const topics = new Topics()
  const enrolled = Promise.withResolvers<StationIdentity>()
  const firstRun = new FirstRun({
    ...parts,
    appVersion: config.appVersion,
    onChange: () => topics.poke('first-run'),
    onEnrolled: (identity) => {
      saveIdentity(config.dataFolder, identity)
      clock.after(ENROLLED_SHOWN_MS, () => enrolled.resolve(identity))
    },
  })
  const keyboard = new Keyboard()
  const devices = scannersOf(config, parts, { firstRun, keyboard, topics })
  const desk: FirstRunDesk = {
    view: () => firstRun.view(devices.list()),
    takeScan: (scan) => firstRun.takeScan(scan),
    takeTyped: (typed) => firstRun.takeTyped(typed),
    again: () => firstRun.again(),
    keyboard,
    topics,
  }
  const takeApart = async () => {
    firstRun.close()
    await devices.close()
    lock.release()
  }
  const door = await openDoors(config, desk, { clock, onTrouble }).catch(async (error: unknown) => {
    await takeApart()
    throw error
  })
  return {
    url: door.url,
    enrolled: enrolled.promise,
    async close() {
      await door.close()
      await takeApart()
    },
  }
}

/** Nothing is weighed or printed before there is a station. */
function scannersOf(
  { devices, dataFolder }: FirstRunConfig,
  { clock, newId, random, onTrouble }: FirstRunParts,
  to: { firstRun: FirstRun; keyboard: Keyboard; topics: Topics },
) {
  return startDevices({
    config: { ...devices, scales: [], printers: [] },
    keyboard: to.keyboard,
    profiles: openProfileStore(dataFolder, onTrouble),
    clock,
    newId,
    random,
    onScan: (scan) => void to.firstRun.takeScan(scan),
    onReading: () => undefined,
    onState: () => to.topics.poke('first-run'),
    onFault: (fault) => onTrouble(`device ${fault.deviceId}: ${fault.code} ${fault.detail ?? ''}`),
  })
}

async function openDoors(
  config: FirstRunConfig,
  desk: FirstRunDesk,
  { clock, onTrouble }: Pick<FirstRunParts, 'clock' | 'onTrouble'>,
): Promise<{ url: string; close(): Promise<void> }> {
  const isToken = (token: string) => isSameSecret(token, config.localToken)
  const router = firstRunRouter(desk)
  let port = config.port
  const address = () => ({ port })
  const { pagesFolder } = config
  const http = firstRunHttp({ desk, isToken, address, pagesFolder, onTrouble })
  await http.listen({ host: LOOPBACK, port })
  port = (http.server.address() as AddressInfo).port
  const sockets = openSocketDoor({ server: http.server, address, isToken, router, clock })
  openPortDoor(router, shellParent())
  return {
    url: `http://${LOOPBACK}:${port}`,
    async close() {
      sockets.close()
      await http.close()
    },
  }
}
