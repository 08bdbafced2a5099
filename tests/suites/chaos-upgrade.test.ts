import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readMigrations } from '../../sync-server/store/migrate.ts'
import { openStore } from '../../sync-server/store/index.ts'
import { type Cluster, createCluster } from '../chaos/cluster.ts'
import { startOfficeProcess, type OfficeProcess } from '../support/bench-floor.ts'
import { RELEASES, releasedOffice } from '../support/earlier-release.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { callsOf } from '../support/office.ts'
import { officeBench } from '../support/office-bench.ts'
import { eventually } from '../support/processes.ts'
import { furnishShop, orderIntent } from '../support/small-shop.ts'
import type { SyncClient } from '../support/sync-client.ts'

/** Scans and orders that each office takes, at least, before, while and after the other one starts. */
const TAKEN_MIN = 30
const OAK = [{ sku: 'OAK-14', quantity: 1 }]

/** What an office says while the database is held for a moment: the same call is made again. */
const BUSY = 503

let folder: string
let cluster: Cluster
let offices: OfficeProcess[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loadline-upgrade-'))
  chmodSync(folder, 0o755)
  cluster = await createCluster(folder)
  offices = []
})

afterEach(async () => {
  for (const { process } of offices) await process.kill()
  await cluster.remove()
  rmSync(folder, { recursive: true, force: true })
})

async function start(program?: string): Promise<OfficeProcess> {
  const office = await startOfficeProcess({
    dataFolder: join(folder, `office-${offices.length}`),
    databaseUrl: cluster.databaseUrl,
    ...(program === undefined ? {} : { program }),
  })
  offices.push(office)
  return office
}

type Work = { taken: number; busy: number; wrong: unknown[]; stop(): Promise<void> }

/** A bench and a shop that never rest: each call is made until it is taken, and anything but busy is noted. */
async function workAt(office: OfficeProcess, name: string): Promise<Work> {
  const calls = callsOf(office.url)
  const bench = await officeBench(calls, name)
  const work: Work = { taken: 0, busy: 0, wrong: [], stop: () => Promise.resolve() }
  const over = new AbortController()
  const again = async (make: () => Promise<{ status: number; body: unknown }>) => {
    for (;;) {
      const answer = await make()
      if (answer.status !== BUSY) {
        if (answer.status >= 300) work.wrong.push(answer)
        else work.taken += 1
        return
      }
      work.busy += 1
      if (over.signal.aborted) return
    }
  }
  const scans = async () => {
    while (!over.signal.aborted) {
      bench.station.log.act('stock.count', { sku: 'FELT-3', counted: 6_000 })
      await again(() => bench.send({ fromSeq: acknowledged(bench) + 1 }))
    }
  }
  const orders = async () => {
    while (!over.signal.aborted) {
      const intent = orderIntent(OAK)
      await again(() => calls.admin('POST', '/v1/order-intents', intent))
    }
  }
  const both = Promise.all([scans(), orders()])
  work.stop = async () => {
    over.abort()
    await both
  }
  return work
}

/** All but the newest were sent before: calls are made one after the other. */
function acknowledged({ station: { log } }: SyncClient): number {
  return log.actions.length - 1
}

const more = (work: Work, what: string) => {
  const from = work.taken
  return eventually(async () => work.taken >= from + TAKEN_MIN, { what, timeoutMs: 60_000 })
}

describe.each(RELEASES)('an office of release %s', (release) => {
  test('goes on serving while a newer one takes the database forward, and beside it', async () => {
    const old = await start(releasedOffice(release))
    await furnishShop(old)
    const before = await workAt(old, 'Old bench')
    await more(before, 'work before the upgrade')
    const starting = start()
    await more(before, 'work while the schema moves')
    const fresh = await starting
    const after = await workAt(fresh, 'New bench')
    await more(after, 'work at the new office')
    await more(before, 'work at the old office after the upgrade')
    await before.stop()
    await after.stop()
    expect(before.wrong).toEqual([])
    expect(after.wrong).toEqual([])
    const applied = await cluster.query<{ name: string }>('SELECT name FROM migration ORDER BY 1')
    expect(applied.map(({ name }) => name)).toEqual(readMigrations().map(({ name }) => name))
    const store = await openStore({ databaseUrl: cluster.databaseUrl, sleep })
    await requireTrueBooks(store)
    const counts = await cluster.query<{ n: string }>(
      'SELECT count(*) AS n FROM station_action GROUP BY station_id',
    )
    await store.close()
    expect(counts).toHaveLength(2)
  })

  test('can be started again on the database of the newer one', async () => {
    const fresh = await start()
    await furnishShop(fresh)
    await fresh.process.stop()
    const old = await start(releasedOffice(release))
    const work = await workAt(old, 'Old bench')
    await more(work, 'work of the old office on the new schema')
    await work.stop()
    expect(work.wrong).toEqual([])
  })
})

test('an office refuses a database that a newer one has changed beyond it, and says what to do', async () => {
  const fresh = await start()
  await fresh.process.stop()
  await cluster.query("INSERT INTO migration VALUES ('9999_next.sql', 'h', '9999_next.sql')")
  await expect(start()).rejects.toThrow(/changed by a newer Loadline \(9999_next\.sql\)/)
})
