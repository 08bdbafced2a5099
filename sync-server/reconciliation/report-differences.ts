import { exceptionOfOffice, raiseExceptions } from '../exceptions/index.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import type { Tx } from '../store/index.ts'
import { type DocumentWrite } from '../sync/documents.ts'
import type { Difference } from './compare-books.ts'

/** Two books that must agree and do not; a person finds out why, nothing is mended. */
export const BOOK_DIFFERENCE = 'book-difference'

/** Exceptions in the order of the differences, and the documents that the caller writes last. */
export type Reported = { exceptionIds: string[]; writes: DocumentWrite[] }

/** Opens an exception for each difference of one warehouse, or counts up the one that is open. */
export async function reportDifferences(
  tx: Tx,
  deps: OfficeDeps,
  { warehouse, differences }: { warehouse: string; differences: readonly Difference[] },
): Promise<Reported> {
  const at = instantOf(deps.clock.now())
  const exceptions = differences.map((difference) => {
    return exceptionOfOffice(deps, { code: BOOK_DIFFERENCE, detail: detailOf(difference), at })
  })
  const raised = await raiseExceptions(tx, { warehouse, at, deps, exceptions })
  return { exceptionIds: raised.ids, writes: raised.writes }
}

/** Those that nobody has been told of yet. */
export async function unreported(
  tx: Tx,
  warehouse: string,
  differences: readonly Difference[],
): Promise<Difference[]> {
  if (differences.length === 0) return []
  const rows = await tx
    .selectFrom('exception')
    .select('trouble_key')
    .where('warehouse', '=', warehouse)
    .where('status', '=', 'open')
    .where('trouble_key', 'in', differences.map(troubleOf))
    .execute()
  const known = new Set(rows.map((row) => row.trouble_key))
  return differences.filter((difference) => !known.has(troubleOf(difference)))
}

function troubleOf({ what, key }: Difference): string {
  return `book/${what}/${key}`
}

function detailOf({ what, key, book, found, about }: Difference) {
  return { ...about, what, key, book, found }
}
