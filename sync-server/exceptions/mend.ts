import type { Unit } from '#contract/documents/unit.ts'
import { lockSlots, raiseToReserved } from '../capacity/index.ts'
import { Problem } from '../http/problem.ts'
import { lockGoods } from '../inventory/index.ts'
import { readLoad } from '../loading/loads.ts'
import type { Tx } from '../store/index.ts'
import { type DocumentWrite, type Key, readDocuments } from '../sync/documents.ts'
import { processAsOffice } from '../sync/decide-as-office.ts'
import { act, type Deciding, detailOf, settle } from './deciding.ts'

const REASON = 'EXCEPTION'

/** What the shelf holds now is what the book says from now on (FACT-2). */
export async function recount(tx: Tx, deciding: Deciding): Promise<DocumentWrite[]> {
  const { kind, deps, exception, caller, input } = deciding
  const { warehouse } = exception
  const sku = detailOf(deciding, 'sku')
  const lot = detailOf(deciding, 'lot')
  await lockGoods(tx, warehouse, [sku])
  const closed = await settle(tx, deciding)
  const payload = { sku, counted: input.counted ?? 0, ...(lot === '' ? {} : { lot }) }
  const action = { type: 'stock.count' as const, payload }
  const request = { warehouse, actions: [action], writtenBy: caller.name }
  // A count may show that more was promised than is there: that is a trouble of its own.
  const { writes } = await processAsOffice(tx, { kind, deps }, request)
  return [...closed, ...writes]
}

/** Off the load it stands on, if any, and onto another. */
export async function moveToLoad(tx: Tx, deciding: Deciding): Promise<DocumentWrite[]> {
  const { exception, input } = deciding
  const unitId = detailOf(deciding, 'unitId')
  const load = await readLoad(tx, input.load ?? '')
  if (load.warehouse !== exception.warehouse) {
    throw new Problem('wrong-state', `load ${load.number} stands at ${load.warehouse}`)
  }
  const unit = await lockUnit(tx, deciding, unitId, [{ kind: 'load', id: load.id }])
  if (unit.loadId === load.id) {
    throw new Problem('wrong-state', `unit ${unitId} is on load ${load.number}`)
  }
  const closed = await settle(tx, deciding)
  const off =
    unit.loadId === null
      ? []
      : [{ type: 'load.remove' as const, payload: { loadId: unit.loadId, unitId, reason: REASON } }]
  const on = { type: 'load.add' as const, payload: { loadId: load.id, unitId } }
  return [...closed, ...(await act(tx, deciding, [...off, on]))]
}

/** The day takes what it has promised already. */
export async function raiseLimit(tx: Tx, deciding: Deciding): Promise<DocumentWrite[]> {
  const { warehouse } = deciding.exception
  const region = detailOf(deciding, 'region')
  const deliveryDate = detailOf(deciding, 'deliveryDate')
  const [slot] = await lockSlots(tx, warehouse, [{ region, deliveryDate }])
  if (slot === undefined) throw new Problem('wrong-state', 'that day has no limit any more')
  const closed = await settle(tx, deciding)
  await raiseToReserved(tx, warehouse, slot)
  return closed
}

/** Every copy printed so far is refused from now on. */
export async function voidLabel(tx: Tx, deciding: Deciding): Promise<DocumentWrite[]> {
  const unitId = detailOf(deciding, 'unitId')
  const unit = await lockUnit(tx, deciding, unitId)
  const { lastCopy, voidedThrough } = unit.label
  if (lastCopy <= voidedThrough) {
    throw new Problem('wrong-state', `unit ${unitId} has no label that could be made void`)
  }
  const closed = await settle(tx, deciding)
  const payload = { unitId, copy: lastCopy, reason: REASON }
  return [...closed, ...(await act(tx, deciding, [{ type: 'label.void', payload }]))]
}

/** The benches look into it again; off its load it comes by itself only where nothing was shipped. */
export async function reopenUnit(tx: Tx, deciding: Deciding): Promise<DocumentWrite[]> {
  const unitId = detailOf(deciding, 'unitId')
  const unit = await lockUnit(tx, deciding, unitId)
  if (unit.status !== 'closed') {
    throw new Problem('wrong-state', `unit ${unitId} is ${unit.status}`)
  }
  const closed = await settle(tx, deciding)
  const payload = { unitId, reason: REASON }
  return [...closed, ...(await act(tx, deciding, [{ type: 'pack.reopen', payload }]))]
}

/** The unit with all that a change of it reaches, locked in one sorted order. */
async function lockUnit(
  tx: Tx,
  { exception }: Deciding,
  unitId: string,
  more: readonly Key[] = [],
): Promise<Unit> {
  const { warehouse } = exception
  const own: Key = { kind: 'unit', id: unitId }
  const before = (await readDocuments(tx, warehouse, [own])).get('unit', unitId)
  if (before === undefined) throw new Problem('wrong-state', `there is no unit ${unitId}`)
  const keys: Key[] = [
    own,
    ...more,
    ...before.contents.map(({ pickListId }) => ({ kind: 'pick-list' as const, id: pickListId })),
    ...(before.loadId === null ? [] : [{ kind: 'load' as const, id: before.loadId }]),
  ]
  const unit = (await readDocuments(tx, warehouse, keys, { lock: true })).get('unit', unitId)
  if (unit === undefined) throw new Error(`unit ${unitId} vanished`)
  return unit
}
