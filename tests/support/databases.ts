import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { inject } from 'vitest'
import { openStore, type Store, type StoreOptions } from '../../sync-server/store/index.ts'
import { TEMPLATE } from './postgres-cluster.ts'

/** A fresh, migrated, empty database. */
export type TestDatabase = {
  kind: Store['kind']
  store: Store
  /** Address for a second instance or a raw client; undefined on PGlite. */
  databaseUrl: string | undefined
  /** Closes the store and, on PostgreSQL, drops the database. */
  close(): Promise<void>
}

export type DatabaseKind = {
  kind: Store['kind']
  open: (options?: OpenOptions) => Promise<TestDatabase>
}

type OpenOptions = Pick<StoreOptions, 'connections' | 'onCollision'>

/** Both databases, for `describe.each(databases)('… on $kind', ({ open }) => …)`. */
export const databases: DatabaseKind[] = [
  { kind: 'pglite', open: openPGlite },
  { kind: 'postgres', open: openPostgres },
]

async function openPGlite(options: OpenOptions = {}): Promise<TestDatabase> {
  const image = new Blob([readFileSync(inject('pgliteImage'))])
  const store = await openStore({ ...options, image, sleep })
  return { kind: 'pglite', store, databaseUrl: undefined, close: () => store.close() }
}

/** A migrated, empty database for an office in a process of its own; answers its address. */
export async function createDatabase(cluster: string, template = TEMPLATE): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await runOnCluster(cluster, `CREATE DATABASE ${name} TEMPLATE ${template}`)
  return `${cluster}/${name}`
}

async function openPostgres(options: OpenOptions = {}): Promise<TestDatabase> {
  const cluster = inject('postgresUrl')
  const databaseUrl = await createDatabase(cluster)
  const name = new URL(databaseUrl).pathname.slice(1)
  const store = await openStore({ ...options, databaseUrl, sleep })
  return {
    kind: 'postgres',
    store,
    databaseUrl,
    close: async () => {
      await store.close()
      await runOnCluster(cluster, `DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

async function runOnCluster(cluster: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: `${cluster}/postgres` })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
