import { OrderStatus } from '#contract/orders/order-status.ts'
import { CLOCK_DRIFT_SHOWN_MS } from '#contract/sync/limits.ts'
import type { Metrics } from '../http/metrics.ts'
import { DAILY_RUNS } from '../jobs/overdue-runs.ts'
import { isOnline } from '../stations/index.ts'
import type { Figures } from './read-figures.ts'

/** What a station may have recorded and not sent before somebody should look. */
const QUEUE_LATE_MS = 5 * 60_000

/** States of a device that call for nobody. */
const DEVICE_WELL = new Set(['ready', 'opening'])

const PRINT_STATES = ['queued', 'unknown', 'failed'] as const

const UNFINISHED = OrderStatus.options.filter(
  (status) => !['DELIVERED', 'COMPLETED', 'CANCELLED'].includes(status),
)

/** Sets the gauges that come from the database. */
export function showFigures(metrics: Metrics, figures: Figures): void {
  showOrders(metrics, figures)
  showCapacity(metrics, figures)
  showExceptions(metrics, figures)
  showStations(metrics, figures)
  const { outbox, readAtMs } = figures
  metrics.outboxWaiting.set(outbox.waiting)
  metrics.outboxParked.set(outbox.parked)
  metrics.outboxOldestSeconds.set(ageSeconds(outbox.oldestAt, readAtMs))
  metrics.webhooksPaused.set(figures.pausedWebhooks)
  for (const { warehouse, head } of figures.heads) metrics.head.set({ warehouse }, head)
  for (const task of DAILY_RUNS)
    metrics.dailyRunOverdue.set({ task }, figures.overdue[task] / 1_000)
  const { backupAt, migrations } = figures
  metrics.backupAt.set(backupAt === null ? 0 : Date.parse(backupAt) / 1_000)
  metrics.migrations.set({ state: 'applied' }, migrations.applied)
  metrics.migrations.set({ state: 'missing' }, migrations.missing.length)
}

function showOrders(metrics: Metrics, { orders, readAtMs }: Figures): void {
  for (const status of UNFINISHED) {
    const found = orders.find((row) => row.status === status)
    metrics.orders.set({ status }, found?.count ?? 0)
    metrics.ordersOldest.set({ status }, ageSeconds(found?.oldestAt ?? null, readAtMs))
  }
  metrics.ordersLate.set(orders.reduce((sum, { late }) => sum + late, 0))
}

function showCapacity(metrics: Metrics, { capacity }: Figures): void {
  metrics.capacityUsed.reset()
  for (const { region, ahead, weight, volume } of capacity) {
    metrics.capacityUsed.set({ region, ahead, kind: 'weight' }, weight)
    metrics.capacityUsed.set({ region, ahead, kind: 'volume' }, volume)
  }
}

function showExceptions(metrics: Metrics, { exceptions, readAtMs }: Figures): void {
  metrics.openExceptions.reset()
  for (const { code, count } of exceptions) metrics.openExceptions.set({ code }, count)
  const oldestAt = exceptions.map((row) => row.oldestAt).toSorted()[0] ?? null
  metrics.exceptionsOldest.set(ageSeconds(oldestAt, readAtMs))
}

function showStations(metrics: Metrics, { stations, readAtMs }: Figures): void {
  const online = stations.filter(({ lastSeenAt }) => isOnline(lastSeenAt, readAtMs)).length
  metrics.stationsOnline.set(online)
  metrics.stationsOffline.set(stations.length - online)
  const said = stations.flatMap(({ health }) => health ?? [])
  const queues = said.map(({ oldestPendingAt }) => ageSeconds(oldestPendingAt, readAtMs))
  metrics.queueActions.set(said.reduce((sum, { pending }) => sum + pending, 0))
  metrics.queueOldest.set(Math.max(0, ...queues))
  metrics.queuesLate.set(queues.filter((age) => age * 1_000 > QUEUE_LATE_MS).length)
  const inTrouble = {
    log: said.filter(({ logTrouble }) => (logTrouble ?? null) !== null),
    clock: said.filter(({ clockOffsetMs }) => Math.abs(clockOffsetMs) > CLOCK_DRIFT_SHOWN_MS),
    device: said.filter(({ devices }) => devices.some(({ state }) => !DEVICE_WELL.has(state))),
  }
  for (const [what, those] of Object.entries(inTrouble)) {
    metrics.stationsInTrouble.set({ what }, those.length)
  }
  for (const state of PRINT_STATES) {
    const jobs = said.reduce((sum, { printJobs }) => sum + printJobs[state], 0)
    metrics.printJobs.set({ state }, jobs)
  }
}

function ageSeconds(since: string | null, nowMs: number): number {
  return since === null ? 0 : Math.max(0, nowMs - Date.parse(since)) / 1_000
}
