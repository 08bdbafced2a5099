import { parkedEvents, redeliver } from '../outbox/deliveries.ts'
import { endPause, lockWebhook } from '../outbox/subscriptions.ts'
import type { Tx } from '../store/index.ts'
import type { DocumentWrite } from '../sync/documents.ts'
import { type Deciding, detailOf, settle } from './deciding.ts'

/** Whoever looks after the receiver says that it listens again: what was parked for it is sent anew. */
export async function redeliverParked(tx: Tx, deciding: Deciding): Promise<DocumentWrite[]> {
  const id = detailOf(deciding, 'id')
  await lockWebhook(tx, id)
  await redeliver(tx, id, await parkedEvents(tx, id), deciding.at)
  await endPause(tx, id)
  return settle(tx, deciding)
}
