import { PGlite } from '@electric-sql/pglite'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { inject } from 'vitest'
import { openStore } from '../../sync-server/store/index.ts'
import { type MigrationConnection, readMigrations } from '../../sync-server/store/migrate.ts'
import type { TestDatabase } from './databases.ts'

const FIRST = '0001_first.sql'
const SECOND = '0002_the_office_owns_the_truth.sql'

/** Which version wrote it: by the last of its migrations. */
type OldVersion = typeof FIRST | typeof SECOND
export const OLD_VERSIONS: readonly OldVersion[] = [FIRST, SECOND]
const ROWS = join(import.meta.dirname, '..', 'fixtures', 'office-before-0002.sql')

/** What stands in the office of the version before, by what is done with it. */
export const OLD = {
  token: 'token-of-pack-1',
  code: '8MLK-65BX',
  refused: '01a1fd08-ed4c-7000-95c4-5288afaadd99',
  day: '2026-03-11',
  orders: {
    packed: 'LL-000001',
    departed: 'LL-000002',
    half: 'LL-000003',
    cancelled: 'LL-000004',
    short: 'LL-000005',
    untouched: 'LL-000006',
    unlisted: 'LL-000008',
  },
  units: { packed: '387123450000000012', half: '387123450000000036' },
} as const

/** A database that an earlier version wrote, opened by this one. */
export async function openOldDatabase(
  kind: TestDatabase['kind'],
  version: OldVersion,
): Promise<TestDatabase> {
  if (kind === 'postgres') return openOldPostgres(version)
  const dataFolder = mkdtempSync(join(tmpdir(), 'loadline-old-'))
  const old = await PGlite.create({ dataDir: join(dataFolder, 'database') })
  await write(version, {
    exec: (text) => old.exec(text),
    query: (text, p) => old.query(text, p),
  })
  await old.close()
  const store = await openStore({ dataFolder, sleep })
  const close = async () => {
    await store.close()
    rmSync(dataFolder, { recursive: true, force: true })
  }
  return { kind, store, databaseUrl: undefined, close }
}

async function openOldPostgres(version: OldVersion): Promise<TestDatabase> {
  const cluster = inject('postgresUrl')
  const name = `old_${crypto.randomUUID().replaceAll('-', '')}`
  const databaseUrl = `${cluster}/${name}`
  await withClient(`${cluster}/postgres`, (client) => client.query(`CREATE DATABASE ${name}`))
  await withClient(databaseUrl, (client) =>
    write(version, {
      exec: (text) => client.query(text),
      query: (text, p) => client.query(text, p),
    }),
  )
  await withClient(databaseUrl, (client) => client.query(SAME_CLUSTER))
  const store = await openStore({ databaseUrl, sleep })
  const close = async () => {
    await store.close()
    await withClient(`${cluster}/postgres`, (client) =>
      client.query(`DROP DATABASE ${name} WITH (FORCE)`),
    )
  }
  return { kind: 'postgres', store, databaseUrl, close }
}

/** The office has not moved: it stands where it stood. */
const SAME_CLUSTER = `
  UPDATE office SET cluster_identity = (SELECT system_identifier::text FROM pg_control_system())
    || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8)`

async function write(version: OldVersion, connection: MigrationConnection): Promise<void> {
  await connection.exec('CREATE TABLE migration (name text PRIMARY KEY, hash text NOT NULL)')
  await migrateTo(FIRST, connection)
  await connection.exec(readFileSync(ROWS, 'utf8'))
  if (version === FIRST) return
  await migrateTo(SECOND, connection)
  await connection.exec(ROWS_OF_SECOND)
}

async function migrateTo(name: OldVersion, connection: MigrationConnection): Promise<void> {
  const migration = readMigrations().find((one) => one.name === name)
  if (migration === undefined) throw new Error(`there is no ${name}`)
  await connection.exec(migration.sql)
  await connection.query('INSERT INTO migration (name, hash) VALUES ($1, $2)', [
    name,
    migration.hash,
  ])
}

/**
 * What only the second version could leave: an action of a later one, which it refused, its trouble, and a
 * code whose station was enrolled with it.
 */
const ROWS_OF_SECOND = `
  INSERT INTO station_action (station_id, incarnation, seq, id, warehouse, type, body, hash, outcome,
    code, received_at)
  SELECT id, 'b', 1, '${OLD.refused}', warehouse, 'refusal.close', 'not even JSON', 'h', 'refused',
    'poison', '2026-03-10T08:30:00Z' FROM station;
  UPDATE exception SET trouble_key = 'order-cancelled/LL-000004', last_seen_at = opened_at
    WHERE code = 'order-cancelled';
  UPDATE station SET last_seen_at = NULL;
`

async function withClient(address: string, work: (client: Client) => Promise<unknown>) {
  const client = new Client({ connectionString: address })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
