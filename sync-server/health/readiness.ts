import { sql } from 'kysely'
import { READY_CHECKS, type ReadyCheck } from '#contract/http/office-routes.ts'
import type { Office } from '../office.ts'
import { databaseErrorCode, readMigrationState } from '../store/index.ts'

/** Whoever asks does not wait longer for a database that hangs. */
export const READY_WITHIN_MS = 1_000

/** Work that is due by itself is looked for every half a minute, and no job takes as long as this. */
const JOBS_STUCK_MS = 15 * 60_000

/** What this process knows of itself. */
export type ProcessHealth = {
  /** It was told to end: it answers what is under way and should be sent nothing new. */
  isClosing: boolean
  /** When a job last ended, or the process began to look for work. */
  jobsAliveAtMs: number
}

/** `ok`, or a sentence that says what is wrong. */
export type Readiness = { isReady: boolean; checks: Record<ReadyCheck, string> }

/**
 * Tells whether calls may be sent here. The database is asked by one question at a time, so that one that hangs
 * does not gather them; whoever asks meanwhile waits for the same answer, and not for long.
 */
export function createReadiness(office: Office): () => Promise<Readiness> {
  let asking: Promise<DatabaseChecks> | null = null
  return async () => {
    asking ??= askDatabase(office).finally(() => {
      asking = null
    })
    const late = office.deps.sleep(READY_WITHIN_MS).then(() => SILENT)
    const checks = { ...(await Promise.race([asking, late])), ...ownChecks(office) }
    const isReady = READY_CHECKS.every((check) => checks[check] === OK)
    for (const check of READY_CHECKS) {
      office.metrics.ready.set({ check }, checks[check] === OK ? 1 : 0)
    }
    return { isReady, checks }
  }
}

const OK = 'ok'
const READ_ONLY = 'read only: a standby, or set so'

/** What a standby says to the note that each new connection leaves. */
const READ_ONLY_STATE = '25006'

type DatabaseChecks = Record<'database' | 'writes' | 'schema', string>

const unknownBeside = (database: string): DatabaseChecks => ({
  database,
  writes: 'not known',
  schema: 'not known',
})

const SILENT = unknownBeside(`no answer within ${READY_WITHIN_MS / 1_000} s`)

async function askDatabase({ store, log }: Office): Promise<DatabaseChecks> {
  try {
    return await store.read(async (db) => {
      const { rows } = await sql<{ isReadOnly: boolean }>`
        SELECT current_setting('transaction_read_only')::boolean AS "isReadOnly" FROM office`.execute(
        db,
      )
      const { missing, beyond } = await readMigrationState(db)
      return {
        database: OK,
        writes: rows[0]?.isReadOnly === false ? OK : READ_ONLY,
        schema:
          beyond !== null
            ? `taken further by ${beyond} than this version works with`
            : missing.length > 0
              ? `lacks ${missing.join(', ')}`
              : OK,
      }
    })
  } catch (error) {
    if (databaseErrorCode(error) === READ_ONLY_STATE) {
      return { ...unknownBeside(OK), writes: READ_ONLY }
    }
    log.warn({ module: 'health', err: error }, 'the database does not answer')
    return unknownBeside('does not answer')
  }
}

function ownChecks({ health, deps }: Office): Record<'jobs' | 'process', string> {
  const quietMs = deps.clock.now() - health.jobsAliveAtMs
  const minutes = Math.round(quietMs / 60_000)
  return {
    jobs: quietMs <= JOBS_STUCK_MS ? OK : `nothing was done for ${minutes} minutes`,
    process: health.isClosing ? 'ending: send nothing new' : OK,
  }
}
