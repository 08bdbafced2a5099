import type { Tx } from '../store/index.ts'

/** Longest detail kept of one change; longer ones are named by their size only. */
const DETAIL_LENGTH_MAX = 4_000

/** Members of a request that are never kept, at any depth; `current` and `new` are passwords. */
const SECRET_MEMBERS: ReadonlySet<string> = new Set([
  'password',
  'current',
  'new',
  'pin',
  'secret',
  'token',
  'signature',
])

/** Nor who a customer is: the trail is kept when a customer is forgotten. */
const PERSONAL_MEMBERS: ReadonlySet<string> = new Set(['shipTo', 'signedBy', 'lat', 'lng'])

export type AuditedChange = {
  at: string
  who: string
  operation: string
  /** What was changed, as the address names it. */
  target: string
  body: unknown
  /** What stood there before; null where nothing did, or nobody noted it. */
  before: unknown
  requestId: string
}

/** Writes down who asked for a change, in the transaction that makes it. */
export async function recordAudit(tx: Tx, change: AuditedChange): Promise<void> {
  const { at, who, operation, target, body, before, requestId } = change
  await tx
    .insertInto('audit_entry')
    .values({
      recorded_at: at,
      who,
      operation,
      target,
      detail: detailOf(body),
      before: before === null ? null : detailOf(before),
      request_id: requestId,
    })
    .execute()
}

function detailOf(body: unknown): string {
  if (body instanceof Uint8Array) return JSON.stringify({ bytes: body.length })
  // A file is of many customers.
  if (typeof body === 'string') return JSON.stringify({ characters: body.length })
  const text = JSON.stringify(body ?? {}, (name, part: unknown) =>
    SECRET_MEMBERS.has(name) || PERSONAL_MEMBERS.has(name) ? '•••' : part,
  )
  return text.length <= DETAIL_LENGTH_MAX ? text : JSON.stringify({ characters: text.length })
}
