import { localTime } from '#contract/orders/local-time.ts'
import { instantOf } from '../deps.ts'
import type { Office } from '../office.ts'
import type { Store, Tx } from '../store/index.ts'
import { writeDocuments } from '../sync/documents.ts'
import { compareBooks, type Comparison, type Difference, findExpired } from './compare-books.ts'
import { reportDifferences, unreported } from './report-differences.ts'

type Parts = Pick<Office, 'store' | 'deps' | 'poke'>

export type Warehouse = { code: string; timezone: string }

/** A difference, and the exception that stands for it. */
export type ReportedDifference = Difference & { exceptionId: string }

/**
 * Compares all books of these warehouses and opens an exception for each difference. Nothing is mended:
 * a counter that is off says that something happened which nobody meant.
 */
export async function reconcile(
  { store, deps, poke }: Parts,
  warehouses: readonly Warehouse[],
  change: Store['transaction'],
): Promise<{ checked: number; differences: ReportedDifference[] }> {
  const nowMs = deps.clock.now()
  const compared = new Map<string, Comparison>()
  for (const { code, timezone } of sorted(warehouses)) {
    const today = localTime(nowMs, timezone).day
    const comparing = { warehouse: code, today, now: instantOf(nowMs) }
    compared.set(code, await store.snapshot((tx) => compareBooks(tx, comparing)))
  }
  const differences = await change((tx) => reportAll(tx, deps, compared))
  for (const [code, comparison] of compared) if (comparison.differences.length > 0) poke(code)
  const checked = [...compared.values()].reduce((sum, comparison) => sum + comparison.checked, 0)
  return { checked, differences }
}

/**
 * Reports reservations that outlived what they were made for. Only the cancellation of an order frees
 * its goods, so this finds what that should have done. Answers with how many are new.
 */
export async function reportExpiredReservations({ store, deps, poke }: Parts): Promise<number> {
  const now = instantOf(deps.clock.now())
  let reported = 0
  for (const { code: warehouse } of await readWarehouses(store)) {
    const fresh = await store.snapshot(async (tx) =>
      unreported(tx, warehouse, await findExpired(tx, { warehouse, now })),
    )
    if (fresh.length === 0) continue
    const compared = new Map([[warehouse, { checked: 0, differences: fresh }]])
    await store.transaction((tx) => reportAll(tx, deps, compared))
    poke(warehouse)
    reported += fresh.length
  }
  return reported
}

export async function readWarehouses(store: Store): Promise<Warehouse[]> {
  return store.snapshot((tx) =>
    tx.selectFrom('warehouse').select(['code', 'timezone']).orderBy('code').execute(),
  )
}

/** Heads are taken last, in sorted order. */
async function reportAll(
  tx: Tx,
  deps: Office['deps'],
  compared: ReadonlyMap<string, Comparison>,
): Promise<ReportedDifference[]> {
  const all: ReportedDifference[] = []
  const writes: (() => Promise<unknown>)[] = []
  for (const [warehouse, { differences }] of compared) {
    const reported = await reportDifferences(tx, deps, { warehouse, differences })
    writes.push(() => writeDocuments(tx, warehouse, reported.writes))
    for (const [index, difference] of differences.entries()) {
      all.push({ ...difference, exceptionId: reported.exceptionIds[index] ?? '' })
    }
  }
  for (const write of writes) await write()
  return all
}

function sorted(warehouses: readonly Warehouse[]): Warehouse[] {
  return warehouses.toSorted((a, b) => (a.code < b.code ? -1 : 1))
}
