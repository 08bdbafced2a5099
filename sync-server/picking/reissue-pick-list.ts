import { settleOrders } from '#contract/actions/settle-orders.ts'
import {
  openQuantity,
  type PickLine,
  type PickList,
  type PickListOrder,
} from '#contract/documents/pick-list.ts'
import type { Unit } from '#contract/documents/unit.ts'
import { LEASE_MS } from '#contract/sync/limits.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import { appendHistory, applyOrderEffects } from '../orders/index.ts'
import { emitEvents } from '../outbox/emit-events.ts'
import type { Tx } from '../store/index.ts'
import { type DocumentWrite, readDocuments, writeDocuments } from '../sync/documents.ts'
import { findUnits } from '../sync/find-units.ts'
import { adviseLists } from './advise-lots.ts'
import { generatedEvent, insertLists, listedEntries, nextListCodes } from './insert-lists.ts'

/** The new list, and what the old one is from now on. */
export type Reissued = { list: PickList; left: PickList }

/**
 * Moves every order of a list that still has something to pick to a new list, with what was picked of
 * it so far. Orders that are all picked stay where they are. The old list keeps the moved lines at
 * nothing, so that facts of a bench that was out of reach still find them; they count, and say that more
 * was taken than is asked. So an order's goods are always asked for by one list.
 */
export async function reissuePickList(
  tx: Tx,
  { id, writtenBy }: { id: string; writtenBy: string },
  deps: OfficeDeps,
): Promise<Reissued> {
  const nowMs = deps.clock.now()
  const old = await lockList(tx, id)
  const { warehouse } = old
  if (await isHeld(tx, old, nowMs)) {
    throw new Problem('wrong-state', `list ${old.code} is claimed; release it first`)
  }
  const moving = old.orders.filter((order) => isUnfinished(old, order))
  if (moving.length === 0) {
    throw new Problem('wrong-state', `nothing of list ${old.code} is left to pick`)
  }
  const orderNumbers = new Set(moving.map((order) => order.orderNumber))
  const units = await lockUnits(tx, old, orderNumbers)
  const [code] = await nextListCodes(tx, 1)
  if (code === undefined) throw new Error('the sequence gave no number')
  const parted = part(old, { id: deps.newId(), code }, orderNumbers)
  const at = instantOf(nowMs)
  const [left, list] = [settleOrders(parted.left), settleOrders(parted.list)]
  await insertLists(tx, [list.list], at)
  const effects = [...left.effects, ...list.effects]
  await applyOrderEffects(tx, { warehouse, at, writtenBy, deps, effects })
  const entries = listedEntries(list.list).map((entry) => {
    return { ...entry, payload: { ...entry.payload, reissuedFrom: old.code } }
  })
  await appendHistory(tx, { warehouse, at, writtenBy, entries })
  await emitEvents(tx, { warehouse, at, deps, events: [generatedEvent(list.list)] })
  const [doc = list.list] = await adviseLists(tx, { warehouse, lists: [list.list] }, deps)
  await writeDocuments(tx, warehouse, [
    { kind: 'pick-list', id: old.id, doc: left.list },
    { kind: 'pick-list', id: doc.id, doc, isNew: true },
    ...units.map((unit): DocumentWrite => {
      return { kind: 'unit', id: unit.id, doc: follow(unit, old, parted) }
    }),
  ])
  return { list: doc, left: left.list }
}

async function lockList(tx: Tx, id: string): Promise<PickList> {
  const row = await tx
    .selectFrom('pick_list')
    .select('warehouse')
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw new Problem('not-found', 'no such pick list')
  const keys = [{ kind: 'pick-list' as const, id }]
  const reader = await readDocuments(tx, row.warehouse, keys, { lock: true })
  const list = reader.get('pick-list', id)
  if (list === undefined) throw new Error(`pick list ${id} has no document`)
  return list
}

/** Any contact renews a claim, and a station's own row remembers the last (LEASE-1). */
async function isHeld(tx: Tx, { claim }: PickList, nowMs: number): Promise<boolean> {
  if (claim === null) return false
  const holder = await tx
    .selectFrom('station')
    .select('last_seen_at')
    .where('id', '=', claim.stationId)
    .executeTakeFirst()
  const seenAt = holder?.last_seen_at ?? null
  const renewedMs = seenAt === null ? 0 : Date.parse(seenAt) + LEASE_MS
  return Math.max(Date.parse(claim.leaseUntil), renewedMs) > nowMs
}

function isUnfinished(list: PickList, { orderNumber, status, movedTo }: PickListOrder): boolean {
  if (status === 'CANCELLED' || movedTo !== undefined) return false
  return list.lines.some((line) => line.orderNumber === orderNumber && openQuantity(line) > 0)
}

type Parted = {
  left: PickList
  list: PickList
  /** Line numbers of the old list by those of the new one. */
  lineNos: ReadonlyMap<number, number>
}

function part(
  old: PickList,
  fresh: { id: string; code: string },
  orderNumbers: ReadonlySet<string>,
): Parted {
  const isMoving = ({ orderNumber }: { orderNumber: string }) => orderNumbers.has(orderNumber)
  const moved = old.lines.filter(isMoving)
  const lineNos = new Map(moved.map((line, index) => [line.lineNo, index + 1]))
  const list: PickList = {
    ...old,
    ...fresh,
    status: 'open',
    claim: null,
    orders: old.orders.filter(isMoving),
    lines: moved.map((line, index) => ({ ...nextVersion(line), lineNo: index + 1 })),
  }
  const left: PickList = {
    ...old,
    claim: null,
    orders: old.orders.map((order) => (isMoving(order) ? { ...order, movedTo: fresh.id } : order)),
    lines: old.lines.map((line) => (isMoving(line) ? emptied(line) : line)),
  }
  return { left, list, lineNos }
}

function nextVersion(line: PickLine): PickLine {
  return { ...line, version: (line.version ?? 1) + 1 }
}

function emptied(line: PickLine): PickLine {
  const { lot: _bound, lots: _lots, advisedLots: _advised, ...rest } = nextVersion(line)
  return { ...rest, requested: 0, picked: 0, short: 0, packed: 0, loaded: 0 }
}

/** Units that hold goods of moved lines; the list's own lock keeps others from putting more in. */
async function lockUnits(
  tx: Tx,
  { id, warehouse }: PickList,
  orderNumbers: ReadonlySet<string>,
): Promise<Unit[]> {
  const ids = new Set<string>()
  for (const orderNumber of orderNumbers) {
    for (const unit of await findUnits(tx, warehouse, orderNumber)) ids.add(unit.id)
  }
  const keys = [...ids].map((unitId) => ({ kind: 'unit' as const, id: unitId }))
  const reader = await readDocuments(tx, warehouse, keys, { lock: true })
  return keys
    .flatMap((key) => reader.get('unit', key.id) ?? [])
    .filter((unit) => unit.contents.some((content) => content.pickListId === id))
}

/** The unit with its goods under the list that asks for them now. */
function follow(unit: Unit, old: PickList, { list, lineNos }: Parted): Unit {
  const contents = unit.contents.map((content) => {
    const lineNo = content.pickListId === old.id ? lineNos.get(content.lineNo) : undefined
    return lineNo === undefined ? content : { ...content, pickListId: list.id, lineNo }
  })
  return { ...unit, contents }
}
