import type { OfficeDeps } from '../deps.ts'
import { closeTrouble } from '../exceptions/close-trouble.ts'
import type { Tx } from '../store/index.ts'
import { writeDocuments } from '../sync/documents.ts'
import { parkedEvents } from './deliveries.ts'
import { WEBHOOK_PARKED } from './record.ts'

/**
 * Closes a webhook's exception once nothing is parked for it. Answers with the warehouses whose
 * benches hear of it; it is the last thing done in its transaction.
 */
export async function closeParked(
  tx: Tx,
  { id, by, at, deps }: { id: string; by: string; at: string; deps: OfficeDeps },
): Promise<string[]> {
  if ((await parkedEvents(tx, id)).length > 0) return []
  const troubleKey = `${WEBHOOK_PARKED}/${id}`
  const trouble = { troubleKey, at, resolvedBy: by, choice: 'redelivered-or-dropped', deps }
  const writes = await closeTrouble(tx, trouble)
  for (const [warehouse, documents] of writes) await writeDocuments(tx, warehouse, documents)
  return [...writes.keys()]
}
