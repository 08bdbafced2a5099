import type { Region } from '#contract/documents/master-data.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'

/** A region and the warehouse that delivers to it. */
export async function readRegion(
  tx: Tx,
  code: string,
): Promise<{ warehouse: string; region: Region }> {
  const row = await tx
    .selectFrom('region')
    .select(['warehouse', 'body'])
    .where('code', '=', code)
    .executeTakeFirst()
  if (row === undefined) throw new Problem('unknown-region', `no region ${code}`)
  return { warehouse: row.warehouse, region: row.body as Region }
}

/** Throws a problem for a warehouse that does not exist. */
export async function requireWarehouse(tx: Tx, code: string): Promise<void> {
  const row = await tx
    .selectFrom('warehouse')
    .select('code')
    .where('code', '=', code)
    .executeTakeFirst()
  if (row === undefined) throw new Problem('unknown-warehouse', `no warehouse ${code}`)
}
