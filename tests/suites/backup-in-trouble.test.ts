import { PGlite } from '@electric-sql/pglite'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { openBackupDatabase, type BackupPlace } from '../../sync-server/backup/index.ts'
import { SLICE_BYTES } from '../../sync-server/backup/copy-slices.ts'
import { openStore } from '../../sync-server/store/index.ts'
import { emptyPlace, restoreInto, takeBackup, type DatabaseKind } from '../support/backup-places.ts'
import { createDatabase, databases } from '../support/databases.ts'
import { eventually } from '../support/processes.ts'

const PROGRAM = 'sync-server/backup/start.ts'
const KINDS = databases.map(({ kind }) => kind)

/** More than a pipe and everything behind it take in before rows are being loaded. */
const HALF_BYTES = 3 * 1024 * 1024

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loadline-backup-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function migratedPlace(kind: DatabaseKind): Promise<BackupPlace> {
  if (kind === 'postgres') return { databaseUrl: await createDatabase(inject('postgresUrl')) }
  const place = await emptyPlace(folder, kind)
  const dataDir = join('dataFolder' in place ? place.dataFolder : '', 'database')
  const loadDataDir = new Blob([readFileSync(inject('pgliteImage'))])
  await (await PGlite.create({ dataDir, loadDataDir })).close()
  return place
}

/** An office whose audit trail is long, of words that do not pack. */
async function busyPlace(
  kind: DatabaseKind,
  entries: number,
  wordsEach = 60,
): Promise<BackupPlace> {
  const place = await migratedPlace(kind)
  const database = await openBackupDatabase(place)
  await database.query(
    `INSERT INTO audit_entry (recorded_at, who, operation, target, detail, request_id)
      SELECT now(), 'somebody', 'putProduct', '/v1/products/' || n, to_jsonb((
        SELECT string_agg(md5(n::text || '-' || m), '') FROM generate_series(1, $2::integer) m)), 'r'
      FROM generate_series(1, $1::integer) n`,
    [String(entries), String(wordsEach)],
  )
  await database.close()
  return place
}

async function ask(place: BackupPlace, statement: string): Promise<void> {
  const database = await openBackupDatabase(place)
  await database.query(statement, [])
  await database.close()
}

function envOf(place: BackupPlace): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, ...env } = process.env
  return 'databaseUrl' in place ? { ...env, DATABASE_URL: place.databaseUrl } : env
}

const flagsOf = (place: BackupPlace) => ('dataFolder' in place ? ['--data', place.dataFolder] : [])

/** Restores from a pipe that gives the first half of a backup and then nothing; killed while it waits for more. */
async function restoreAndKill(place: BackupPlace, path: string): Promise<void> {
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  const child = spawn(process.execPath, [PROGRAM, 'restore', '--from', pipe, ...flagsOf(place)], {
    env: envOf(place),
    stdio: 'ignore',
  })
  const ended = once(child, 'exit')
  const file = await open(pipe, 'w')
  await file.writeFile(readFileSync(path).subarray(0, HALF_BYTES))
  child.kill('SIGKILL')
  expect(await ended).toEqual([null, 'SIGKILL'])
  await file.close()
}

describe.each(KINDS)('a restore on %s that is killed in the middle', (kind) => {
  test(
    'leaves nothing that an office starts on or that is backed up, and is begun again',
    {
      timeout: 300_000,
    },
    async () => {
      const path = join(folder, 'office.backup')
      const { rows } = await takeBackup(await busyPlace(kind, 6_000), path)
      expect(readFileSync(path).length).toBeGreaterThan(HALF_BYTES * 1.5)
      const place = await emptyPlace(folder, kind)
      await restoreAndKill(place, path)

      await eventually(
        () =>
          openStore({ ...place, sleep }).then(
            () => expect.unreachable('an office starts on half a restore'),
            (error: unknown) => (error as { code?: string }).code === 'restore-unfinished',
          ),
        { what: 'the database has ended what the killed restore had begun' },
      )
      const office = spawnSync(
        process.execPath,
        ['sync-server/start.ts', '--port', '0', ...flagsOf(place)],
        { env: { ...envOf(place), LOADLINE_ADMIN_TOKEN: 'x'.repeat(40) }, encoding: 'utf8' },
      )
      expect(office.status).toBe(1)
      expect(office.stderr).toMatch(
        /^The restore of a backup .* Restore again: that clears it first\.$/m,
      )
      const other = join(folder, 'other.backup')
      await expect(takeBackup(place, other)).rejects.toThrow('did not come to its end')

      // As an office may leave it that is older than the mark.
      const audit =
        "INSERT INTO audit_entry (recorded_at, who, operation, target, detail, request_id) VALUES (now(), 'a', 'b', 'c', '{}', 'd')"
      await ask(place, audit)
      await expect(restoreInto(place, path)).rejects.toThrow('an office has worked on it since')
      await ask(place, "DELETE FROM audit_entry WHERE who = 'a'")

      expect((await restoreInto(place, path)).rows).toEqual(rows)
      await (await openStore({ ...place, sleep })).close()
    },
  )
})

test(
  'the embedded database is read in slices, and all of it is restored',
  {
    timeout: 300_000,
  },
  async () => {
    const place = await busyPlace('pglite', 8_000, 90)
    const database = await openBackupDatabase(place)
    const columns = ['id', 'detail']
    let largest = 0
    let whole = 0
    for await (const { length } of await database.copyOut('audit_entry', columns)) {
      largest = Math.max(largest, length)
      whole += length
    }
    await database.close()
    expect(whole).toBeGreaterThan(4 * SLICE_BYTES)
    expect(largest).toBeLessThanOrEqual(2 * SLICE_BYTES)
    const path = join(folder, 'office.backup')
    const { rows } = await takeBackup(place, path)
    expect(rows['audit_entry']).toBe(8_000)
    const restored = await emptyPlace(folder, 'postgres')
    expect((await restoreInto(restored, path)).rows).toEqual(rows)
    expect(await sumOf(restored)).toEqual(await sumOf(place))
  },
)

async function sumOf(place: BackupPlace): Promise<unknown> {
  const database = await openBackupDatabase(place)
  const { rows } = await database.query(
    "SELECT md5(string_agg(e::text, ' ' ORDER BY id)) AS sum FROM audit_entry e",
    [],
  )
  await database.close()
  return rows
}

test('a backup that cannot be put on record is whole, says so, and ends with a code of its own', async () => {
  const place = await busyPlace('postgres', 10)
  if (!('databaseUrl' in place)) throw new Error('a database of PostgreSQL has an address')
  const reader = new URL(place.databaseUrl)
  const name = reader.pathname.slice(1)
  const database = await openBackupDatabase(place)
  await database.exec(`CREATE ROLE ${name} LOGIN PASSWORD 'test-only'`)
  await database.exec(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${name}`)
  await database.exec(`GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO ${name}`)
  await database.close()
  reader.username = name
  reader.password = 'test-only'
  const path = join(folder, 'office.backup')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [PROGRAM, 'backup', '--to', path],
    { env: envOf({ databaseUrl: reader.href }), encoding: 'utf8' },
  )
  expect({ status, stderr }).toMatchObject({
    status: 3,
    stderr: expect.stringMatching(/^The backup .* is whole and good, .*job_run\n$/),
  })
  const said = JSON.parse(stdout) as { backup: string; isNoted: boolean }
  expect(said).toMatchObject({ backup: path, isNoted: false })
  const { rows } = await restoreInto(await emptyPlace(folder, 'postgres'), path)
  expect(rows['audit_entry']).toBe(10)
})
