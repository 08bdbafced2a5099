import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { openBackupDatabase, type BackupPlace } from '../../sync-server/backup/index.ts'
import { openStore } from '../../sync-server/store/index.ts'
import { migrate, readMigrations } from '../../sync-server/store/migrate.ts'
import { emptyPlace, restoreInto, takeBackup, type DatabaseKind } from '../support/backup-places.ts'
import { createDatabase, databases } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { startOffice } from '../support/office.ts'
import { officeBench } from '../support/office-bench.ts'
import { outcomes } from '../support/sync-client.ts'

const KINDS = databases.map(({ kind }) => kind)

/** Text that COPY has to escape, or that looks like the end of the rows. */
const AWKWARD = 'Kade \\. 1 \\t \\N "ß" 日本'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loadline-backup-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function openOffice(place: BackupPlace, kind: DatabaseKind) {
  const store = await openStore({ ...place, sleep })
  const close = () => store.close()
  const databaseUrl = 'databaseUrl' in place ? place.databaseUrl : undefined
  const office = await startOffice({ database: { kind, store, databaseUrl, close } })
  return {
    ...office,
    close: async () => {
      await office.close()
      await store.close()
    },
  }
}

describe.each(KINDS.flatMap((from) => KINDS.map((to) => ({ from, to }))))(
  'a backup of $from that is restored into $to',
  ({ from, to }) => {
    test('[EPOCH-1] holds everything to the letter, begins a new history, and benches bring what came after', async () => {
      const path = join(folder, 'office.backup')
      const place = await emptyPlace(folder, from)
      const before = await openOffice(place, from)
      const bench = await officeBench(before)
      await before.admin('PUT', '/v1/products/OAK', {
        name: AWKWARD,
        barcodes: [],
        weightGrams: 100,
        volumeCm3: 100,
        tracking: 'none',
      })
      bench.station.log.act('stock.count', { sku: 'OAK', counted: 7 })
      await bench.push()
      const audit = await before.admin('GET', '/v1/audit')
      // PGlite is one process: its office is stopped for a backup.
      if (from === 'pglite') await before.close()
      const { rows } = await takeBackup(place, path)
      expect(rows['station_action']).toBe(1)
      if (from === 'postgres') {
        bench.station.log.act('stock.count', { sku: 'OAK', counted: 9 })
        await bench.push()
        await before.close()
      } else {
        bench.station.log.act('stock.count', { sku: 'OAK', counted: 9 })
      }

      const restored = await emptyPlace(folder, to)
      expect((await restoreInto(restored, path)).rows).toEqual(rows)
      const after = await openOffice(restored, to)
      expect((await after.admin('GET', '/v1/products/OAK')).body).toMatchObject({ name: AWKWARD })
      expect((await after.admin('GET', '/v1/audit')).body).toEqual(audit.body)
      const token = bench.station.token
      const asked = { ackedSeq: 1, knownHead: 0, fromSeq: 2 }
      const body = bench.station.log.request({ ...asked, epoch: bench.epoch })
      const told = await after.call('POST', '/v1/sync/push', { token, body })
      expect(told).toMatchObject({ status: 409, body: { code: 'epoch', lastSeq: 1 } })
      const { epoch } = told.body as { epoch: string }
      const again = bench.station.log.request({ ...asked, epoch })
      const pushed = await after.call('POST', '/v1/sync/push', { token, body: again })
      expect(pushed.status).toBe(200)
      expect(outcomes((pushed.body as { receipts: never[] }).receipts)).toEqual(['accepted'])
      expect((await after.admin('GET', '/v1/stock?sku=OAK')).body).toMatchObject({
        items: [{ onHand: 9 }],
      })
      await requireTrueBooks(after.store)
      await after.close()
    })
  },
)

describe.each(KINDS)('on %s', (kind) => {
  async function smallBackup(): Promise<{ place: BackupPlace; path: string }> {
    const place = await emptyPlace(folder, kind)
    const office = await openOffice(place, kind)
    await office.close()
    const path = join(folder, 'office.backup')
    await takeBackup(place, path)
    return { place, path }
  }

  test('a database that holds anything is left alone', async () => {
    const { place, path } = await smallBackup()
    await expect(restoreInto(place, path)).rejects.toThrow('The database is not empty')
  })

  test('a file that was cut off, or is something else, changes nothing', async () => {
    const { path } = await smallBackup()
    const whole = readFileSync(path)
    const target = await emptyPlace(folder, kind)
    truncateSync(path, whole.length - 40)
    await expect(restoreInto(target, path)).rejects.toThrow(/damaged or was cut off/)
    const other = join(folder, 'other.gz')
    writeFileSync(other, gzipSync('{"hello":1}\n'))
    await expect(restoreInto(await emptyPlace(folder, kind), other)).rejects.toThrow(
      'This is no backup',
    )
  })

  test('a backup of a newer version is refused by name', async () => {
    const target = await emptyPlace(folder, kind)
    const path = join(folder, 'newer')
    const migrations = [{ name: '9999_next.sql', hash: 'h', needs: null }]
    const header = {
      loadlineBackup: 1,
      version: '9.0.0',
      takenAt: '2026-04-14T08:00:00Z',
      migrations,
    }
    writeFileSync(path, gzipSync(`${JSON.stringify(header)}\n`))
    await expect(restoreInto(target, path)).rejects.toThrow(/Loadline 9\.0\.0 with 9999_next\.sql/)
  })
})

test('a file that a killed try left behind gives its rights to no backup', async () => {
  const dataFolder = join(folder, 'data')
  mkdirSync(dataFolder)
  const store = await openStore({ dataFolder, sleep })
  await store.close()
  const path = join(folder, 'office.backup')
  writeFileSync(`${path}.unfinished`, 'half', { mode: 0o644 })
  const { DATABASE_URL: _, ...env } = process.env
  execFileSync(
    process.execPath,
    ['sync-server/backup/start.ts', 'backup', '--to', path, '--data', dataFolder],
    { env },
  )
  expect((statSync(path).mode & 0o777).toString(8)).toBe('600')
})

test('the release before is backed up by this one, before the upgrade', async () => {
  const databaseUrl = await createDatabase(inject('postgresUrl'), 'template0')
  const database = await openBackupDatabase({ databaseUrl })
  await migrate(
    database,
    readMigrations().filter(({ name }) => name < '0006'),
  )
  await database.exec('ALTER TABLE migration DROP COLUMN needs')
  await database.close()
  const path = join(folder, 'before.backup')
  await takeBackup({ databaseUrl }, path)
  const restored = await emptyPlace(folder, 'postgres')
  const { migrations } = await restoreInto(restored, path)
  expect(migrations.at(-1)?.name).toMatch(/^0005/)
})

test('the owner of a database restores into it, and a try that fails takes nothing else away', async () => {
  const place = await emptyPlace(folder, 'postgres')
  await (await openOffice(place, 'postgres')).close()
  const path = join(folder, 'office.backup')
  await takeBackup(place, path)
  const broken = join(folder, 'broken.backup')
  const lines = gunzipSync(readFileSync(path)).toString().split('\n')
  writeFileSync(broken, gzipSync(lines.slice(0, -2).join('\n') + '\n'))

  const target = new URL(await createDatabase(inject('postgresUrl'), 'template0'))
  const name = target.pathname.slice(1)
  const admin = await openBackupDatabase({ databaseUrl: target.href })
  await admin.exec(`CREATE ROLE ${name} LOGIN PASSWORD 'test-only'`)
  await admin.exec(`ALTER DATABASE ${name} OWNER TO ${name}`)
  await admin.exec('CREATE VIEW of_the_house AS SELECT 1 AS n')
  target.username = name
  target.password = 'test-only'
  const owner = { databaseUrl: target.href }
  await expect(restoreInto(owner, broken)).rejects.toThrow('cut off')
  await restoreInto(owner, path)
  expect((await admin.query('SELECT n FROM of_the_house', [])).rows).toEqual([{ n: 1 }])
  await admin.close()
})
