import Database from 'better-sqlite3'
import { sql } from 'kysely'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import type { LoggedAction } from '#contract/sync/envelope.ts'
import { chainHash } from '../../main/store/chain.ts'
import { openStore, type Store } from '../../sync-server/store/index.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import type { ChaosFloor, Stand } from './chaos-floor.ts'

type Told = { seq: number; outcome: string; code: string | null }
type Stored = LoggedAction & Told & { stationId: string; incarnation: string; isCopy: boolean }
type Kept = { kind: string; id: string; stationId: string | null; body: unknown }

/** What all the benches and the office hold at rest. */
export type Account = { actions: Stored[]; recorded: number }

/**
 * Stops the benches and compares, byte by byte: every promised scan is in a log (I1), every log proves
 * itself (I2) and is at the office once and in order (I3, I6), with the receipts the bench has (I4); the
 * books agree (I5), each bench holds what is in its scope (I8), no number is on two things (I15).
 */
export async function expectWhole(floor: ChaosFloor): Promise<Account> {
  const stations = new Map<string, Stand>()
  for (const stand of floor.stands) {
    stations.set((await stand.bench.state()).stationId, stand)
    await stand.bench.process.stop()
  }
  const store = await openStore({ databaseUrl: floor.cluster.databaseUrl, sleep })
  try {
    const { actions, documents } = await readOffice(store)
    let recorded = 0
    for (const [stationId, stand] of stations) {
      const own = actions.filter((action) => action.stationId === stationId)
      recorded += requireSameLog(stand, own)
      requireSameScope(stand, stationId, documents)
    }
    expect(actions.length, 'actions at the office, and in all logs').toBe(recorded)
    requireNumbersOnce(actions)
    const { rows } = await store.snapshot((tx) =>
      sql<{ n: number }>`SELECT count(*)::integer AS n FROM (
        SELECT FROM customer_order GROUP BY order_number HAVING count(*) > 1) AS twice`.execute(tx),
    )
    expect(rows[0]?.n, 'order numbers on two orders').toBe(0)
    await requireTrueBooks(store)
    return { actions, recorded }
  } finally {
    await store.close()
  }
}

function readOffice(store: Store) {
  return store.snapshot(async (tx) => {
    const actions = await sql<Stored>`
      SELECT station_id AS "stationId", incarnation, seq::integer, id, is_copy AS "isCopy", body, hash,
        outcome, code
      FROM station_action ORDER BY station_id, incarnation, seq`.execute(tx)
    const documents = await sql<Kept>`
      SELECT kind, id, station_id AS "stationId", body FROM document WHERE in_scope`.execute(tx)
    return { actions: actions.rows, documents: documents.rows }
  })
}

function requireSameLog(stand: Stand, own: readonly Stored[]): number {
  const db = new Database(`${stand.folder}/log.db`, { readonly: true })
  const rows = db
    .prepare<[], LoggedAction>('SELECT seq, id, body, hash FROM action ORDER BY seq')
    .all()
  const told = db
    .prepare<[], Told>('SELECT seq, outcome, code FROM receipt ORDER BY id')
    .all()
    .reduce((newest, { seq, outcome, code }) => newest.set(seq, { outcome, code }), new Map())
  db.close()
  let previous = '0'.repeat(64)
  for (const [index, row] of rows.entries()) {
    previous = chainHash(previous, index + 1, row.id, row.body)
    expect(row, `${stand.name} ${index + 1}`).toMatchObject({ seq: index + 1, hash: previous })
  }
  for (const seq of stand.promised) {
    expect(seq, `promised at ${stand.name}`).toBeLessThanOrEqual(rows.length)
  }
  expect(own.map(bytesOf), `${stand.name} at the office`).toEqual(rows.map(bytesOf))
  expect(new Set(own.map(({ id }) => id)).size).toBe(own.length)
  for (const { seq, outcome, code } of own) {
    expect(told.get(seq), `receipt ${seq} of ${stand.name}`).toEqual({ outcome, code })
  }
  return rows.length
}

function bytesOf({ seq, id, body, hash }: LoggedAction): LoggedAction {
  return { seq, id, body, hash }
}

function requireSameScope(stand: Stand, stationId: string, documents: readonly Kept[]): void {
  const db = new Database(`${stand.folder}/cache.db`, { readonly: true })
  const held = db
    .prepare<[], { kind: string; id: string; body: string }>('SELECT kind, id, body FROM base')
    .all()
  db.close()
  const inScope = documents.filter((doc) => doc.stationId === null || doc.stationId === stationId)
  const wanted = new Map(inScope.map(({ kind, id, body }) => [`${kind} ${id}`, body]))
  const differing = held
    .filter(({ kind, id, body }) => {
      const there = wanted.get(`${kind} ${id}`)
      wanted.delete(`${kind} ${id}`)
      return !isDeepStrictEqual(there, JSON.parse(body))
    })
    .map(({ kind, id }) => `${kind} ${id}`)
  expect({ differing, missing: [...wanted.keys()] }, `the scope of ${stand.name}`).toEqual({
    differing: [],
    missing: [],
  })
}

/** I15: a unit is opened once, whichever bench and incarnation. */
function requireNumbersOnce(actions: readonly Stored[]): void {
  const opened = actions
    .map(({ body }) => JSON.parse(body) as { type: string; payload: { unitId?: string } })
    .filter(({ type }) => type === 'pack.open')
    .map(({ payload }) => payload.unitId)
  expect(new Set(opened).size, 'units opened').toBe(opened.length)
}
