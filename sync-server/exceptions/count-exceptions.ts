import { sql } from 'kysely'
import type { Tx } from '../store/index.ts'

type Count = { code: string; warehouse: string; stationId: string | null; name: string | null }

/** How many exceptions are open: in all, and by code, warehouse and station. */
export async function countExceptions(tx: Tx) {
  const { rows } = await sql<Count & { open: number; undecided: number }>`
    SELECT e.code, e.warehouse, e.station_id AS "stationId", s.name,
      count(*)::integer AS open, count(*) FILTER (WHERE e.choice IS NULL)::integer AS undecided
    FROM exception e LEFT JOIN station s ON s.id = e.station_id
    WHERE e.status = 'open' GROUP BY 1, 2, 3, 4`.execute(tx)
  const names = new Map(rows.map(({ stationId, name }) => [stationId, name ?? '']))
  const sum = (key: (row: Count) => string | null) => {
    const sums = new Map<string, number>()
    for (const row of rows) {
      const name = key(row)
      if (name !== null) sums.set(name, (sums.get(name) ?? 0) + row.open)
    }
    return [...sums].toSorted(([a], [b]) => a.localeCompare(b))
  }
  return {
    open: rows.reduce((total, row) => total + row.open, 0),
    undecided: rows.reduce((total, row) => total + row.undecided, 0),
    codes: sum(({ code }) => code).map(([code, open]) => ({ code, open })),
    warehouses: sum(({ warehouse }) => warehouse).map(([warehouse, open]) => ({ warehouse, open })),
    stations: sum(({ stationId }) => stationId)
      .map(([id, open]) => ({ id, name: names.get(id) ?? id, open }))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
  }
}
