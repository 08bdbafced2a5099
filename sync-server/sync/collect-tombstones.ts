import { sql } from 'kysely'
import { TOMBSTONE_KEPT_MS } from '#contract/sync/limits.ts'
import { instantOf } from '../deps.ts'
import type { Office } from '../office.ts'
import type { Tx } from '../store/index.ts'

/** How often it is written down where a feed stands; tombstones are kept this much longer at most. */
const MARK_EVERY_MS = 24 * 60 * 60 * 1_000

/** Documents removed in one run; the rest are gone with the next. */
const REMOVED_PER_RUN_MAX = 10_000

/**
 * Kinds whose truth stands in a table of its own, so that a tombstone is all that is left of them here.
 * Lists, units and loads stay when they have left the benches: the office answers from them for years.
 */
const REMOVED_KINDS = ['exception', 'operator']

type Parts = Pick<Office, 'store' | 'deps'>

/**
 * Stops telling of what left the benches' scope long ago (PULL-4): marks where each feed stands from time to
 * time, and moves the floor up to the newest mark that is old enough. A station whose cursor is below the
 * floor starts over. Answers with how many floors moved.
 */
export async function collectTombstones({ store, deps }: Parts): Promise<number> {
  const nowMs = deps.clock.now()
  const heads = await store.snapshot((tx) =>
    tx
      .selectFrom('warehouse_head as h')
      .select(['h.warehouse', 'h.head', 'h.tombstone_floor as floor'])
      .select((eb) =>
        eb
          .selectFrom('feed_mark as m')
          .select((of) => of.fn.max('m.marked_at').as('at'))
          .whereRef('m.warehouse', '=', 'h.warehouse')
          .as('markedAt'),
      )
      .select((eb) =>
        eb
          .selectFrom('feed_mark as m')
          .select((of) => of.fn.max('m.head').as('head'))
          .whereRef('m.warehouse', '=', 'h.warehouse')
          .as('markedHead'),
      )
      .select((eb) =>
        eb
          .selectFrom('feed_mark as m')
          .select((of) => of.fn.max('m.head').as('head'))
          .whereRef('m.warehouse', '=', 'h.warehouse')
          .where('m.marked_at', '<=', instantOf(nowMs - TOMBSTONE_KEPT_MS))
          .as('oldHead'),
      )
      .orderBy('h.warehouse')
      .execute(),
  )
  let moved = 0
  for (const { warehouse, head, floor, markedAt, markedHead, oldHead } of heads) {
    // A feed that stands still leaves nothing behind: its last mark holds for it.
    const isMarkDue =
      head !== markedHead && (markedAt === null || nowMs - Date.parse(markedAt) >= MARK_EVERY_MS)
    if (isMarkDue) await store.transaction((tx) => mark(tx, { warehouse, head, nowMs }))
    if (oldHead === null || oldHead <= floor) continue
    await store.transaction((tx) => moveFloor(tx, warehouse, oldHead))
    moved += 1
  }
  return moved
}

/** Every change up to `head` was committed before now, as the head was read after them (PULL-1). */
async function mark(
  tx: Tx,
  { warehouse, head, nowMs }: { warehouse: string; head: number; nowMs: number },
): Promise<void> {
  await tx
    .insertInto('feed_mark')
    .values({ warehouse, head, marked_at: instantOf(nowMs) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Documents first and the warehouse's head last, as everybody locks them. */
async function moveFloor(tx: Tx, warehouse: string, floor: number): Promise<void> {
  await sql`
    DELETE FROM document WHERE (warehouse, kind, id) IN (
      SELECT warehouse, kind, id FROM document
      WHERE warehouse = ${warehouse} AND NOT in_scope AND seq <= ${floor}::bigint
        AND kind IN (${sql.join(REMOVED_KINDS)})
      ORDER BY kind, id LIMIT ${REMOVED_PER_RUN_MAX} FOR UPDATE SKIP LOCKED)
      AND NOT in_scope AND seq <= ${floor}::bigint`.execute(tx)
  await tx
    .deleteFrom('feed_mark')
    .where('warehouse', '=', warehouse)
    .where('head', '<', floor)
    .execute()
  await tx
    .updateTable('warehouse_head')
    .set({ tombstone_floor: floor })
    .where('warehouse', '=', warehouse)
    .where('tombstone_floor', '<', floor)
    .execute()
}
