import { instantOf } from '../deps.ts'
import { closeTrouble } from '../exceptions/close-trouble.ts'
import type { Office } from '../office.ts'
import type { Tx } from '../store/index.ts'
import { writeDocuments } from '../sync/documents.ts'
import { topUpNumberRange } from './number-ranges.ts'

/** No serial of the newest range: whoever asks for numbers has used up what he has. */
const ALL_USED = Number.MAX_SAFE_INTEGER

/**
 * Gives numbers to stations whose prefix had none left when they needed more, once a person has given the
 * warehouse another prefix (NUM-1). Answers with how many got some.
 */
export async function giveWantedNumbers(office: Office): Promise<number> {
  const waiting = await office.store.snapshot((tx) =>
    tx
      .selectFrom('station')
      .select('id')
      .where('wants_numbers', '=', true)
      .where('revoked_at', 'is', null)
      .orderBy('id')
      .execute(),
  )
  let given = 0
  for (const { id } of waiting) {
    const warehouse = await office.store.transaction((tx) => giveNumbers(tx, office, id))
    if (warehouse === null) continue
    office.poke(warehouse)
    given += 1
  }
  return given
}

/** The station's warehouse, or null where there is still nothing to give. */
async function giveNumbers(tx: Tx, { deps }: Office, stationId: string): Promise<string | null> {
  const holder = await tx
    .selectFrom('station')
    .select(['id', 'warehouse', 'incarnation'])
    .where('id', '=', stationId)
    .where('wants_numbers', '=', true)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (holder === undefined) return null
  const { writes, isShort } = await topUpNumberRange(tx, holder, ALL_USED)
  if (isShort) return null
  await tx
    .updateTable('station')
    .set({ wants_numbers: false })
    .where('id', '=', stationId)
    .execute()
  const closed = await closeTrouble(tx, {
    troubleKey: `no-numbers/${stationId}`,
    at: instantOf(deps.clock.now()),
    resolvedBy: 'numbers',
    choice: 'accept',
    deps,
  })
  const { warehouse } = holder
  await writeDocuments(tx, warehouse, [...writes, ...(closed.get(warehouse) ?? [])])
  return warehouse
}
