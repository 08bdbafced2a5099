import { timingSafeEqual } from 'node:crypto'
import type { RouteAuth, RouteDefinition } from '#contract/http/route.ts'
import { SCOPES } from '#contract/http/scopes.ts'
import type { Clock } from '../deps.ts'
import { findOfficeCaller, noteUse, tokenHash } from '../identity/index.ts'
import type { Store } from '../store/index.ts'
import type { CourierCaller, OfficeCaller, PublicCaller, StationCaller } from './handler.ts'
import { type CallOrigin, requireOwnPage } from './own-page.ts'
import { Problem } from './problem.ts'
import { isCsrfToken, readSessionCookie } from './session-cookie.ts'

/** Whoever a token, or a signature, shows to be calling. */
export type Caller = OfficeCaller | PublicCaller | StationCaller | CourierCaller

/** Finds out who calls, or throws what is wrong with the token. */
export type Authenticate = (
  route: Pick<RouteDefinition, 'auth' | 'scope' | 'whileDrained' | 'method'>,
  origin: CallOrigin,
) => Promise<Caller>

/** Callers found a moment ago, so that not every call asks the database who it is from. */
export type KnownCallers = {
  find(hash: string): Promise<Found>
  /** Somebody's rights have changed: everybody is looked up again. */
  forget(): void
}

/** `isDraining`: the station was revoked, and may send what it has scanned for a while (SEC-1). */
type Found = { caller: OfficeCaller | StationCaller; isDraining: boolean }

/** How long a token that was good is taken for good without asking the database again. */
const CACHE_MS = 5_000
const CACHE_MAX = 2_000

const TOKEN_LENGTH_MAX = 200

type Known = { found: Found; until: number }

export function createKnownCallers({ store, clock }: { store: Store; clock: Clock }): KnownCallers {
  const known = new Map<string, Known>()
  let generation = 0
  return {
    async find(hash) {
      const cached = known.get(hash)
      if (cached && cached.until > clock.now()) return cached.found
      known.delete(hash)
      const asked = generation
      const { expiresAt, ...found } = await readCaller(store, hash, clock.now())
      const until = Math.min(clock.now() + CACHE_MS, expiresAt)
      if (known.size >= CACHE_MAX) known.clear()
      // What was read before a change was committed must not outlive it.
      if (asked === generation) known.set(hash, { found, until })
      return found
    },
    forget() {
      generation += 1
      known.clear()
    },
  }
}

export function createAuthenticate(options: {
  adminToken: string
  callers: KnownCallers
}): Authenticate {
  const adminHash = Buffer.from(tokenHash(options.adminToken))
  const admin: OfficeCaller = {
    kind: 'office',
    name: 'admin',
    scopes: new Set(SCOPES),
    session: null,
    cookieToken: null,
  }

  return async (route, origin) => {
    const { headers, isSecure } = origin
    // What carries no token of its own may be something that a page of somebody else made a browser send.
    const isOpen = headers.authorization === undefined && route.auth !== 'station'
    if (isOpen && route.method !== 'GET') requireOwnPage(origin)
    if (route.auth === 'public') return { kind: 'public' }
    const bearer = bearerToken(headers.authorization)
    const cookie =
      headers.authorization === undefined ? readSessionCookie(headers.cookie, isSecure) : undefined
    const token = bearer ?? cookie
    if (token === undefined) {
      const orSigned = route.auth === 'courier' ? ', or sign the call as a courier' : ''
      throw new Problem('unauthorized', `send Authorization: Bearer and a token${orSigned}`)
    }
    const hash = tokenHash(token)
    const isAdmin = timingSafeEqual(Buffer.from(hash), adminHash)
    const { caller, isDraining } = isAdmin
      ? { caller: admin, isDraining: false }
      : await options.callers.find(hash)
    if (isDraining && route.whileDrained !== true) throw revoked()
    if (cookie === undefined) {
      requireAccess(route, caller)
      return caller
    }
    // Another site can make a browser send the cookie along, but not read what must stand beside it.
    if (route.method !== 'GET' && !isCsrfToken(cookie, headers['x-csrf-token'])) {
      throw new Problem('bad-csrf-token', 'send x-csrf-token as GET /v1/session gives it')
    }
    // A cookie is a person's: a token of a program or a bench that stands in one is nobody's.
    if (caller.kind !== 'office' || caller.session === null) {
      throw new Problem('unauthorized', 'the session is not known')
    }
    requireAccess(route, caller)
    return { ...caller, cookieToken: cookie }
  }
}

async function readCaller(
  store: Store,
  hash: string,
  nowMs: number,
): Promise<Found & { expiresAt: number }> {
  const found = await store.read(async (db) => {
    const station = await db
      .selectFrom('station')
      .select(['id', 'warehouse', 'revoked_at', 'drains_until'])
      .where('token_hash', '=', hash)
      .executeTakeFirst()
    // Nearly every call is a station's, and a token is only one caller's.
    if (station !== undefined) return { station }
    return { office: await findOfficeCaller(db, hash, nowMs) }
  })
  if (found.office !== undefined) {
    const { expiresAt, lastSeenAt, ...caller } = found.office
    if (caller.session !== null && lastSeenAt !== null) {
      await noteUse(store, { session: caller.session, lastSeenAt }, nowMs)
    }
    const until = Date.parse(expiresAt)
    return {
      caller: { kind: 'office', ...caller, cookieToken: null },
      isDraining: false,
      expiresAt: until,
    }
  }
  if (found.station === undefined) throw new Problem('unauthorized', 'the token is not known')
  const { id: stationId, warehouse, revoked_at: revokedAt, drains_until } = found.station
  const caller = { kind: 'station', stationId, warehouse } as const
  if (revokedAt === null) return { caller, isDraining: false, expiresAt: Infinity }
  const drainsUntil = drains_until === null ? 0 : Date.parse(drains_until)
  if (drainsUntil <= nowMs) throw revoked()
  return { caller, isDraining: true, expiresAt: drainsUntil }
}

function revoked(): Problem {
  return new Problem('revoked', 'ask a supervisor to enrol again')
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
