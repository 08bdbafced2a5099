import { sql } from 'kysely'
import { LogStore } from '../../main/store/log-store.ts'
import type { CallResult, OfficeClient } from '../../main/sync/office-client.ts'
import type { PushAnswer, PushRequest } from '#contract/sync/envelope.ts'
import type { Store } from '../../sync-server/store/index.ts'
import type { Defect } from './run-simulation.ts'

/** Defects put in on purpose, each of which some rule must catch: a simulation that can't fail shows nothing. */
export const DEFECTS: Readonly<Record<string, Defect & { caughtBy: readonly string[] }>> = {
  'the office decides repeated actions again': {
    caughtBy: ['I3'],
    office: (office, store) => ({
      ...office,
      push: async (request) => {
        await forget(store, request)
        return office.push(request)
      },
    }),
  },
  'the office acknowledges before it commits': {
    caughtBy: ['I13'],
    office: (office, _store, chance) => ({
      ...office,
      push: async (request) =>
        chance.hit(0.2) ? acknowledged(request, await head(office, request)) : office.push(request),
    }),
  },
  'the cursor is off by one': {
    caughtBy: ['I7', 'I8'],
    office: (office) => ({
      ...office,
      pull: async (query) => {
        const result = await office.pull(query)
        if (!result.ok || query.cursor === 0) return result
        return { ok: true, value: { ...result.value, changes: result.value.changes.slice(1) } }
      },
    }),
  },
  'a fact is refused': {
    caughtBy: ['FACT-1'],
    office: (office) => ({
      ...office,
      push: async (request) => {
        const result = await office.push(request)
        if (!result.ok) return result
        const receipts = result.value.receipts.map((receipt) =>
          receipt.outcome === 'excepted' ? { ...receipt, outcome: 'refused' as const } : receipt,
        )
        return { ok: true, value: { ...result.value, receipts } }
      },
    }),
  },
  'the feed says that more is processed than it holds': {
    caughtBy: ['I7', 'I8'],
    office: (office, _store, chance) => ({
      ...office,
      pull: async (query) => {
        const result = await office.pull(query)
        if (!result.ok || result.value.more || chance.hit(0.7)) return result
        const { processed } = result.value
        const ahead = { ...processed, seq: processed.seq + 1 }
        return { ok: true, value: { ...result.value, changes: [], processed: ahead } }
      },
    }),
  },
  'a bench says recorded before it is': {
    caughtBy: ['I1'],
    log: (folder) => new ForgetfulLog(folder),
  },
}

/** The office loses its memory of what it has answered, yet not what came of it. */
async function forget(
  store: Store,
  { incarnation, fromSeq, prevHash }: PushRequest,
): Promise<void> {
  await store.transaction(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      DELETE FROM station_action WHERE incarnation = ${incarnation} AND seq >= ${fromSeq}
      RETURNING id`.execute(tx)
    if (rows.length === 0) return
    for (const { id } of rows) {
      await sql`UPDATE stock_ledger SET cause = 'before ' || id || ' ' || cause
        WHERE cause LIKE ${`${id}/%`}`.execute(tx)
    }
    await sql`UPDATE station SET last_seq = ${fromSeq - 1}, last_hash = ${prevHash}
      WHERE incarnation = ${incarnation}`.execute(tx)
  })
}

async function head(office: OfficeClient, { epoch }: PushRequest): Promise<number> {
  const page = await office.pull({ cursor: 0, epoch, limit: 1 })
  return page.ok ? page.value.head : 0
}

function acknowledged(
  { actions, epoch, fromSeq }: PushRequest,
  knownHead: number,
): CallResult<PushAnswer> {
  const ackedSeq = fromSeq + actions.length - 1
  const receipts = actions.map(({ seq, id }) => ({ seq, id, outcome: 'accepted' as const }))
  const serverTime = '2026-03-02T06:00:00.000Z'
  return {
    ok: true,
    value: { epoch, ackedSeq, durableSeq: 0, head: knownHead, serverTime, receipts },
  }
}

/** A log whose every seventh write is taken back, although it said otherwise. */
class ForgetfulLog extends LogStore {
  #writes = 0

  override transaction<T>(work: () => T): T {
    this.#writes += 1
    if (this.#writes % 7 !== 0) return super.transaction(work)
    this.db.exec('BEGIN')
    const result = work()
    this.db.exec('ROLLBACK')
    return result
  }
}
