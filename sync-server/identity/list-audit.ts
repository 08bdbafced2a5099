import type { Tx } from '../store/index.ts'

export type AuditQuery = {
  who?: string | undefined
  target?: string | undefined
  operation?: string | undefined
  order: 'oldest' | 'newest'
  after: number
  limit: number
}

/** A page of the trail, either way. */
export async function listAudit(tx: Tx, query: AuditQuery) {
  const { who, target, operation, order, after, limit } = query
  const isNewest = order === 'newest'
  const rows = await tx
    .selectFrom('audit_entry')
    .select(['id', 'recorded_at', 'who', 'operation', 'target', 'detail', 'before'])
    .select('request_id')
    .$if(!isNewest, (rest) => rest.where('id', '>', after))
    .$if(isNewest && after > 0, (rest) => rest.where('id', '<', after))
    .$if(who !== undefined, (rest) => rest.where('who', '=', who ?? ''))
    .$if(target !== undefined, (rest) => rest.where('target', '=', target ?? ''))
    .$if(operation !== undefined, (rest) => rest.where('operation', '=', operation ?? ''))
    .orderBy('id', isNewest ? 'desc' : 'asc')
    .limit(limit + 1)
    .execute()
  const items = rows.slice(0, limit).map((row) => ({
    id: row.id,
    recordedAt: row.recorded_at,
    who: row.who,
    operation: row.operation,
    target: row.target,
    detail: row.detail,
    before: row.before,
    requestId: row.request_id,
  }))
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}
