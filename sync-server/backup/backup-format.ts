import { z } from 'zod'

/**
 * A backup is one gzip stream of lines: the header as JSON; for each table a line of JSON that names it, its rows
 * as PostgreSQL's COPY writes text, and a line `\.`; at the end the trailer as JSON. A file that was cut off has no
 * trailer, and one that was damaged does not unpack.
 */
export const BACKUP_FORMAT = 1

/** Under this name a backup that went well stands on record with the runs of jobs. */
export const BACKUP_RUN = 'backup'

/** Ends a table's rows; COPY writes a backslash of a row twice, so no row looks like it. */
export const ROWS_END = '\\.'

export const BackupHeader = z.object({
  loadlineBackup: z.literal(BACKUP_FORMAT),
  version: z.string(),
  takenAt: z.iso.datetime(),
  /** The schema that the rows have. */
  migrations: z.array(
    z.object({ name: z.string(), hash: z.string(), needs: z.string().nullable() }),
  ),
})
export type BackupHeader = z.infer<typeof BackupHeader>

export const TableLine = z.object({ table: z.string(), columns: z.array(z.string()) })

export const BackupTrailer = z.object({
  /** The last number of each sequence; null where none was given out. */
  sequences: z.record(z.string(), z.string().nullable()),
  rows: z.record(z.string(), z.int()),
})
export type BackupTrailer = z.infer<typeof BackupTrailer>

/** What a person did wrong, or must do first; in one sentence. */
export class BackupError extends Error {}
