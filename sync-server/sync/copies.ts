import type { Tx } from '../store/index.ts'
import type { Ruling } from './decide-batch.ts'
import type { Entry } from './entry.ts'
import type { Answered } from './process-entries.ts'

export type SplitEntries = {
  /** Answered as they were the first time, and nothing else. */
  copies: Answered[]
  /** To be decided, or refused as poison. */
  originals: Entry[]
  /** Those of the originals whose id is taken by another action. */
  clashes: ReadonlySet<Entry>
}

/**
 * Sets apart actions whose id the office already has under another seq, as of a log restored from an
 * image: they keep their first answer and do nothing (ID-1). Same id with another content is poison.
 */
export async function splitCopies(
  tx: Tx,
  entries: readonly Entry[],
  checkIds: boolean,
): Promise<SplitEntries> {
  const known = checkIds ? await findKnown(tx, entries) : new Map<string, never>()
  const copies: Answered[] = []
  const originals: Entry[] = []
  const clashes = new Set<Entry>()
  for (const entry of entries) {
    const first = known.get(entry.id)
    if (first === undefined) originals.push(entry)
    else if (first.body === entry.body) copies.push(copyOf(entry, first))
    else {
      const clash = { ...entry, poison: 'another action has its id' }
      clashes.add(clash)
      originals.push(clash)
    }
  }
  return { copies, originals, clashes }
}

type Known = Awaited<ReturnType<typeof findKnown>> extends Map<string, infer Row> ? Row : never

async function findKnown(tx: Tx, entries: readonly Entry[]) {
  const ids = entries.map(({ id }) => id)
  const rows = await tx
    .selectFrom('station_action')
    .select(['id', 'body', 'outcome', 'code', 'detail', 'exception_id'])
    .where('is_copy', '=', false)
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

function copyOf(entry: Entry, first: Known): Answered {
  return {
    entry,
    outcome: first.outcome as Ruling['outcome'],
    code: first.code as Ruling['code'],
    breaks: [],
    detail: first.detail,
    exceptionId: first.exception_id,
  }
}
