import { PGlite } from '@electric-sql/pglite'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Client } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { lockFolder } from '../store/folder-lock.ts'
import { connectionConfig } from '../store/postgres-store.ts'
import { BackupError } from './backup-format.ts'
import { copySlices, type Slice } from './copy-slices.ts'

/** What a backup needs of a database; PGlite and PostgreSQL write and read rows alike. */
export type BackupDatabase = {
  exec(sql: string): Promise<unknown>
  query(sql: string, parameters: string[]): Promise<{ rows: unknown[] }>
  /** The text that COPY makes of a table, in pieces that memory has room for. */
  copyOut(table: string, columns: readonly string[]): Promise<AsyncIterable<Uint8Array>>
  /** Reads such text into a table; it comes in pieces of whole lines. */
  copyIn(table: string, columns: readonly string[], lines: AsyncIterable<Uint8Array>): Promise<void>
  close(): Promise<void>
}

export type BackupPlace = { databaseUrl: string } | { dataFolder: string }

export async function openBackupDatabase(place: BackupPlace): Promise<BackupDatabase> {
  return 'databaseUrl' in place ? openPostgres(place.databaseUrl) : openFolder(place.dataFolder)
}

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`

function target(table: string, columns: readonly string[]): string {
  return `${quote(table)} (${columns.map(quote).join(', ')})`
}

async function openPostgres(databaseUrl: string): Promise<BackupDatabase> {
  const client = new Client({
    ...connectionConfig(databaseUrl),
    idle_in_transaction_session_timeout: 0,
  })
  await client.connect()
  return {
    exec: (text) => client.query(text),
    query: (text, parameters) => client.query(text, parameters),
    copyOut: (table, columns) =>
      Promise.resolve(client.query(copyTo(`COPY ${target(table, columns)} TO STDOUT`))),
    copyIn: async (table, columns, lines) => {
      const into = client.query(copyFrom(`COPY ${target(table, columns)} FROM STDIN`))
      await pipeline(Readable.from(lines, { objectMode: false }), into)
    },
    close: () => client.end(),
  }
}

/** Rows that go into the embedded database in one statement: it takes them from memory. */
const COPY_BYTES = 16 * 1024 * 1024

/** Pieces of whole lines, put together. */
async function* blobsOf(lines: AsyncIterable<Uint8Array>): AsyncGenerator<Blob> {
  let parts: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  for await (const piece of lines) {
    parts.push(new Uint8Array(piece))
    bytes += piece.length
    if (bytes < COPY_BYTES) continue
    yield new Blob(parts)
    parts = []
    bytes = 0
  }
  if (bytes > 0) yield new Blob(parts)
}

/** It hands a whole answer over at once: so it is asked for one slice of the table after the other. */
async function copyOutOf(
  database: PGlite,
  table: string,
  columns: readonly string[],
): Promise<AsyncIterable<Uint8Array>> {
  const number = async (expression: string) => {
    const { rows } = await database.query<{ n: number }>(`SELECT (${expression})::float8 AS n`)
    return rows[0]?.n ?? 0
  }
  const rowsOf = ({ from, to }: Slice) =>
    `FROM ${quote(table)} WHERE ctid >= '${from}' AND ctid < '${to}'`
  const packed = columns.map((column) => `coalesce(pg_column_size(${quote(column)}), 0)`).join('+')
  const relation = `'${quote(table).replaceAll("'", "''")}'::regclass`
  return copySlices({
    pages: await number(`pg_relation_size(${relation}) / current_setting('block_size')::bigint`),
    size: (slice) => number(`SELECT sum(${packed}) ${rowsOf(slice)}`),
    read: async (slice) => {
      const wanted = columns.map(quote).join(', ')
      const { blob } = await database.query(
        `COPY (SELECT ${wanted} ${rowsOf(slice)}) TO '/dev/blob'`,
      )
      return new Uint8Array((await blob?.arrayBuffer()) ?? [])
    },
  })
}

async function openFolder(dataFolder: string): Promise<BackupDatabase> {
  if (!existsSync(dataFolder)) throw new BackupError(`There is no folder ${dataFolder}.`)
  const unlock = lockFolder(dataFolder)
  const database = await PGlite.create({ dataDir: join(dataFolder, 'database') })
  return {
    exec: (text) => database.exec(text),
    query: (text, parameters) => database.query(text, parameters),
    copyOut: (table, columns) => copyOutOf(database, table, columns),
    copyIn: async (table, columns, lines) => {
      for await (const blob of blobsOf(lines)) {
        await database.query(`COPY ${target(table, columns)} FROM '/dev/blob'`, [], { blob })
      }
    },
    close: async () => {
      await database.close()
      unlock()
    },
  }
}
