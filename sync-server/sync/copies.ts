import type { Tx } from '../store/index.ts'
import type { Ruling } from './decide-batch.ts'
import type { Entry } from './entry.ts'
import type { Answered } from './process-entries.ts'

/** An action that arrived before; `isReplay` when it is the same one, and not only its id (ID-1). */
export type Copy = { answer: Answered; isReplay: boolean }

/**
 * Sets apart actions whose id the office already has under another seq, as of a log restored from an
 * image: they keep their first answer and do nothing. Same id with another content is poison.
 */
export async function splitCopies(
  tx: Tx,
  entries: readonly Entry[],
  checkIds: boolean,
): Promise<{ copies: Copy[]; originals: readonly Entry[] }> {
  if (!checkIds) return { copies: [], originals: entries }
  const rows = await tx
    .selectFrom('station_action')
    .select(['id', 'body', 'outcome', 'code', 'detail', 'exception_id'])
    .where('is_copy', '=', false)
    .where(
      'id',
      'in',
      entries.map(({ id }) => id),
    )
    .execute()
  const known = new Map(rows.map((row) => [row.id, row]))
  const copies: Copy[] = []
  const originals: Entry[] = []
  for (const entry of entries) {
    const first = known.get(entry.id)
    if (first === undefined) originals.push(entry)
    else if (first.body === entry.body) {
      copies.push({
        isReplay: true,
        answer: {
          entry,
          outcome: first.outcome as Ruling['outcome'],
          code: first.code as Ruling['code'],
          breaks: [],
          detail: first.detail,
          exceptionId: first.exception_id,
        },
      })
    } else {
      const detail = 'another action has this id'
      copies.push({
        isReplay: false,
        answer: {
          entry,
          outcome: 'refused',
          code: 'poison',
          breaks: [],
          detail,
          exceptionId: null,
        },
      })
    }
  }
  return { copies, originals }
}
