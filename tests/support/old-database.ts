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
const ROWS = join(import.meta.dirname, '..', 'fixtures', 'office-before-0002.sql')

/** What stands in the office of the version before, by what is done with it. */
export const OLD = {
  token: 'token-of-pack-1',
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

/** A database that the version before wrote, opened by this one. */
export async function openOldDatabase(kind: TestDatabase['kind']): Promise<TestDatabase> {
  if (kind === 'postgres') return openOldPostgres()
  const dataFolder = mkdtempSync(join(tmpdir(), 'loadline-old-'))
  const old = await PGlite.create({ dataDir: join(dataFolder, 'database') })
  await write({ exec: (text) => old.exec(text), query: (text, p) => old.query(text, p) })
  await old.close()
  const store = await openStore({ dataFolder, sleep })
  const close = async () => {
    await store.close()
    rmSync(dataFolder, { recursive: true, force: true })
  }
  return { kind, store, databaseUrl: undefined, close }
}

async function openOldPostgres(): Promise<TestDatabase> {
  const cluster = inject('postgresUrl')
  const name = `old_${crypto.randomUUID().replaceAll('-', '')}`
  const databaseUrl = `${cluster}/${name}`
  await withClient(`${cluster}/postgres`, (client) => client.query(`CREATE DATABASE ${name}`))
  await withClient(databaseUrl, (client) =>
    write({ exec: (text) => client.query(text), query: (text, p) => client.query(text, p) }),
  )
  const store = await openStore({ databaseUrl, sleep })
  const close = async () => {
    await store.close()
    await withClient(`${cluster}/postgres`, (client) =>
      client.query(`DROP DATABASE ${name} WITH (FORCE)`),
    )
  }
  return { kind: 'postgres', store, databaseUrl, close }
}

async function write(connection: MigrationConnection): Promise<void> {
  const first = readMigrations().find(({ name }) => name === FIRST)
  if (first === undefined) throw new Error(`there is no ${FIRST}`)
  await connection.exec(first.sql)
  await connection.exec('CREATE TABLE migration (name text PRIMARY KEY, hash text NOT NULL)')
  await connection.query('INSERT INTO migration (name, hash) VALUES ($1, $2)', [FIRST, first.hash])
  await connection.exec(readFileSync(ROWS, 'utf8'))
}

async function withClient(address: string, work: (client: Client) => Promise<unknown>) {
  const client = new Client({ connectionString: address })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
