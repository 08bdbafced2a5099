import { sql } from 'kysely'
import type { Tx } from '../store/index.ts'

/**
 * Every warehouse, sorted. The office row is held so that no warehouse appears while master data of
 * all of them is written, and no such data while a warehouse is created.
 */
export async function listWarehouseCodes(
  tx: Tx,
  hold: 'shared' | 'exclusive' = 'shared',
): Promise<string[]> {
  const strength = hold === 'shared' ? sql`FOR SHARE` : sql`FOR UPDATE`
  await sql`SELECT 1 FROM office ${strength}`.execute(tx)
  const rows = await tx.selectFrom('warehouse').select('code').orderBy('code').execute()
  return rows.map((row) => row.code)
}
