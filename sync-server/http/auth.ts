import { hash, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../deps.ts'
import type { Store } from '../store/index.ts'
import type { RouteAuth } from '#contract/http/route.ts'
import type { AdminCaller, PublicCaller, StationCaller } from './handler.ts'
import { Problem } from './problem.ts'

export type Caller = AdminCaller | PublicCaller | StationCaller

/** Finds out who calls, or throws what is wrong with the token. */
export type Authenticate = (needed: RouteAuth, authorization: string | undefined) => Promise<Caller>

/** How long a token that was good is taken for good without asking the database again. */
const STATION_CACHE_MS = 5_000
const STATION_CACHE_MAX = 2_000

const TOKEN_LENGTH_MAX = 200

type Known = { caller: StationCaller; until: number }

export function createAuthenticate(options: {
  adminToken: string
  store: Store
  clock: Clock
}): Authenticate {
  const { store, clock } = options
  const adminHash = sha256(options.adminToken)
  const known = new Map<string, Known>()

  async function findStation(tokenHash: string): Promise<StationCaller | undefined> {
    const cached = known.get(tokenHash)
    if (cached && cached.until > clock.now()) return cached.caller
    known.delete(tokenHash)
    const row = await store.snapshot((tx) =>
      tx
        .selectFrom('station')
        .select(['id', 'warehouse', 'revoked_at'])
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst(),
    )
    if (!row) return undefined
    if (row.revoked_at !== null) throw new Problem('revoked', 'ask a supervisor to enrol again')
    const caller = { kind: 'station' as const, stationId: row.id, warehouse: row.warehouse }
    if (known.size >= STATION_CACHE_MAX) known.clear()
    known.set(tokenHash, { caller, until: clock.now() + STATION_CACHE_MS })
    return caller
  }

  return async (needed, authorization) => {
    if (needed === 'public') return { kind: 'public' }
    const token = bearerToken(authorization)
    if (token === undefined) {
      throw new Problem('unauthorized', 'send Authorization: Bearer and a token')
    }
    const tokenHash = sha256(token)
    const isAdmin = timingSafeEqual(Buffer.from(tokenHash), Buffer.from(adminHash))
    const caller = isAdmin
      ? { kind: 'admin' as const, name: 'admin' }
      : await findStation(tokenHash)
    if (!caller) throw new Problem('unauthorized', 'the token is not known')
    if (caller.kind !== needed) {
      throw new Problem('forbidden', `this call needs the token of ${describe(needed)}`)
    }
    return caller
  }
}

/** Tokens are kept as their hash only. Hex. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex')
}

function bearerToken(authorization: string | undefined): string | undefined {
  const match = /^Bearer ([\x21-\x7e]+)$/i.exec(authorization ?? '')
  const token = match?.[1]
  return token !== undefined && token.length <= TOKEN_LENGTH_MAX ? token : undefined
}

function describe(needed: RouteAuth): string {
  return needed === 'admin' ? 'the office' : 'a station'
}
