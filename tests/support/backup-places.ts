import { createReadStream, createWriteStream, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import {
  openBackupDatabase,
  readBackup,
  writeBackup,
  type BackupPlace,
} from '../../sync-server/backup/index.ts'
import { createDatabase, type databases } from './databases.ts'

/** Either database that an office runs on. */
export type DatabaseKind = (typeof databases)[number]['kind']

const TAKEN_AT = '2026-04-14T08:00:00Z'

/** An empty database of that kind, as an administrator makes one; the embedded one in a folder below `folder`. */
export async function emptyPlace(folder: string, kind: DatabaseKind): Promise<BackupPlace> {
  return kind === 'pglite'
    ? { dataFolder: mkdtempSync(join(folder, 'place-')) }
    : { databaseUrl: await createDatabase(inject('postgresUrl'), 'template0') }
}

export async function takeBackup(place: BackupPlace, path: string) {
  const database = await openBackupDatabase(place)
  try {
    const out = createWriteStream(path)
    return await writeBackup({ database, out, version: '0.0.0-test', takenAt: TAKEN_AT })
  } finally {
    await database.close()
  }
}

export async function restoreInto(place: BackupPlace, path: string) {
  const database = await openBackupDatabase(place)
  try {
    return await readBackup(database, createReadStream(path))
  } finally {
    await database.close()
  }
}
