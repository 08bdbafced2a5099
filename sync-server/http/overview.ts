import { sql } from 'kysely'
import type { DocumentOf } from '#contract/documents/document.ts'
import { loadedGrams } from '#contract/documents/load.ts'
import { instantOf } from '../deps.ts'
import type { Office } from '../office.ts'
import { readOutboxFigures } from '../outbox/index.ts'
import { isOnline, listStations } from '../stations/index.ts'
import type { Tx } from '../store/index.ts'

const EXCEPTIONS_SHOWN_MAX = 50
const LOADS_SHOWN_MAX = 100

/** The figures of the office page, from one consistent state. */
export async function readOverview(office: Office) {
  const { store, deps, version } = office
  const now = deps.clock.now()
  return store.snapshot(async (tx) => ({
    version,
    serverTime: instantOf(now),
    ordersByStatus: await countOrders(tx),
    openLoads: await readOpenLoads(tx),
    stations: await readStations(tx, now),
    openExceptions: await readOpenExceptions(tx),
  }))
}

/** The gauges of `/metrics`. */
export async function refreshGauges(office: Office): Promise<void> {
  const { store, deps, metrics } = office
  const figures = await store.snapshot(async (tx) => ({
    exceptions: await countOpenExceptions(tx),
    seen: await tx.selectFrom('station').select(['last_seen_at', 'revoked_at']).execute(),
    outbox: await readOutboxFigures(tx),
    heads: await tx.selectFrom('warehouse_head').selectAll().execute(),
  }))
  const now = deps.clock.now()
  metrics.openExceptions.set(figures.exceptions)
  metrics.stationsOnline.set(
    figures.seen.filter((row) => row.revoked_at === null && isOnline(row.last_seen_at, now)).length,
  )
  const { waiting, parked, oldestAt } = figures.outbox
  metrics.outboxWaiting.set(waiting)
  metrics.outboxParked.set(parked)
  metrics.outboxOldestSeconds.set(oldestAt === null ? 0 : (now - Date.parse(oldestAt)) / 1_000)
  for (const { warehouse, head } of figures.heads) metrics.head.set({ warehouse }, head)
}

async function readStations(tx: Tx, now: number) {
  const stations = await listStations(tx, now)
  return stations
    .filter((station) => !station.revoked)
    .map(({ name, mode, online, pending, lastSeenAt }) => {
      return { name, mode, online, pending, lastSeenAt }
    })
}

async function countOrders(tx: Tx): Promise<Record<string, number>> {
  const rows = await tx
    .selectFrom('customer_order')
    .select(['status', sql<number>`count(*)`.as('count')])
    .groupBy('status')
    .execute()
  return Object.fromEntries(rows.map((row) => [row.status, row.count]))
}

async function readOpenLoads(tx: Tx) {
  const rows = await tx
    .selectFrom('document')
    .select('body')
    .where('kind', '=', 'load')
    .where('in_scope', '=', true)
    .orderBy('id')
    .limit(LOADS_SHOWN_MAX)
    .execute()
  return rows.map((row) => {
    const load = row.body as DocumentOf<'load'>
    const { number, region, deliveryDate, status } = load
    const units = load.units.length
    return { number, region, deliveryDate, status, units, weightGrams: loadedGrams(load) }
  })
}

async function readOpenExceptions(tx: Tx) {
  const rows = await tx
    .selectFrom('exception')
    .select(['code', 'sentence', 'opened_at'])
    .where('status', '=', 'open')
    .orderBy('opened_at')
    .limit(EXCEPTIONS_SHOWN_MAX)
    .execute()
  return rows.map(({ code, sentence, opened_at: openedAt }) => ({ code, sentence, openedAt }))
}

async function countOpenExceptions(tx: Tx): Promise<number> {
  const row = await tx
    .selectFrom('exception')
    .select(sql<number>`count(*)`.as('count'))
    .where('status', '=', 'open')
    .executeTakeFirstOrThrow()
  return row.count
}
