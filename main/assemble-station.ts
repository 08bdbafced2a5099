import { AccountBook } from './account/account-book.ts'
import { SubmitAction } from './actions/submit-action.ts'
import { Bench } from './bench.ts'
import { benchSettings, type SettingsDesk } from './bench-settings.ts'
import type { Clock } from './clock.ts'
import type { DeviceConfig } from './devices/device-config.ts'
import type { Devices } from './devices/devices.ts'
import { Keyboard } from './devices/wedge/keyboard.ts'
import { StationFigures } from './floor/station-figures.ts'
import { newBootId, type NewId } from './ids.ts'
import { heartbeatOf } from './heartbeat.ts'
import { LogKeeper } from './log-keeper.ts'
import { PrintJobs } from './labels/print-jobs.ts'
import { PrintQueue } from './labels/print-queue.ts'
import { Refusals } from './refusals/refusals.ts'
import { SupervisorCheck } from './refusals/supervisor-check.ts'
import type { ViewParts } from './rpc/bench-view.ts'
import { supportFile } from './rpc/support-file.ts'
import { Topics } from './rpc/topics.ts'
import { CacheStore } from './store/cache-store.ts'
import { DiskReserve, freeBytesOf } from './store/disk-reserve.ts'
import { renameStation, type StationIdentity } from './store/identity.ts'
import type { LogStore } from './store/log-store.ts'
import type { SalvageReport } from './store/salvage-report.ts'
import { NumberSource, savedSerials } from './store/number-source.ts'
import { type FloorView, floorView, makeLabel } from './station-doors.ts'
import { StationView } from './store/view.ts'
import { createSupportSender } from './support/send-support-file.ts'
import { SyncLoop } from './sync/loop.ts'
import type { OfficeClient } from './sync/office-client.ts'
import { FeedReader, readKeptRaw } from './sync/pull.ts'
import { readSyncState } from './sync/sync-state.ts'

export type AssemblyConfig = {
  dataFolder: string
  identity: StationIdentity
  printers: DeviceConfig['printers']
  appVersion: string
  isDemo: boolean
  /** Where the devices were read from, for people who ask. */
  devicesFile?: string | null
  /** Nothing here is real: every screen says so. */
  isPractice?: boolean
  /** What became of the log before this one, when this one was made from it. */
  salvage?: SalvageReport | null
}

export type StationParts = {
  clock: Clock
  newId: NewId
  random: () => number
  office: OfficeClient
  /** Says what went wrong to whoever reads the host's log. */
  onTrouble: (text: string) => void
  /** Free bytes on the disk of a folder, where something else than the system says so. */
  freeBytes?: (folder: string) => number
  /** The log needs what only a start does; without it the bench stops recording and waits for one. */
  restart?: () => void
  /** What screens are told by, where two stations share them. */
  screens?: { topics: Topics; keyboard: Keyboard }
}

/** The devices of a bench, started with where to send what they say. */
export type AttachDevices = (hands: {
  bench: () => Bench
  topics: Topics
  keyboard: Keyboard
}) => AttachedDevices
export type AttachedDevices = ViewParts['devices'] & Pick<Devices, 'feedback' | 'print' | 'close'>

export type StationStore = ReturnType<typeof openStore>

export type Wiring = { config: AssemblyConfig; parts: StationParts; store: StationStore }

/** Both databases, what the bench believes, and the numbers it may use. */
export function openStore(
  log: LogStore,
  { dataFolder, identity }: AssemblyConfig,
  parts: Pick<StationParts, 'clock' | 'onTrouble' | 'freeBytes'>,
) {
  const { clock, onTrouble, freeBytes = freeBytesOf } = parts
  log.verifyTail()
  const cache = new CacheStore(dataFolder, (reason) => {
    onTrouble(`what the office had sent is thrown away and loaded anew: ${reason}`)
  })
  cache.adopt(identity.incarnation, (other) => log.carriedThrough(other.incarnation, other.seq))
  readKeptRaw(cache)
  const view = new StationView(cache, log, identity.stationId, onTrouble)
  const refusals = new Refusals(log)
  const disk = new DiskReserve({ clock, freeBytes: () => freeBytes(dataFolder) })
  const enrolled = { ...identity.numberRange, incarnation: identity.incarnation }
  const numbers = new NumberSource(savedSerials(log), () => {
    const leased = cache.get('number-range', identity.stationId)?.ranges ?? [enrolled]
    return leased.filter((range) => range.incarnation === identity.incarnation)
  })
  return {
    log,
    cache,
    view,
    disk,
    numbers,
    jobs: new PrintJobs(log),
    refusals,
    accounts: new AccountBook(log, refusals, identity.warehouse.timezone),
    figures: new StationFigures(log, identity.warehouse.timezone),
    close() {
      disk.close()
      cache.close()
      log.close()
    },
  }
}

/** Devices, the operator's workflow, the print queue and the sync lanes around one store. */
export function assembleStation(
  config: AssemblyConfig,
  parts: StationParts,
  store: StationStore,
  attach: AttachDevices,
) {
  const { topics, keyboard } = parts.screens ?? { topics: new Topics(), keyboard: new Keyboard() }
  // They call one another; each closure runs only once all five stand.
  const devices = attach({ bench: () => bench, topics, keyboard })
  const supervisors = new SupervisorCheck(parts.clock)
  const settings: SettingsDesk = benchSettings({
    log: store.log,
    view: store.view,
    supervisors,
    signedIn: () => submit.state.operatorId,
    onChange: () => bench.restartIdle(),
  })
  const submit = openSubmit({ config, parts, store }, { devices, settings }, () => sync)
  const bench: Bench = new Bench({
    submit,
    log: store.log,
    view: store.view,
    topics,
    clock: parts.clock,
    disk: store.disk,
    sound: (scannerId, sound) => void devices.feedback(scannerId, sound),
    scaleDivisionGrams: devices.scaleDivisionGrams,
    idleSignOutMs: () => settings.current().idleSignOutMinutes * 60_000,
    onCommitted: () => {
      sync.wakePush()
      queue.wake()
    },
    onTrouble: parts.onTrouble,
  })
  const queue = openQueue({ config, parts, store }, devices, bench, topics)
  const keeper: LogKeeper = openKeeper({ config, parts, store }, bench, () => sync)
  const sync: SyncLoop = openSync({ config, parts, store }, bench, topics, keeper, () => view)
  const view = floorView(
    { config, parts, store },
    { bench, submit, devices, sync, topics, keyboard, settings, supervisors },
  )
  return {
    view,
    start() {
      queue.start()
      sync.start()
      keeper.start()
    },
    async close() {
      keeper.close()
      bench.close()
      await sync.close()
      await devices.close()
      await queue.close()
    },
  }
}

function openSubmit(
  { config, parts, store }: Wiring,
  { devices, settings }: { devices: AttachedDevices; settings: SettingsDesk },
  sync: () => SyncLoop,
): SubmitAction {
  const { identity, printers } = config
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
      labelPrinter: (id) => printers.find((printer) => printer.id === id) ?? printers[0] ?? null,
    },
    serverOffsetMs: () => sync().status.clockOffsetMs,
    knownHead: () => sync().state.knownHead,
    bootId: newBootId(parts.random),
    newWorkStop: () => sync().status.newWorkStop,
    settings: () => settings.current(),
    shiftSoFar: () => store.accounts.shiftSoFar(sync().state.ackedSeq),
  })
}

function openQueue(
  { config, parts, store }: Wiring,
  devices: AttachedDevices,
  bench: Bench,
  topics: Topics,
): PrintQueue {
  const { printers } = config
  return new PrintQueue({
    jobs: store.jobs,
    clock: parts.clock,
    printers,
    make: makeLabel,
    print: (printerId, job) => devices.print(printerId, job),
    unitOf: (unitId) => store.view.get('unit', unitId),
    onOutcome: (job, end) => bench.takePrintOutcome(job, end),
    onChange: () => topics.poke('print-jobs'),
    onTrouble: parts.onTrouble,
  })
}

function openKeeper(
  { config, parts, store }: Wiring,
  bench: Bench,
  sync: () => SyncLoop,
): LogKeeper {
  const { log, refusals } = store
  const { clock, onTrouble, restart } = parts
  return new LogKeeper({
    log,
    dataFolder: config.dataFolder,
    bench,
    clock,
    syncState: () => sync().state,
    isRefusalClosed: (refused) => refusals.isClosed(refused),
    onTrouble,
    restart,
  })
}

function openSync(
  { config, parts, store }: Wiring,
  bench: Bench,
  topics: Topics,
  keeper: LogKeeper,
  view: () => FloorView,
): SyncLoop {
  const { incarnation, epoch } = config.identity
  const { log, cache } = store
  return new SyncLoop({
    log,
    feed: new FeedReader({
      cache,
      view: store.view,
      incarnation,
      carriedThrough: (other) => log.carriedThrough(other.incarnation, other.seq),
    }),
    office: parts.office,
    clock: parts.clock,
    random: parts.random,
    incarnation,
    state: readSyncState(log, epoch),
    heartbeat: () => heartbeatOf(view(), config),
    onSupportFileWanted: createSupportSender({
      office: parts.office,
      make: () => supportFile(view()),
      onTrouble: parts.onTrouble,
    }),
    onRenamed: (name) => takeName({ config, parts }, name, topics),
    scopeEntries: () => cache.scopeEntries(),
    onLogSetBack: () => keeper.stop('set-back'),
    onLogSuspect: () => void keeper.prove(),
    onLogStopped: (why) => keeper.stop(why),
    onDisowned: (isDisowned) => keeper.noteDisowned(isDisowned),
    onRefused: (seqs) => bench.takeRefusals(seqs),
    onChange: (what) => {
      if (what === 'documents') bench.takeDocuments()
      topics.poke('bench')
      topics.poke('queue')
    },
    onTrouble: parts.onTrouble,
  })
}

/** A full disk keeps the name from being kept; the office says it again with every heartbeat after a start. */
function takeName(
  { config, parts }: Pick<Wiring, 'config' | 'parts'>,
  name: string,
  topics: Topics,
): void {
  try {
    renameStation(config.dataFolder, config.identity, name)
  } catch (error) {
    parts.onTrouble(`the new name could not be kept: ${String(error)}`)
  }
  topics.poke('bench')
}
