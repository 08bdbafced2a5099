import { instantOf, type OfficeDeps } from '../deps.ts'
import type { Tx } from '../store/index.ts'
import type { DocumentWrite } from '../sync/documents.ts'
import { type NewException, raiseExceptions } from './exceptions.ts'
import { sentenceFor } from './sentences.ts'

/** A trouble with a station itself, and not with one of its actions; the caller writes the documents last. */
export async function openForStation(
  tx: Tx,
  deps: Pick<OfficeDeps, 'newId' | 'clock'>,
  station: { id: string; name: string; warehouse: string },
  trouble: { code: string; detail: NewException['detail'] },
): Promise<DocumentWrite[]> {
  const at = instantOf(deps.clock.now())
  const { code, detail } = trouble
  const who = { stationName: station.name, operatorId: null, stationNames: new Map() }
  const exception: NewException = {
    id: deps.newId(),
    code,
    stationId: station.id,
    operatorId: null,
    actionId: null,
    reference: station.name,
    detail,
    sentence: sentenceFor({ ...who, code, detail }),
    openedAt: at,
  }
  const raising = { warehouse: station.warehouse, at, deps, exceptions: [exception] }
  return (await raiseExceptions(tx, raising)).writes
}
