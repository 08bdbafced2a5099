import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import type { PullAnswer, PushAnswer } from '#contract/sync/envelope.ts'
import { realDeps } from '../../sync-server/deps.ts'
import { openStore, type Store } from '../../sync-server/store/index.ts'
import { ensureEpoch, writeDocuments } from '../../sync-server/sync/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { type Floor, layFloor, packOrder, WAREHOUSE } from '../support/floor.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { outcomes, syncClient, type SyncClient } from '../support/sync-client.ts'

const WRITERS = 8

describe.each(databases)('many writers on $kind', ({ kind, open }) => {
  let database: TestDatabase
  let office: TestOffice
  let floor: Floor
  const closers: (() => Promise<void>)[] = []

  async function start(options: Parameters<typeof layFloor>[1] = {}): Promise<void> {
    database = await open()
    closers.push(() => database.close())
    office = await startOffice({ database })
    closers.push(() => office.close())
    floor = await layFloor(database.store, options)
  }

  async function bench(): Promise<SyncClient> {
    const epoch = await ensureEpoch(database.store, realDeps())
    return syncClient(office, await floor.station(), epoch)
  }

  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close()
  })

  test('[I5] eight benches on the same goods at once: nothing lost, doubled or stuck', async () => {
    const ordersEach = 4
    await start({ orders: WRITERS * ordersEach, lines: 6, quantity: 1 })
    const clients = await Promise.all(Array.from({ length: WRITERS }, () => bench()))
    const work = clients.map(async (client, n) => {
      for (const list of floor.lists.slice(n * ordersEach, (n + 1) * ordersEach)) {
        packOrder(client.station, list)
        const { receipts } = await client.push()
        expect(outcomes(receipts)).toEqual(receipts.map(() => 'accepted'))
      }
    })
    const writing = Promise.all(work)
    const seen = await follow(await bench(), writing)
    await writing
    await requireTrueBooks(database.store)
    const truth = await (await bench()).pull()
    const expected = truth.changes.filter((change) => change.kind !== 'number-range')
    for (const { kind: of, id, seq, doc } of expected) {
      expect(seen.get(`${of}/${id}`)).toEqual({ seq, doc })
    }
    const stock = await database.store.snapshot((tx) =>
      tx.selectFrom('stock').select(['picked', 'sku']).execute(),
    )
    expect(stock.map((row) => row.picked)).toEqual(stock.map(() => WRITERS * ordersEach))
  })

  test('[PULL-1, I9] the feed loses nothing under eight writers, where a naive cursor does', async () => {
    await start()
    const { store } = database
    await store.transaction((tx) =>
      sql`CREATE TABLE naive_feed (seq bigserial PRIMARY KEY, id text NOT NULL)`.execute(tx),
    )
    const rounds = kind === 'postgres' ? 120 : 20
    const written: string[] = []
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      for (let round = 0; round < rounds; round += 1) {
        const id = `SKU-${writer}-${round}`
        await writeBoth(store, id, (writer + round) % 3)
        written.push(id)
      }
    })
    const writing = Promise.all(writers)
    const [naive, seqs] = await Promise.all([readNaive(store, writing), readFeed(store, writing)])
    await writing
    expect(new Set(seqs.map((row) => row.id))).toEqual(new Set(written))
    const numbers = seqs.map((row) => row.seq)
    const first = numbers[0] ?? 0
    expect(numbers).toEqual(numbers.map((_, n) => first + n))
    // The canary: if it loses nothing, this test has not tried hard enough to prove anything.
    const lost = written.filter((id) => !naive.has(id))
    expect(lost.length > 0).toBe(kind === 'postgres')
  })

  test.runIf(kind === 'postgres')(
    '[PUSH-3] one push at two instances at once is decided by one and replayed by the other',
    async () => {
      await start({ orders: 8 })
      const store = await openStore({
        databaseUrl: database.databaseUrl,
        sleep: (durationMs) => realDeps().sleep(durationMs),
      })
      closers.push(() => store.close())
      const second = await startOffice({ database: { ...database, store } })
      closers.push(() => second.close())
      const client = await bench()
      const { station, epoch } = client
      for (const list of floor.lists) {
        const fromSeq = station.log.actions.length + 1
        packOrder(station, list)
        const body = station.log.request({ epoch, fromSeq })
        const answers = await Promise.all(
          [office, second].map((one) =>
            one.call('POST', '/v1/sync/push', { token: station.token, body }),
          ),
        )
        const [a, b] = answers.map((answer) => (answer.body as PushAnswer).receipts)
        expect(outcomes(a ?? [])).toEqual(outcomes(b ?? []))
        const replays = [a, b].map((receipts) => receipts?.every((r) => r.replayed === true))
        expect(new Set(replays)).toEqual(new Set([false, true]))
      }
      await requireTrueBooks(database.store)
    },
  )

  /** A station that pulls while others push: what it has in the end, by document. */
  async function follow(reader: SyncClient, writing: Promise<unknown>) {
    const seen = new Map<string, { seq: number; doc: unknown }>()
    let cursor = 0
    const progress = watch(writing)
    for (;;) {
      const isLast = progress.hasEnded
      const page: PullAnswer = await reader.pull({ cursor, limit: 7 })
      for (const { kind: of, id, seq, doc } of page.changes) seen.set(`${of}/${id}`, { seq, doc })
      cursor = page.cursor
      if (isLast) return seen
    }
  }
})

/** One transaction that feeds both: the naive number is taken when it is written, not when it commits. */
async function writeBoth(store: Store, id: string, pauses: number): Promise<void> {
  await store.transaction(async (tx) => {
    await sql`INSERT INTO naive_feed (id) VALUES (${id})`.execute(tx)
    for (let n = 0; n < pauses; n += 1) await sql`SELECT count(*) FROM document`.execute(tx)
    const doc = { sku: id, name: id, barcodes: [], weightGrams: 1, volumeCm3: 1 }
    await writeDocuments(tx, WAREHOUSE, [
      { kind: 'product', id, doc: { ...doc, tracking: 'none' } },
    ])
  })
}

type FeedRow = { seq: number; id: string }

async function readNaive(store: Store, writing: Promise<unknown>): Promise<Set<string>> {
  const rows = await poll(writing, (cursor) =>
    store.snapshot(async (tx) => {
      const found = await sql<FeedRow>`
        SELECT seq, id FROM naive_feed WHERE seq > ${cursor} ORDER BY seq`.execute(tx)
      return found.rows
    }),
  )
  return new Set(rows.map((row) => row.id))
}

async function readFeed(store: Store, writing: Promise<unknown>): Promise<FeedRow[]> {
  const rows = await poll(writing, (cursor) =>
    store.snapshot((tx) =>
      tx
        .selectFrom('document')
        .select(['seq', 'id', 'body'])
        .where('warehouse', '=', WAREHOUSE)
        .where('seq', '>', cursor)
        .orderBy('seq')
        .execute(),
    ),
  )
  return rows.filter((row) => /^SKU-\d+-\d+$/.test(row.id))
}

/** Reads from the cursor on until the writers are done, and once more. */
async function poll<Row extends FeedRow>(
  writing: Promise<unknown>,
  read: (cursor: number) => Promise<Row[]>,
): Promise<Row[]> {
  const all: Row[] = []
  const progress = watch(writing)
  for (;;) {
    const isLast = progress.hasEnded
    all.push(...(await read(all.at(-1)?.seq ?? 0)))
    if (isLast) return all
  }
}

/** Says whether writers have ended, for a reader that then reads once more. */
function watch(writing: Promise<unknown>): { hasEnded: boolean } {
  const progress = { hasEnded: false }
  const end = () => {
    progress.hasEnded = true
  }
  void writing.then(end, end)
  return progress
}
