import type { Effect } from '#contract/actions/decision.ts'
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

type OfficeRequest = {
  warehouse: string
  actions: readonly OfficeAction[]
  writtenBy: string
}

type Parts = {
  kind: Store['kind']
  deps: OfficeDeps
  /** True when the transaction holds documents already (see `processEntries`). */
  isHolding?: boolean
}

/**
 * Decides and applies actions of the office. It writes documents, so it is the last thing done in its
 * transaction; `writes` are documents that the caller changed besides.
 */
export async function decideAsOffice(
  tx: Tx,
  parts: Parts,
  request: OfficeRequest & { writes?: readonly DocumentWrite[] },
): Promise<OfficeRuling[]> {
  const { rulings, writes } = await processAsOffice(tx, parts, request)
  await writeDocuments(tx, request.warehouse, [...(request.writes ?? []), ...writes])
  return rulings
}

/** As `decideAsOffice`, for a caller that writes the documents itself, and last. */
export async function processAsOffice(
  tx: Tx,
  parts: Parts,
  { warehouse, actions, writtenBy }: OfficeRequest,
): Promise<{ rulings: OfficeRuling[]; effects: Effect[]; writes: DocumentWrite[] }> {
  const entries = actions.map(({ type, payload }, index): Entry => {
    const { v } = actionDefinitions[type]
    const id = parts.deps.newId()
    const by = { operatorId: null, occurredAt: instantOf(parts.deps.clock.now()) }
    const body = JSON.stringify({ type, v, ...by, baseHead: 0, payload })
    const action = { type, v, payload } as Entry['action']
    const read = { ...by, clock: null, action, poison: null }
    return { seq: index + 1, id, body, hash: '', type, ...read }
  })
  const actor = { warehouse, station: null, writtenBy }
  const { answered, effects, writes } = await processEntries(tx, parts, actor, entries)
  const rulings = answered.map(({ entry, outcome, code, detail, exceptionId }) => ({
    actionId: entry.id,
    outcome,
    code,
    detail,
    exceptionId,
  }))
  return { rulings, effects: effects.map(({ effect }) => effect), writes }
}
