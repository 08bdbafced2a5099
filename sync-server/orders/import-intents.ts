import type { ImportedRow, ImportOutcome } from '#contract/http/intent-import-routes.ts'
import type { ProblemCode } from '#contract/http/problems.ts'
import { instantOf } from '../deps.ts'
import { errorToProblem } from '../http/error-to-problem.ts'
import type { Office } from '../office.ts'
import type { Store } from '../store/index.ts'
import { intentsOfRows, type RowsOfIntent } from './intents-of-rows.ts'
import { readCsv } from './read-csv.ts'
import { takeIntent } from './take-intent.ts'

type Parts = Pick<Office, 'deps' | 'metrics' | 'log'>

type Importing = {
  text: string
  /** The person who brought the file, where a person did. */
  writtenBy?: string | undefined
  /** One transaction, with who asked for it. */
  change: Store['transaction']
}

/** What became of one intent of the file. */
type Taken = {
  outcome: ImportOutcome
  orderNumber?: string
  code?: ProblemCode
  detail?: string
}

/**
 * Takes on every order of a file, each in a transaction of its own and in the order of the file, so that
 * one that is refused keeps no other back. Answers row by row.
 */
export async function importIntents(parts: Parts, { text, ...by }: Importing) {
  const file = readCsv(text)
  const report: ImportedRow[] = []
  const counts = { orders: 0, replayed: 0, refused: 0 }
  for (const group of intentsOfRows(file, instantOf(parts.deps.clock.now()))) {
    const taken = await takeOne(parts, group, by)
    const { outcome } = taken
    counts[outcome === 'replayed' || outcome === 'refused' ? outcome : 'orders'] += 1
    const { orderIntentId } = group
    report.push(...group.rows.map(({ row }) => ({ row, orderIntentId, ...taken })))
  }
  report.sort((a, b) => a.row - b.row)
  return { rows: file.rows.length, ...counts, ignoredColumns: file.ignored, report }
}

async function takeOne(
  parts: Parts,
  group: RowsOfIntent,
  by: Omit<Importing, 'text'>,
): Promise<Taken> {
  if (!('intent' in group)) {
    parts.metrics.intents.inc({ outcome: 'refused' })
    return { outcome: 'refused', code: 'invalid-request', detail: group.trouble }
  }
  try {
    const { intent } = group
    const { replayed, status, orderNumber } = await takeIntent(parts, { intent, ...by })
    if (replayed) return { outcome: 'replayed', orderNumber }
    return { outcome: status === 'ON_HOLD' ? 'backordered' : 'confirmed', orderNumber }
  } catch (error) {
    const problem = errorToProblem(error)
    if (problem !== undefined) {
      return { outcome: 'refused', code: problem.code, detail: problem.message }
    }
    parts.log.error({ err: error, orderIntentId: group.orderIntentId }, 'an import broke off')
    throw error
  }
}
