import type { OfficeDeps } from '../deps.ts'
import type { Tx } from '../store/index.ts'
import type { DocumentWrite } from '../sync/documents.ts'
import { exceptionOfOffice, raiseExceptions } from './exceptions.ts'

/**
 * Goods have just gone out of the book: with fewer left than were promised to orders, somebody has to go
 * without and is told. Their stock is locked.
 */
export async function reportPromised(
  tx: Tx,
  { warehouse, at, deps }: { warehouse: string; at: string; deps: OfficeDeps },
  skus: readonly string[],
): Promise<DocumentWrite[]> {
  const wanted = [...new Set(skus)].sort()
  if (wanted.length === 0) return []
  const rows = await tx
    .selectFrom('stock')
    .select(['sku', 'on_hand', 'reserved'])
    .where('warehouse', '=', warehouse)
    .where('sku', 'in', wanted)
    .execute()
  const exceptions = wanted.flatMap((sku) => {
    const own = rows.filter((row) => row.sku === sku)
    const left = own.reduce((sum, row) => sum + row.on_hand, 0)
    const reserved = own.reduce((sum, row) => sum + row.reserved, 0)
    const detail = { sku, lot: '', left, reserved }
    return reserved > left
      ? [exceptionOfOffice(deps, { code: 'stock-below-zero', detail, at })]
      : []
  })
  return (await raiseExceptions(tx, { warehouse, at, deps, exceptions })).writes
}
