import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { RouteDefinition } from '#contract/http/route.ts'
import { notedBefore, type Tx } from '../store/index.ts'
import { invalidRequest, Problem } from './problem.ts'

/** True where the caller says that nothing may stand at the address yet. */
export function isOnlyNew(route: RouteDefinition, { headers }: FastifyRequest): boolean {
  const given = headers['if-none-match']
  if (route.createsByPut !== true || given === undefined) return false
  if (given === '*') return true
  throw invalidRequest([{ path: 'If-None-Match', message: 'must be one of: *' }])
}

/**
 * Work at an address that creates or replaces. One after the other at one address: of two that create at once, the
 * later one sees what the earlier one made. What stood there is what the work has noted.
 */
export async function putAt<T>(
  tx: Tx,
  { target, onlyNew }: { target: string; onlyNew: boolean },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`put ${target}`}, 0))`.execute(tx)
  if (!onlyNew) return work(tx)
  try {
    const done = await work(tx)
    requireNothingBefore(tx, target)
    return done
  } catch (error) {
    // Whatever else is wrong with it, that it exists is what its maker has to know.
    if (error instanceof Problem) requireNothingBefore(tx, target)
    throw error
  }
}

function requireNothingBefore(tx: Tx, target: string): void {
  const before = notedBefore(tx)
  if (before === undefined || before === null) return
  const name = decodeURIComponent(target.slice(target.lastIndexOf('/') + 1))
  throw new Problem('already-exists', `${name} is in use already; nothing was changed`)
}
