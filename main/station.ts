import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { Heartbeat } from '#contract/sync/envelope.ts'
import { SubmitAction } from './actions/submit-action.ts'
import { Bench } from './bench.ts'
import type { Clock } from './clock.ts'
import type { DeviceConfig } from './devices/device-config.ts'
import { startDevices } from './devices/devices.ts'
import type { NewId } from './ids.ts'
import { PrintJobs } from './labels/print-jobs.ts'
import { PrintQueue } from './labels/print-queue.ts'
import { labelToZpl } from './labels/zpl.ts'
import { benchView, type ViewParts } from './rpc/bench-view.ts'
import { isSameSecret } from './rpc/local-address.ts'
import { localHttp } from './rpc/local-http.ts'
import { openPortDoor } from './rpc/port-door.ts'
import { stationRouter } from './rpc/router.ts'
import { openSocketDoor } from './rpc/socket-door.ts'
import { Topics } from './rpc/topics.ts'
import { CacheStore } from './store/cache-store.ts'
import { DiskReserve, freeBytesOf } from './store/disk-reserve.ts'
import type { StationIdentity } from './store/identity.ts'
import { LogStore } from './store/log-store.ts'
import { NumberSource } from './store/number-source.ts'
import { lockDataFolder } from './store/single-instance.ts'
import { StationView } from './store/view.ts'
import { SyncLoop } from './sync/loop.ts'
import type { OfficeClient } from './sync/office-client.ts'
import { FeedReader } from './sync/pull.ts'
import { readSyncState } from './sync/sync-state.ts'

export type StationConfig = {
  dataFolder: string
  identity: StationIdentity
  devices: DeviceConfig
  /** 0 lets the system choose. */
  port: number
  /** Password of the local door, new at every start. */
  localToken: string
  pagesFolder: string | null
  appVersion: string
  isDemo: boolean
}

export type StationParts = {
  clock: Clock
  newId: NewId
  random: () => number
  office: OfficeClient
  /** Says what went wrong to whoever reads the host's log. */
  onTrouble: (text: string) => void
}

export type Station = { url: string; stationId: string; bench: Bench; close(): Promise<void> }

const LOOPBACK = '127.0.0.1'

/** Wires one bench together, and takes it apart in the reverse order. */
export async function startStation(config: StationConfig, parts: StationParts): Promise<Station> {
  mkdirSync(config.dataFolder, { recursive: true })
  const lock = lockDataFolder(config.dataFolder)
  const store = openStore(config, parts)
  const floor = startFloor(config, parts, store)
  const door = await openDoors(config, parts, floor.view)
  floor.start()
  return {
    url: door.url,
    stationId: config.identity.stationId,
    bench: floor.view.bench,
    async close() {
      await door.close()
      await floor.close()
      store.close()
      lock.release()
    },
  }
}

/** Both databases, what the bench believes, and the numbers it may use. */
function openStore({ dataFolder, identity }: StationConfig, parts: StationParts) {
  const log = new LogStore(dataFolder)
  log.verifyTail()
  const cache = new CacheStore(dataFolder)
  const view = new StationView(cache, log, identity.stationId)
  const disk = new DiskReserve({ clock: parts.clock, freeBytes: () => freeBytesOf(dataFolder) })
  const enrolled = { ...identity.numberRange, incarnation: identity.incarnation }
  const numbers = new NumberSource(Number(log.meta('lastSerial') ?? 0), () => {
    const leased = cache.get('number-range', identity.stationId)?.ranges ?? [enrolled]
    return leased.filter((range) => range.incarnation === identity.incarnation)
  })
  return {
    log,
    cache,
    view,
    disk,
    numbers,
    jobs: new PrintJobs(log.db),
    close() {
      disk.close()
      cache.close()
      log.close()
    },
  }
}

type Store = ReturnType<typeof openStore>

/** Devices, the operator's workflow, the print queue and the sync lanes around one store. */
function startFloor(config: StationConfig, parts: StationParts, store: Store) {
  const topics = new Topics()
  // They call one another; each closure runs only once all five stand.
  const devices = attachDevices(config, parts, topics, () => bench)
  const submit = openSubmit({ config, parts, store, devices }, () => sync)
  const onCommitted = () => {
    sync.wakePush()
    queue.wake()
  }
  const bench: Bench = new Bench({
    submit,
    log: store.log,
    view: store.view,
    topics,
    clock: parts.clock,
    disk: store.disk,
    sound: (scannerId, sound) => void devices.feedback(scannerId, sound),
    onCommitted,
    onTrouble: parts.onTrouble,
  })
  const queue = openQueue({ config, parts, store, devices }, bench, topics)
  const sync: SyncLoop = openSync({ config, parts, store }, bench, topics, () => view)
  const { log, cache, jobs } = store
  const view: FloorView = {
    identity: config.identity,
    bench,
    submit,
    log,
    cache,
    view: store.view,
    jobs,
    devices,
    sync,
    clock: parts.clock,
    isDemo: config.isDemo,
    topics,
  }
  return {
    view,
    start() {
      queue.start()
      sync.start()
      void verifyInBackground(log, parts.clock, parts.onTrouble)
    },
    async close() {
      bench.close()
      await sync.close()
      await devices.close()
      await queue.close()
    },
  }
}

type FloorView = ViewParts & { topics: Topics }
type Attached = ReturnType<typeof attachDevices>
type Wiring = { config: StationConfig; parts: StationParts; store: Store }

function attachDevices(
  config: StationConfig,
  parts: StationParts,
  topics: Topics,
  bench: () => Bench,
) {
  return startDevices({
    config: config.devices,
    clock: parts.clock,
    newId: parts.newId,
    random: parts.random,
    onScan: (scan) => void bench().takeScan(scan),
    onReading: (reading) => bench().takeReading(reading),
    onState: () => {
      topics.poke('devices')
      topics.poke('bench')
    },
    onFault: (fault) =>
      parts.onTrouble(`device ${fault.deviceId}: ${fault.code} ${fault.detail ?? ''}`),
  })
}

function openSubmit(
  { config, parts, store, devices }: Wiring & { devices: Attached },
  sync: () => SyncLoop,
): SubmitAction {
  const { identity } = config
  const [printer] = config.devices.printers
  return new SubmitAction({
    log: store.log,
    view: store.view,
    jobs: store.jobs,
    numbers: store.numbers,
    clock: parts.clock,
    newId: parts.newId,
    station: {
      id: identity.stationId,
      mode: identity.mode,
      warehouse: identity.warehouse.code,
    },
    devices: {
      scale: () => ({
        hasScale: devices.hasScale,
        reading: devices.reading,
        divisionGrams: devices.scaleDivisionGrams,
      }),
      labelPrinter: () => printer ?? null,
    },
    serverOffsetMs: () => sync().status.clockOffsetMs,
    knownHead: () => sync().state.knownHead,
  })
}

function openQueue(
  { config, parts, store, devices }: Wiring & { devices: Attached },
  bench: Bench,
  topics: Topics,
): PrintQueue {
  const { printers } = config.devices
  return new PrintQueue({
    jobs: store.jobs,
    clock: parts.clock,
    printers: printers.map(({ id }) => id),
    print: async (printerId, { jobId, document }) => {
      const dpi = printers.find(({ id }) => id === printerId)?.dpi ?? 203
      return devices.print(printerId, { jobId, bytes: labelToZpl(document, { dpi }) })
    },
    onOutcome: (job, outcome) => bench.takePrintOutcome(job, outcome),
    onChange: () => topics.poke('print-jobs'),
  })
}

function openSync(
  { config, parts, store }: Wiring,
  bench: Bench,
  topics: Topics,
  view: () => FloorView,
): SyncLoop {
  const { incarnation, epoch } = config.identity
  const { log, cache } = store
  return new SyncLoop({
    log,
    feed: new FeedReader({ cache, view: store.view, incarnation }),
    office: parts.office,
    clock: parts.clock,
    random: parts.random,
    incarnation,
    state: readSyncState(log, epoch),
    heartbeat: () => heartbeatOf(view(), config.appVersion),
    onRefused: (seqs) => bench.takeRefusals(seqs),
    onChange: (what) => {
      if (what === 'documents') bench.takeDocuments()
      topics.poke('bench')
      topics.poke('queue')
    },
    onTrouble: parts.onTrouble,
  })
}

async function openDoors(
  config: StationConfig,
  parts: StationParts,
  view: ViewParts & { topics: Topics },
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
  openPortDoor(router)
  return {
    url: `http://${LOOPBACK}:${port}`,
    async close() {
      sockets.close()
      await http.close()
    },
  }
}

function heartbeatOf(view: ViewParts, appVersion: string): Heartbeat {
  const { log, server, devices, printJobs } = benchView(view)
  return {
    appVersion,
    pending: log.pending,
    oldestPendingAt: log.oldestPendingAt,
    clockOffsetMs: server.clockOffsetMs,
    devices: devices.map(({ id, kind, state, detail }) => ({
      id,
      kind,
      state,
      detail: detail.slice(0, 200),
    })),
    printJobs,
  }
}

/** The whole chain is proven beside the work; a log that does not prove itself is said loudly (LOG-6). */
async function verifyInBackground(
  log: LogStore,
  clock: Clock,
  onTrouble: (text: string) => void,
): Promise<void> {
  try {
    await log.verifyAll(() => new Promise((resolve) => void clock.after(0, resolve)))
  } catch (error) {
    onTrouble(String(error))
  }
}

/** A local token nobody can guess. */
export function newLocalToken(): string {
  return randomBytes(24).toString('base64url')
}
