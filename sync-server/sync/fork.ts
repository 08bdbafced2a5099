import type { PushRequest } from '#contract/sync/envelope.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { raiseExceptions } from '../exceptions/exceptions.ts'
import { sentenceFor } from '../exceptions/sentences.ts'
import type { Tx } from '../store/index.ts'
import { writeDocuments } from './documents.ts'
import type { LockedStation } from './locked-station.ts'

/** Keeps the bytes of a log that says something else than the office's copy, and tells a person (ID-2). */
export async function keepFork(
  tx: Tx,
  deps: OfficeDeps,
  fork: { station: LockedStation; request: PushRequest; seq: number },
): Promise<void> {
  const { station, request, seq } = fork
  const at = instantOf(deps.clock.now())
  const kept = await tx
    .insertInto('forked_push')
    .values({
      station_id: station.id,
      incarnation: request.incarnation,
      from_seq: request.fromSeq,
      last_hash: request.actions.at(-1)?.hash ?? request.prevHash,
      actions: JSON.stringify(request.actions),
      received_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('from_seq')
    .execute()
  // The same push again, as a station that has not stopped yet sends it.
  if (kept.length === 0) return
  const detail = { seq, incarnation: request.incarnation }
  const facts = { code: 'fork', detail, operatorId: null, stationName: station.name }
  const exception = {
    id: deps.newId(),
    code: 'fork',
    stationId: station.id,
    operatorId: null,
    actionId: null,
    reference: station.name,
    detail,
    sentence: sentenceFor({ ...facts, stationNames: new Map() }),
    openedAt: at,
  }
  const { warehouse } = station
  const { writes } = await raiseExceptions(tx, { warehouse, at, deps, exceptions: [exception] })
  await writeDocuments(tx, warehouse, writes)
}
