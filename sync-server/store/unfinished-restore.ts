import type { MigrationConnection } from './migrate.ts'

/**
 * Stands in a database while a backup is read into it, and goes in the transaction that brings the rows: where it is
 * found and nobody restores, that was cut off, and what there is looks like a new office and is none.
 */
const MARK = 'restore_unfinished'

/** What an office says that was started on such a database. */
export class UnfinishedRestore extends Error {
  readonly code = 'restore-unfinished'

  constructor() {
    super(
      'The restore of a backup into this database did not come to its end, so that it holds nothing. ' +
        'Restore again: that clears it first',
    )
  }
}

export async function isRestoreUnfinished(connection: MigrationConnection): Promise<boolean> {
  const { rows } = await connection.query('SELECT 1 WHERE to_regclass($1) IS NOT NULL', [
    `public.${MARK}`,
  ])
  return rows.length > 0
}

export async function refuseUnfinishedRestore(connection: MigrationConnection): Promise<void> {
  if (await isRestoreUnfinished(connection)) throw new UnfinishedRestore()
}

export async function beginRestore(connection: MigrationConnection): Promise<void> {
  await connection.exec(`CREATE TABLE public.${MARK} ()`)
}

/** For the transaction that brings the rows. */
export async function endRestore(connection: MigrationConnection): Promise<void> {
  await connection.exec(`DROP TABLE public.${MARK}`)
}
