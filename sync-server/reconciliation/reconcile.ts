import { sql } from 'kysely'
import { localTime } from '#contract/orders/local-time.ts'
import { instantOf } from '../deps.ts'
import type { Office } from '../office.ts'
import type { Store, Tx } from '../store/index.ts'
import { writeDocuments } from '../sync/documents.ts'
import { compareBooks, type Comparison, type Difference, findExpired } from './compare-books.ts'
import { reportDifferences, unreported } from './report-differences.ts'

type Parts = Pick<Office, 'store' | 'deps' | 'poke'>

export type Warehouse = { code: string; timezone: string }

export type Compared = ReadonlyMap<string, Comparison>

/** A difference, and the exception that stands for it. */
export type ReportedDifference = Difference & { exceptionId: string }

/**
 * Compares all books of these warehouses and opens an exception for each difference. Nothing is mended:
 * a counter that is off says that something happened which nobody meant.
 */
export async function reconcile(
  parts: Parts,
  warehouses: readonly Warehouse[],
  change: Store['transaction'],
): Promise<{ checked: number; differences: ReportedDifference[] }> {
  const compared = await compareWarehouses(parts, warehouses)
  const differences = await change((tx) => reportCompared(tx, parts.deps, compared))
  for (const code of new Set(differences.map(({ warehouse }) => warehouse))) parts.poke(code)
  return { checked: checkedOf(compared), differences }
}

/** Comparisons by warehouse, each of one snapshot. */
export async function compareWarehouses(
  { store, deps }: Pick<Parts, 'store' | 'deps'>,
  warehouses: readonly Warehouse[],
): Promise<Compared> {
  const nowMs = deps.clock.now()
  const compared = new Map<string, Comparison>()
  for (const { code, timezone } of sorted(warehouses)) {
    const today = localTime(nowMs, timezone).day
    const comparing = { warehouse: code, today, now: instantOf(nowMs) }
    compared.set(code, await store.snapshot((tx) => compareBooks(tx, comparing)))
  }
  return compared
}

export function checkedOf(compared: Compared): number {
  return [...compared.values()].reduce((sum, { checked }) => sum + checked, 0)
}

/** Opens exceptions and writes their documents: heads are taken last, in sorted order. */
export async function reportCompared(
  tx: Tx,
  deps: Office['deps'],
  compared: Compared,
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

/**
 * Reports reservations that outlived what they were made for. Only the cancellation of an order frees
 * its goods, so this finds what that should have done. Answers with how many are new.
 */
export async function reportExpiredReservations({ store, deps, poke }: Parts): Promise<number> {
  const now = instantOf(deps.clock.now())
  let reported = 0
  for (const { code: warehouse } of await readWarehouses(store)) {
    const expired = await store.snapshot((tx) => findExpired(tx, { warehouse, now }))
    if (expired.length === 0) continue
    const fresh = await store.transaction(async (tx) => {
      // Two offices that look at once report one after the other, so the second finds nothing new.
      const name = JSON.stringify(['expired-reservations', warehouse])
      await sql`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx)
      const differences = await unreported(tx, warehouse, expired)
      return reportCompared(tx, deps, new Map([[warehouse, { checked: 0, differences }]]))
    })
    if (fresh.length > 0) poke(warehouse)
    reported += fresh.length
  }
  return reported
}

export async function readWarehouses(store: Store): Promise<Warehouse[]> {
  return store.snapshot((tx) =>
    tx.selectFrom('warehouse').select(['code', 'timezone']).orderBy('code').execute(),
  )
}

function sorted(warehouses: readonly Warehouse[]): Warehouse[] {
  return warehouses.toSorted((a, b) => (a.code < b.code ? -1 : 1))
}
