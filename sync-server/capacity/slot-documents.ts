import {
  capacityEffects,
  type CapacityEffect,
  type SlotDocuments,
  withParents,
} from '#contract/actions/slot-load.ts'
import { Overlay } from '#contract/actions/overlay.ts'
import type { DocumentChange, DocumentReader } from '#contract/documents/document.ts'
import type { Tx } from '../store/index.ts'
import { type DocumentWrite, type Key, keyOf, readDocuments } from '../sync/documents.ts'
import { applyCapacityEffects } from './apply-capacity-effects.ts'
import { lockSlots } from './slots.ts'

/** Pallets on pallets on pallets: no building stacks deeper than this many rounds of reading. */
const ROUNDS_MAX = 12

/**
 * Lists and units with all that their share of slots is worked out from: what units stand in, what
 * stands in them, and the lists their goods came from. Reads without locks; a caller that is about to
 * write has locked the lists and units it names, and with a unit also what it stands in.
 */
export async function readSlotDocuments(
  tx: Tx,
  warehouse: string,
  { listIds, unitIds }: SlotDocuments,
): Promise<DocumentReader> {
  const found = new Map<string, unknown>()
  const reader: DocumentReader = { get: (kind, id) => found.get(keyOf(kind, id)) as never }
  let wanted: Key[] = [
    ...[...listIds].map((id) => ({ kind: 'pick-list' as const, id })),
    ...[...unitIds].map((id) => ({ kind: 'unit' as const, id })),
  ]
  for (let round = 0; wanted.length > 0 && round < ROUNDS_MAX; round += 1) {
    const documents = await readDocuments(tx, warehouse, wanted)
    for (const { kind, id } of wanted) found.set(keyOf(kind, id), documents.get(kind, id))
    const named = wanted.flatMap(({ kind, id }) => (kind === 'unit' ? neighbours(id, reader) : []))
    const unread = named.filter(({ kind, id }) => !found.has(keyOf(kind, id)))
    wanted = [...new Map(unread.map((key) => [keyOf(key.kind, key.id), key])).values()]
  }
  return reader
}

/**
 * How slots move with documents that the office itself is about to write. `unitIds` are units that hold
 * goods of the written lists; they may stay as they are.
 */
export async function capacityOfWrites(
  tx: Tx,
  warehouse: string,
  { writes, unitIds = [] }: { writes: readonly DocumentWrite[]; unitIds?: readonly string[] },
): Promise<CapacityEffect[]> {
  const changes = writes.filter(isWorking)
  const listIds = changes.flatMap(({ kind, id }) => (kind === 'pick-list' ? [id] : []))
  const changed = changes.flatMap(({ kind, id }) => (kind === 'unit' ? [id] : []))
  const units = [...unitIds, ...changed]
  const before = await readSlotDocuments(tx, warehouse, { listIds, unitIds: units })
  const after = new Overlay(before)
  after.apply(changes)
  const held = [...withParents(units, before), ...withParents(units, after)]
  return capacityEffects(before, after, { listIds, unitIds: held })
}

/** Moves slots with documents that are about to be written, locking them in sorted order. */
export async function moveCapacityWithWrites(
  tx: Tx,
  warehouse: string,
  moving: { cause: string; writes: readonly DocumentWrite[]; unitIds?: readonly string[] },
): Promise<void> {
  const effects = await capacityOfWrites(tx, warehouse, moving)
  await lockSlots(tx, warehouse, effects)
  const rows = effects.map((effect) => ({ actionId: moving.cause, effect }))
  await applyCapacityEffects(tx, { warehouse, rows })
}

function isWorking(write: DocumentWrite): write is DocumentWrite & DocumentChange {
  return write.kind === 'pick-list' || write.kind === 'unit'
}

function neighbours(unitId: string, read: DocumentReader): Key[] {
  const unit = read.get('unit', unitId)
  if (unit === undefined) return []
  const ids = unit.parentId === null ? unit.children : [unit.parentId, ...unit.children]
  return [
    ...ids.map((id) => ({ kind: 'unit' as const, id })),
    ...unit.contents.map(({ pickListId }) => ({ kind: 'pick-list' as const, id: pickListId })),
  ]
}
