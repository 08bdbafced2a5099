import type { DocumentOf } from '#contract/documents/document.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'
import { readDocuments } from '../sync/index.ts'

/** Who held a list or load until now; empty where nobody did. */
type Held = { stationId: string }

/** The operator works in this warehouse and is a supervisor (SEC-2), or nothing is done. */
export async function requireSupervisor(tx: Tx, warehouse: string, ref: string): Promise<void> {
  const row = await tx
    .selectFrom('operator')
    .select(['roles', 'is_active'])
    .where('warehouse', '=', warehouse)
    .where('ref', '=', ref)
    .executeTakeFirst()
  if (row !== undefined && row.is_active && row.roles.includes('supervisor')) return
  throw new Problem('supervisor-needed', `${ref} is no supervisor here`)
}

/** What is of another warehouse does not exist for this one. */
export async function requireExceptionHere(tx: Tx, warehouse: string, id: string): Promise<void> {
  const row = await tx
    .selectFrom('exception')
    .select('id')
    .where('id', '=', id)
    .where('warehouse', '=', warehouse)
    .executeTakeFirst()
  if (row === undefined) throw new Problem('not-found', 'there is no such exception here')
}

export async function requireListHere(tx: Tx, warehouse: string, id: string): Promise<Held> {
  const read = await readDocuments(tx, warehouse, [{ kind: 'pick-list', id }])
  const list = read.get('pick-list', id)
  if (list === undefined) throw new Problem('not-found', 'there is no such pick list here')
  return heldBy(list)
}

export async function requireLoadHere(tx: Tx, warehouse: string, number: string): Promise<Held> {
  const row = await tx
    .selectFrom('load')
    .select('id')
    .where('number', '=', number)
    .where('warehouse', '=', warehouse)
    .executeTakeFirst()
  if (row === undefined) throw new Problem('not-found', `there is no load ${number} here`)
  const read = await readDocuments(tx, warehouse, [{ kind: 'load', id: row.id }])
  const load = read.get('load', row.id)
  if (load === undefined) throw new Error(`load ${number} has no document`)
  return heldBy(load)
}

function heldBy({ claim }: Pick<DocumentOf<'load' | 'pick-list'>, 'claim'>): Held {
  return { stationId: claim?.stationId ?? '' }
}
