import type { DocumentOf } from '#contract/documents/document.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'
import { writeDocuments } from '../sync/documents.ts'
import { readLoad } from './loads.ts'

/** Takes a load away from the station that fills it, so that another may; what is on board stays. */
export async function releaseLoad(tx: Tx, number: string): Promise<DocumentOf<'load'>> {
  const load = await readLoad(tx, number, { lock: true })
  if (load.claim === null || load.status !== 'claimed') {
    throw new Problem('wrong-state', `load ${number} is not claimed`)
  }
  const released = { ...load, claim: null, status: 'open' as const }
  await writeDocuments(tx, load.warehouse, [{ kind: 'load', id: load.id, doc: released }])
  return released
}
