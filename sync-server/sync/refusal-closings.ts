import { sql } from 'kysely'
import type { RefusalEnding } from '#contract/actions/refusal-close.ts'
import { textColumn, type Tx } from '../store/index.ts'
import type { Answered } from './process-entries.ts'

/** How a person ended what had been refused; one of `operatorId` and `officeUser` is set. */
type RefusalClosing = {
  actionId: string
  how: RefusalEnding
  reason: string | null
  operatorId: string | null
  officeUser: string | null
  byActionId: string | null
}

/** Keeps what a batch closed, apart from the bodies: nothing but the office's own parser ever reads those. */
export async function keepClosings(
  tx: Tx,
  closed: { warehouse: string; at: string; answered: readonly Answered[] },
): Promise<void> {
  const closings = closed.answered.flatMap(({ entry, outcome }): RefusalClosing[] => {
    const { action, operatorId } = entry
    if (action?.type !== 'refusal.close' || outcome === 'refused') return []
    const { actionId, how, reason = null, byActionId = null } = action.payload
    return [{ actionId, how, reason, operatorId, officeUser: null, byActionId }]
  })
  if (closings.length > 0) await writeClosings(tx, { ...closed, closings })
}

/** Whoever comes first has closed it; answers with those that were open. Rows are taken in sorted order. */
export async function writeClosings(
  tx: Tx,
  written: { warehouse: string; at: string; closings: readonly RefusalClosing[] },
): Promise<string[]> {
  const rows = written.closings.toSorted((a, b) => (a.actionId < b.actionId ? -1 : 1))
  const column = (name: keyof RefusalClosing) => textColumn(rows.map((row) => row[name]))
  const { rows: kept } = await sql<{ action_id: string }>`
    INSERT INTO refusal_closed (warehouse, action_id, closed_at, how, reason, operator_id,
      office_user, by_action_id)
    SELECT ${written.warehouse}, c.action_id, ${written.at}::timestamptz, c.how, c.reason,
      c.operator_id, c.office_user, c.by_action_id
    FROM unnest(${column('actionId')}, ${column('how')}, ${column('reason')},
      ${column('operatorId')}, ${column('officeUser')}, ${column('byActionId')})
      AS c (action_id, how, reason, operator_id, office_user, by_action_id)
    ON CONFLICT DO NOTHING
    RETURNING action_id`.execute(tx)
  return kept.map((row) => row.action_id)
}
