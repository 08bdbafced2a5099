import type { ActionType, PayloadOf } from '#contract/actions/index.ts'
import { actionDefinitions } from '#contract/actions/index.ts'
import type { Outcome } from '#contract/sync/outcome.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import type { Store, Tx } from '../store/index.ts'
import { type DocumentWrite, writeDocuments } from './documents.ts'
import type { Entry } from './entry.ts'
import { processEntries } from './process-entries.ts'

/** An action that the office itself takes, through the rules that benches go by. */
export type OfficeAction = {
  [T in ActionType]: { type: T; payload: PayloadOf<T> }
}[ActionType]

export type OfficeRuling = {
  actionId: string
  outcome: Outcome
  code: string | null
  detail: string | null
  exceptionId: string | null
}

/**
 * Decides and applies actions of the office. It writes documents, so it is the last thing done in its
 * transaction; `writes` are documents that the caller changed besides.
 */
export async function decideAsOffice(
  tx: Tx,
  parts: { kind: Store['kind']; deps: OfficeDeps },
  request: {
    warehouse: string
    actions: readonly OfficeAction[]
    writtenBy: string
    writes?: readonly DocumentWrite[]
  },
): Promise<OfficeRuling[]> {
  const { warehouse, actions, writtenBy, writes: ownWrites = [] } = request
  const entries = actions.map(({ type, payload }, index): Entry => {
    const { v } = actionDefinitions[type]
    const id = parts.deps.newId()
    const body = JSON.stringify({
      type,
      v,
      operatorId: null,
      occurredAt: instantOf(parts.deps.clock.now()),
      baseHead: 0,
      payload,
    })
    const action = { type, v, payload } as Entry['action']
    return { seq: index + 1, id, body, hash: '', type, operatorId: null, action, poison: null }
  })
  const actor = { warehouse, station: null, writtenBy }
  const { answered, writes } = await processEntries(tx, parts, actor, entries)
  await writeDocuments(tx, warehouse, [...ownWrites, ...writes])
  return answered.map(({ entry, outcome, code, detail, exceptionId }) => ({
    actionId: entry.id,
    outcome,
    code,
    detail,
    exceptionId,
  }))
}
