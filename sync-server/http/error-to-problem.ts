import { databaseErrorCode } from '../store/index.ts'
import { Problem } from './problem.ts'

/** Collided or waited too long for a lock; trying again is right. */
const BUSY_STATES = new Set(['40001', '40P01', '55P03', '57014', '25P03'])

/** The database is away, starting, or has no connection left. */
const AWAY_STATES = new Set(['08000', '08003', '08006', '53300', '57P01', '57P02', '57P03'])
const AWAY_ERRORS = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT'])

/** Text that PostgreSQL cannot hold (a NUL character, a lone surrogate), or a number out of range. */
const UNSTORABLE_STATES = new Set(['22021', '22P05', '22003'])

const RETRY_AFTER_SECONDS = 1

/** What a caller is told about any error; undefined means that the office itself failed. */
export function errorToProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error
  const code = databaseErrorCode(error) ?? ''
  if (BUSY_STATES.has(code)) return busy('the same goods are being worked on; try again')
  if (AWAY_STATES.has(code) || AWAY_ERRORS.has(code) || isConnectTimeout(error)) {
    return busy('the database does not answer; try again')
  }
  if (UNSTORABLE_STATES.has(code)) {
    return new Problem(
      'invalid-request',
      'the request holds a character or number that cannot be kept',
    )
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new Problem('unsupported-media-type', 'this call does not read that content-type')
  }
  if (code.startsWith('FST_ERR') && hasClientStatus(error)) {
    return new Problem('invalid-request', 'the request could not be read')
  }
  return undefined
}

function busy(detail: string): Problem {
  return new Problem('busy', detail, { retryAfterSeconds: RETRY_AFTER_SECONDS })
}

/** node-postgres gives its pool's timeout no code. */
function isConnectTimeout(error: unknown): boolean {
  return (
    error instanceof Error &&
    /timeout exceeded when trying to connect|Connection terminated/.test(error.message)
  )
}

function hasClientStatus(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return false
  return typeof error.statusCode === 'number' && error.statusCode < 500
}
