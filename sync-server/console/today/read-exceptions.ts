import { sql } from 'kysely'
import { TODAY_EXCEPTIONS_MAX } from '#contract/http/today-routes.ts'
import { textColumn, type Tx } from '../../store/index.ts'
import type { Scope } from './read-today.ts'

type Waiting = {
  id: string
  code: string
  detail: Record<string, unknown>
  sentence: string
  openedAt: string
}

/** What waits for a person: how much, since when, and the first few. */
export async function readExceptions(tx: Tx, { warehouses }: Scope) {
  const { rows: counted } = await sql<{ open: number; oldestOpenedAt: string | null }>`
    SELECT count(*) AS open, min(opened_at) AS "oldestOpenedAt" FROM exception
    WHERE warehouse = ANY(${textColumn(warehouses)}) AND status = 'open'`.execute(tx)
  const { rows: first } = await sql<Waiting>`
    SELECT e.id, e.code, e.detail, e.sentence, e.opened_at AS "openedAt"
    FROM unnest(${textColumn(warehouses)}) AS w (code), LATERAL (
      SELECT id, code, detail, sentence, opened_at FROM exception
      WHERE warehouse = w.code AND status = 'open'
      ORDER BY opened_at, id LIMIT ${TODAY_EXCEPTIONS_MAX}
    ) e
    ORDER BY e.opened_at, e.id LIMIT ${TODAY_EXCEPTIONS_MAX}`.execute(tx)
  const { open = 0, oldestOpenedAt = null } = counted[0] ?? {}
  return { open, oldestOpenedAt, first }
}
