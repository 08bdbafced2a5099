import { databaseErrorCode } from '../store/store.ts'
import type { BackupDatabase } from './backup-database.ts'
import { BACKUP_RUN } from './backup-format.ts'

/** What a database that takes no writes answers. */
const READ_ONLY_STATE = '25006'

/** So that whoever watches the office sees how old the last backup is. A standby takes no note. */
export async function noteBackup(
  database: BackupDatabase,
  { takenAt, doneAt, rows }: { takenAt: string; doneAt: string; rows: number },
): Promise<void> {
  try {
    await database.query(
      `INSERT INTO job_run (name, due_at, ran_at, result)
        VALUES ($1, $2::timestamptz, $3::timestamptz, $4::jsonb) ON CONFLICT DO NOTHING`,
      [BACKUP_RUN, takenAt, doneAt, JSON.stringify({ rows })],
    )
  } catch (error) {
    if (databaseErrorCode(error) !== READ_ONLY_STATE) throw error
  }
}
