import { sql } from 'kysely'
import type { DocumentOf } from '#contract/documents/document.ts'
import { loadedGrams } from '#contract/documents/load.ts'
import { instantOf } from '../deps.ts'
import type { Office } from '../office.ts'
import { listStations } from '../stations/index.ts'
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
