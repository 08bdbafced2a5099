import { sql } from 'kysely'
import type { OfficeDeps } from '../deps.ts'
import type { Tx } from '../store/index.ts'
import type { UnitMove } from './unit-moves.ts'

export type MoveOfAction = { entry: { id: string }; move: UnitMove }

type Recording = {
  warehouse: string
  at: string
  deps: Pick<OfficeDeps, 'newId'>
  isOffice: boolean
  moves: readonly MoveOfAction[]
}

/** Writes down what happened to units, with the facts that say so and in one statement. */
export async function recordMoves(
  tx: Tx,
  { warehouse, at, deps, isOffice, moves }: Recording,
): Promise<void> {
  if (moves.length === 0) return
  const rows = moves.map(({ entry, move }, n) => {
    return { n, id: deps.newId(), action_id: isOffice ? null : entry.id, move }
  })
  await sql`
    INSERT INTO epcis_event (id, warehouse, action_id, recorded_at, move)
    SELECT e.id, ${warehouse}, e.action_id, ${at}::timestamptz, e.move
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS e (n integer, id text, action_id text, move jsonb)
    ORDER BY e.n`.execute(tx)
}
