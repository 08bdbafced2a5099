import { readWhole, type CsvCells } from '../../components/csv-cells.ts'
import type { Say } from '../../text/text.ts'

export const MOVEMENT_KINDS = ['RECEIVED', 'RETURNED', 'ADJUSTED'] as const
export type MovementKind = (typeof MOVEMENT_KINDS)[number]

/** What a row of a file says; `key` is the sender's own, for rows that come in more than one file. */
export type MovementRow = {
  warehouse: string
  sku: string
  kind: MovementKind
  quantity: number
  reason: string
  lot?: string
  expiryDate?: string
  key?: string
}

/** A row of a file of stock movements, or what is wrong with it. */
export function readMovementRow(
  cells: CsvCells,
  { warehouse, say }: { warehouse: string; say: Say },
): MovementRow | string {
  const { sku, reason, lot, key } = cells
  const kind = MOVEMENT_KINDS.find((known) => known === cells['kind']?.toUpperCase())
  const quantity = readWhole(cells['quantity'])
  const expiryDate = cells['expirydate']
  if (sku === undefined) return say('stock.wrong-sku')
  if (kind === undefined) return say('stock.wrong-kind')
  const isTooFew = quantity === null || quantity === 0 || (quantity < 0 && kind !== 'ADJUSTED')
  if (isTooFew) return say('stock.wrong-quantity')
  if (reason === undefined) return say('stock.wrong-reason')
  const isDay = expiryDate !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(expiryDate)
  if (expiryDate !== undefined && (!isDay || lot === undefined)) return say('stock.wrong-expiry')
  return {
    warehouse: cells['warehouse'] ?? warehouse,
    sku,
    kind,
    quantity,
    reason,
    ...(lot === undefined ? {} : { lot }),
    ...(expiryDate === undefined ? {} : { expiryDate }),
    ...(key === undefined ? {} : { key }),
  }
}
