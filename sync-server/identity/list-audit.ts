import type { Tx } from '../store/index.ts'

export type AuditQuery = {
  who?: string | undefined
  target?: string | undefined
  operation?: string | undefined
  after: number
  limit: number
}

/** A page of the trail, oldest first. */
export async function listAudit(tx: Tx, query: AuditQuery) {
  const { who, target, operation, after, limit } = query
  const rows = await tx
    .selectFrom('audit_entry')
    .select(['id', 'recorded_at', 'who', 'operation', 'target', 'detail', 'request_id'])
    .where('id', '>', after)
    .$if(who !== undefined, (rest) => rest.where('who', '=', who ?? ''))
    .$if(target !== undefined, (rest) => rest.where('target', '=', target ?? ''))
    .$if(operation !== undefined, (rest) => rest.where('operation', '=', operation ?? ''))
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  const items = rows.slice(0, limit).map((row) => ({
    id: row.id,
    recordedAt: row.recorded_at,
    who: row.who,
    operation: row.operation,
    target: row.target,
    detail: row.detail,
    requestId: row.request_id,
  }))
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}
