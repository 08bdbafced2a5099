import { sql } from 'kysely'
import type { Effect } from '#contract/actions/decision.ts'
import { textColumn, type Tx } from '../store/index.ts'

/** What a bench said of a lot, by the code on its goods. */
export type SaidExpiry = Extract<Effect, { kind: 'lot-expiry' }>

type HistoryEffect = Extract<Effect, { kind: 'history' }>

/**
 * Entries for the orders whose goods carry another day than the office has of their lot. The first day that
 * was known stays; a person who reads this looks at the goods and corrects it. Two benches that teach a
 * lot in the same moment are not compared with each other.
 */
export async function otherExpiries(
  tx: Tx,
  warehouse: string,
  said: readonly SaidExpiry[],
): Promise<HistoryEffect[]> {
  if (said.length === 0) return []
  const known = await readExpiries(tx, warehouse, said)
  const told = new Set<string>()
  return said.flatMap(({ sku, lot, expiryDate: stated, orderNumber }): HistoryEffect[] => {
    const key = keyOf({ sku, lot })
    const first = known.get(key) ?? stated
    known.set(key, first)
    const note = JSON.stringify([orderNumber, key, stated])
    if (first === stated || told.has(note)) return []
    told.add(note)
    const payload = { sku, lot, known: first, stated }
    return [
      {
        kind: 'history',
        orderNumber,
        status: 'picking:other_expiry',
        severity: 'warning',
        payload,
      },
    ]
  })
}

/** Lots whose day nobody knew have the first one stated from now on. Call it once their counters have moved. */
export async function rememberExpiries(
  tx: Tx,
  warehouse: string,
  said: readonly Pick<SaidExpiry, 'sku' | 'lot' | 'expiryDate'>[],
): Promise<void> {
  if (said.length === 0) return
  const known = await readExpiries(tx, warehouse, said)
  const news = new Map<string, { sku: string; lot: string; expiryDate: string }>()
  for (const one of said) {
    const key = keyOf(one)
    if (!known.has(key) && !news.has(key)) news.set(key, one)
  }
  if (news.size === 0) return
  const rows = [...news.values()]
  await sql`
    UPDATE stock s SET expiry_date = n.expiry_date::date
    FROM unnest(${textColumn(rows.map(({ sku }) => sku))},
      ${textColumn(rows.map(({ lot }) => lot))},
      ${textColumn(rows.map(({ expiryDate }) => expiryDate))}) AS n (sku, lot, expiry_date)
    WHERE s.warehouse = ${warehouse} AND s.sku = n.sku AND s.lot = n.lot
      AND s.expiry_date IS NULL`.execute(tx)
}

/** Days that are known, by product and lot. */
async function readExpiries(
  tx: Tx,
  warehouse: string,
  lots: readonly { sku: string; lot: string }[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ sku: string; lot: string; expiryDate: string }>`
    SELECT DISTINCT s.sku, s.lot, s.expiry_date AS "expiryDate"
    FROM stock s JOIN unnest(${textColumn(lots.map(({ sku }) => sku))},
      ${textColumn(lots.map(({ lot }) => lot))}) AS n (sku, lot)
      ON s.sku = n.sku AND s.lot = n.lot
    WHERE s.warehouse = ${warehouse} AND s.expiry_date IS NOT NULL`.execute(tx)
  return new Map(rows.map((row) => [keyOf(row), row.expiryDate]))
}

function keyOf({ sku, lot }: { sku: string; lot: string }): string {
  return JSON.stringify([sku, lot])
}
