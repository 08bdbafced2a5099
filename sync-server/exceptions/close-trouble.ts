import type { OfficeDeps } from '../deps.ts'
import type { Tx } from '../store/index.ts'
import type { DocumentWrite } from '../sync/documents.ts'
import { announceClosed, type ClosedRow } from './exceptions.ts'

type Closing = {
  troubleKey: string
  at: string
  resolvedBy: string
  choice: string
  deps: Pick<OfficeDeps, 'newId'>
}

/** Closes what is open about a trouble that is gone; the documents, by warehouse, are the caller's to write. */
export async function closeTrouble(
  tx: Tx,
  { troubleKey, at, resolvedBy, choice, deps }: Closing,
): Promise<Map<string, DocumentWrite[]>> {
  const rows = await tx
    .updateTable('exception')
    .set({ status: 'closed', resolved_at: at, resolved_by: resolvedBy, choice })
    .where('trouble_key', '=', troubleKey)
    .where('status', '=', 'open')
    .returningAll()
    .execute()
  const writes = new Map<string, DocumentWrite[]>()
  for (const row of rows.toSorted((a, b) => a.warehouse.localeCompare(b.warehouse))) {
    const { warehouse } = row
    const closed: ClosedRow[] = [row]
    writes.set(warehouse, await announceClosed(tx, { warehouse, at, deps }, closed))
  }
  return writes
}
