import { timingSafeEqual } from 'node:crypto'
import type { RouteAuth, RouteDefinition } from '#contract/http/route.ts'
import { SCOPES } from '#contract/http/scopes.ts'
import { instantOf, type Clock } from '../deps.ts'
import { findOfficeCaller, tokenHash } from '../identity/index.ts'
import type { Store } from '../store/index.ts'
import type { OfficeCaller, PublicCaller, StationCaller } from './handler.ts'
import { Problem } from './problem.ts'

/** A token's holder; a call with a courier's signature is still to be looked at with its body. */
export type Caller = OfficeCaller | PublicCaller | StationCaller

/** Finds out who calls, or throws what is wrong with the token. */
export type Authenticate = (
  route: Pick<RouteDefinition, 'auth' | 'scope'>,
  authorization: string | undefined,
) => Promise<Caller>

/** How long a token that was good is taken for good without asking the database again. */
const CACHE_MS = 5_000
const CACHE_MAX = 2_000

const TOKEN_LENGTH_MAX = 200

type Known = { caller: OfficeCaller | StationCaller; until: number }

export function createAuthenticate(options: {
  adminToken: string
  store: Store
  clock: Clock
}): Authenticate {
  const { store, clock } = options
  const adminHash = Buffer.from(tokenHash(options.adminToken))
  const admin: OfficeCaller = { kind: 'office', name: 'admin', scopes: new Set(SCOPES) }
  const known = new Map<string, Known>()

  async function findCaller(hash: string): Promise<OfficeCaller | StationCaller> {
    const cached = known.get(hash)
    if (cached && cached.until > clock.now()) return cached.caller
    known.delete(hash)
    const caller = await readCaller(store, hash, instantOf(clock.now()))
    if (known.size >= CACHE_MAX) known.clear()
    known.set(hash, { caller, until: clock.now() + CACHE_MS })
    return caller
  }

  return async (route, authorization) => {
    if (route.auth === 'public') return { kind: 'public' }
    const token = bearerToken(authorization)
    if (token === undefined && route.auth === 'courier') return { kind: 'public' }
    if (token === undefined) {
      throw new Problem('unauthorized', 'send Authorization: Bearer and a token')
    }
    const hash = tokenHash(token)
    const caller = timingSafeEqual(Buffer.from(hash), adminHash) ? admin : await findCaller(hash)
    requireAccess(route, caller)
    return caller
  }
}

async function readCaller(
  store: Store,
  hash: string,
  now: string,
): Promise<OfficeCaller | StationCaller> {
  const found = await store.snapshot(async (tx) => ({
    station: await tx
      .selectFrom('station')
      .select(['id', 'warehouse', 'revoked_at'])
      .where('token_hash', '=', hash)
      .executeTakeFirst(),
    office: await findOfficeCaller(tx, hash, now),
  }))
  if (found.office !== undefined) return { kind: 'office', ...found.office }
  if (found.station === undefined) throw new Problem('unauthorized', 'the token is not known')
  const { id: stationId, warehouse, revoked_at: revokedAt } = found.station
  if (revokedAt !== null) throw new Problem('revoked', 'ask a supervisor to enrol again')
  return { kind: 'station', stationId, warehouse }
}

function requireAccess(
  { auth, scope }: Pick<RouteDefinition, 'auth' | 'scope'>,
  caller: OfficeCaller | StationCaller,
): void {
  const needed = auth === 'station' ? 'station' : 'office'
  if (caller.kind !== needed) {
    throw new Problem('forbidden', `this call needs the token of ${describe(auth)}`)
  }
  const wanted = auth === 'courier' ? ('shipments:write' as const) : scope
  if (caller.kind !== 'office' || wanted === undefined || caller.scopes.has(wanted)) return
  throw new Problem('forbidden', `this call needs the scope ${wanted}`)
}

function bearerToken(authorization: string | undefined): string | undefined {
  const match = /^Bearer ([\x21-\x7e]+)$/i.exec(authorization ?? '')
  const token = match?.[1]
  return token !== undefined && token.length <= TOKEN_LENGTH_MAX ? token : undefined
}

function describe(needed: RouteAuth): string {
  return needed === 'station' ? 'a station' : 'the office'
}
