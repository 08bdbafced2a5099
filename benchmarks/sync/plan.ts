import { buildSscc } from '#contract/barcode/sscc.ts'
import { listOf, packOrder } from '../../tests/support/floor.ts'
import { createStationLog } from '../../tests/support/station-log.ts'
import type { Plan, PlannedAction } from './system.ts'

export const ACTIONS_PER_ORDER = 16
export const LINES_PER_ORDER = 12
export const PIECES_PER_LINE = 2

/** Of the floor's stations: their n-th has the n-th range of this prefix. */
const PREFIX = '38712345'
const RANGE_SIZE = 10_000

export const SKUS: readonly string[] = Array.from(
  { length: LINES_PER_ORDER },
  (_, n) => `SKU-${n + 1}`,
)

/** The workload of `bench -- push`: claim, twelve confirms, weigh, close and label, order after order. */
export function makePlan(options: {
  stations: number
  ordersPerStation: number
  goods: number
  rows: number
}): Plan {
  const { stations, ordersPerStation, goods, rows } = options
  const orders = stations * ordersPerStation
  const lists = Array.from({ length: orders + goods }, (_, n) =>
    listOf(n + 1, SKUS, PIECES_PER_LINE),
  )
  const actions = Array.from({ length: stations }, (_, n): PlannedAction[] => {
    const log = createStationLog()
    let serial = (n + 1) * RANGE_SIZE
    const nextUnit = () => buildSscc(PREFIX, serial++)
    const own = lists.slice(n * ordersPerStation, (n + 1) * ordersPerStation)
    for (const list of own) packOrder({ stationId: '', token: '', log, nextUnit }, list)
    return log.actions.map(({ id, body }) => ({ id, body }))
  })
  return { lists, stations: actions, goods, rows }
}

/** The lists that every station wants. */
export function wantedLists(plan: Plan): Plan['lists'] {
  return plan.lists.slice(plan.lists.length - plan.goods)
}

/** Pieces that the actions of a plan pick. */
export function piecesOf(plan: Plan): number {
  const actions = plan.stations.reduce((sum, own) => sum + own.length, 0)
  return (actions / ACTIONS_PER_ORDER) * LINES_PER_ORDER * PIECES_PER_LINE
}

/** One row of the scope, as every system holds it. */
export function rowAt(n: number) {
  const sku = `ROW-${String(n).padStart(5, '0')}`
  const barcodes = [{ code: `8712345${String(n).padStart(6, '0')}`, quantity: 1 }]
  return {
    sku,
    name: `Oak plank ${n % 40} mm, brushed`,
    barcodes,
    weightGrams: 500 + (n % 900),
    volumeCm3: 1_000 + (n % 700),
    tracking: 'none' as const,
    location: `${'ABCDEFGH'.charAt(n % 8)}-${n % 90}-${n % 5}`,
  }
}
