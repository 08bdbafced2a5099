import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { openStore, type Store } from '../../sync-server/store/index.ts'
import { writeDocuments } from '../../sync-server/sync/index.ts'
import { type FloorStation, layFloor, WAREHOUSE } from '../../tests/support/floor.ts'
import { BENCH_TOKEN, type BenchPostgres, OFFICE } from '../office-process.ts'
import { cpuSecondsOf } from './cpu.ts'
import { openLoadlineStation } from './loadline-station.ts'
import { LINES_PER_ORDER, PIECES_PER_LINE, rowAt } from './plan.ts'
import { startServerProcess } from './server-process.ts'
import type { Held, Plan, ServerOptions, SyncServer, SyncSystem } from './system.ts'

let databases = 0

/** Loadline on a PostgreSQL with fsync on. */
export function loadlineOnPostgres(postgres: BenchPostgres): SyncSystem {
  return {
    name: 'loadline-postgres',
    durability:
      'fsync at every commit: what was acknowledged survives kill -9 and a power cut; station: SQLite, FULL',
    prepare: () => Promise.resolve(null),
    start: async (options) => {
      databases += 1
      const databaseUrl = await postgres.createDatabase(`sync_${databases}`)
      return startLoadline(options, databaseUrl, () => cpuSecondsOf(postgres.pid()))
    },
  }
}

/** Loadline on PGlite: the database in the office's own process, which never fsyncs. */
export function loadlineOnPglite(): SyncSystem {
  return {
    name: 'loadline-pglite',
    durability:
      'no fsync: survives kill -9, not a power cut; stations keep their logs until a backup has them',
    prepare: () => Promise.resolve(null),
    start: (options) => startLoadline(options, undefined, () => 0),
  }
}

async function startLoadline(
  { folder, plan }: ServerOptions,
  databaseUrl: string | undefined,
  databaseSeconds: () => number,
): Promise<SyncServer> {
  const dataFolder = join(folder, 'office')
  const database = databaseUrl === undefined ? { dataFolder, sleep } : { databaseUrl, sleep }
  const store = await openStore(database)
  const stations = await furnish(store, plan)
  await store.close()
  const office = await startServerProcess({
    args: [OFFICE, '--port', '0', '--data', dataFolder],
    env: {
      LOADLINE_LOG_LEVEL: 'warn',
      LOADLINE_ADMIN_TOKEN: BENCH_TOKEN,
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    },
    readPort: (line) => {
      const { url } = JSON.parse(line) as { url?: string }
      return url === undefined ? null : Number(new URL(url).port)
    },
  })
  const databaseSecondsBefore = databaseSeconds()
  return {
    port: office.port,
    cpuSeconds: () => office.cpuSeconds() + databaseSeconds() - databaseSecondsBefore,
    kill: office.kill,
    startAgain: office.startAgain,
    station: (n, url) => {
      const station = stations[n]
      if (station === undefined) throw new Error(`the floor has no station ${n}`)
      const path = join(folder, 'stations', String(n))
      mkdirSync(path, { recursive: true })
      return openLoadlineStation({ station, url, folder: path, plan })
    },
    finish: async () => {
      await office.stop()
      return readHeld(await openStore(database))
    },
  }
}

/** Orders, lists and stations; for a pull, products until every station's scope has its rows. */
async function furnish(store: Store, plan: Plan): Promise<FloorStation[]> {
  const floor = await layFloor(store, {
    lists: [...plan.lists],
    lines: LINES_PER_ORDER,
    quantity: PIECES_PER_LINE,
    stock: plan.lists.length * PIECES_PER_LINE,
  })
  const stations: FloorStation[] = []
  for (const _ of plan.stations) stations.push(await floor.station())
  await store.transaction(async (tx) => {
    const { rows } = await sql<{ count: number }>`
      SELECT count(*) AS count FROM document WHERE in_scope AND station_id IS NULL`.execute(tx)
    const shared = rows[0]?.count ?? 0
    // Each station has its own range of numbers besides.
    const missing = Math.max(0, plan.rows - shared - 1)
    const products = Array.from({ length: missing }, (_, n) => rowAt(n))
    await writeDocuments(
      tx,
      WAREHOUSE,
      products.map((doc) => ({ kind: 'product' as const, id: doc.sku, doc })),
    )
  })
  return stations
}

async function readHeld(store: Store): Promise<Held> {
  const held = await store.snapshot(async (tx) => {
    const actions = await sql<{ id: string }>`
      SELECT id FROM station_action WHERE NOT is_copy`.execute(tx)
    const stock = await sql<{ picked: number }>`
      SELECT coalesce(sum(picked), 0)::bigint AS picked FROM stock`.execute(tx)
    return { ids: actions.rows.map(({ id }) => id), pieces: stock.rows[0]?.picked ?? 0 }
  })
  await store.close()
  return held
}
