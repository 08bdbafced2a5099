import { nextCutOff } from '#contract/orders/cut-off.ts'
import type { BenchView, LogView, ScaleView } from '#contract/rpc/bench-view.ts'
import type { AboutBench } from '#contract/rpc/code-sheet.ts'
import type { CloseRefusalAnswer, CloseRefusalInput } from '#contract/rpc/refusal-view.ts'
import { logTroubleSentence } from '#contract/sync/log-trouble.ts'
import { ActionBody } from '#contract/sync/envelope.ts'
import type { Bench } from '../bench.ts'
import type { SettingsDesk } from '../bench-settings.ts'
import type { SubmitAction } from '../actions/submit-action.ts'
import type { Clock } from '../clock.ts'
import type { DeviceList } from '../devices/device-list.ts'
import type { PrintJobs } from '../labels/print-jobs.ts'
import type { CodeSheets } from '../labels/code-sheets.ts'
import type { PrintOrders } from '../labels/print-orders.ts'
import type { CacheStore } from '../store/cache-store.ts'
import type { StationIdentity } from '../store/identity.ts'
import type { LogOrders } from '../log-orders.ts'
import { logTroubleOf } from '../log-trouble.ts'
import type { LogStore } from '../store/log-store.ts'
import type { SalvageReport } from '../store/salvage-report.ts'
import type { StationView } from '../store/view.ts'
import type { SyncLoop } from '../sync/loop.ts'
import { resendingOf } from '../sync/sync-state.ts'
import type { AccountBook } from '../account/account-book.ts'
import type { DeviceTroubles } from '../floor/device-troubles.ts'
import type { FloorDesk } from '../floor/floor-desk.ts'
import type { StationFigures } from '../floor/station-figures.ts'
import type { Refusals } from '../refusals/refusals.ts'
import { workView } from '../workflow/work-view.ts'

export type ViewParts = {
  identity: StationIdentity
  bench: Bench
  submit: SubmitAction
  log: LogStore
  cache: CacheStore
  view: StationView
  jobs: PrintJobs
  devices: DeviceList
  sync: SyncLoop
  clock: Clock
  isDemo: boolean
  isPractice: boolean
  appVersion: string
  salvage: SalvageReport | null
  orders: LogOrders
  printing: PrintOrders
  codeSheets: CodeSheets
  about: AboutBench
  refusals: Refusals
  accounts: AccountBook
  figures: StationFigures
  deviceTroubles: DeviceTroubles
  /** What a supervisor sees and decides of all benches. */
  floor: FloorDesk
  settings: SettingsDesk
  /** What a supervisor says about one of the refusals. */
  closeRefusal: (input: CloseRefusalInput) => Promise<CloseRefusalAnswer>
}

/** All a bench screen shows, gathered from where it lives. */
export function benchView(parts: ViewParts): BenchView {
  const { identity, submit, view, bench, sync, jobs } = parts
  const { state } = submit
  const operator = state.operatorId === null ? null : view.get('operator', state.operatorId)
  return {
    stationId: identity.stationId,
    name: identity.name,
    mode: identity.mode,
    timezone: identity.warehouse.timezone,
    server: serverView(parts),
    log: logView(parts),
    operator:
      state.operatorId === null
        ? null
        : {
            id: state.operatorId,
            name: operator?.name ?? state.operatorId,
            roles: operator?.roles ?? [],
          },
    work: workView(state, view, {
      divisionGrams: parts.devices.scaleDivisionGrams,
      printState: (unitId, copy) => jobs.stateOf(unitId, copy) ?? 'none',
      stationId: identity.stationId,
      mode: identity.mode,
      now: new Date(parts.clock.now() + sync.status.clockOffsetMs).toISOString(),
    }),
    prompt: state.prompt,
    alert: bench.alert,
    feedback: state.feedback,
    scale: scaleView(parts.devices),
    devices: parts.devices.list(),
    parked: bench.parked,
    printJobs: jobs.counts(),
    settings: parts.settings.current(),
    nextCutOff: cutOffView(parts, sync.status.clockOffsetMs),
    isDemo: parts.isDemo,
    isPractice: parts.isPractice,
  }
}

export function serverView({ identity, sync, cache }: ViewParts): BenchView['server'] {
  const { lastSyncAt, scopeResets: _, ...status } = sync.status
  return {
    url: identity.serverUrl,
    epoch: sync.state.epoch,
    lastSyncAt: lastSyncAt === null ? null : new Date(lastSyncAt).toISOString(),
    ...status,
    isLoading: cache.isEmpty,
  }
}

/** "312 made, 312 accounted for": waiting is what the office has not acknowledged, never a flag. */
export function logView({ log, sync, bench, salvage, refusals }: ViewParts): LogView {
  const trouble = logTroubleOf({ log, salvage, stopped: bench.stopped })
  const { ackedSeq, durableSeq } = sync.state
  const oldest = log.lastSeq > ackedSeq ? log.actionsFrom(ackedSeq + 1, 1)[0] : undefined
  return {
    lastSeq: log.lastSeq,
    ackedSeq,
    durableSeq,
    pending: log.lastSeq - ackedSeq,
    oldestPendingAt: oldest === undefined ? null : bodyOf(oldest.body).occurredAt,
    ...log.counts,
    refusedOpen: refusals.countOpen({ after: 0, through: ackedSeq }),
    resending: resendingOf(sync.state),
    room: bench.room,
    trouble: trouble === null ? null : { ...trouble, message: logTroubleSentence(trouble) },
  }
}

export function scaleView(devices: DeviceList): ScaleView {
  if (!devices.hasScale) return { state: 'absent', grams: null }
  const reading = devices.reading
  if (reading === null) return { state: 'fault', grams: null }
  if (reading.kind === 'stable' || reading.kind === 'motion') {
    return { state: reading.kind, grams: reading.grams }
  }
  return { state: reading.kind, grams: null }
}

function bodyOf(body: string): ActionBody {
  return ActionBody.parse(JSON.parse(body))
}

function cutOffView({ cache, clock }: ViewParts, offsetMs: number): BenchView['nextCutOff'] {
  const now = new Date(clock.now() + offsetMs).toISOString()
  const next = cache
    .all('region')
    .map(({ doc }) => ({ at: nextCutOff(now, doc), region: doc.code }))
    .toSorted((a, b) => a.at.localeCompare(b.at))
  return next[0] ?? null
}
