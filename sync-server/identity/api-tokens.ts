import type { Selectable } from 'kysely'
import type { Scope } from '#contract/http/scopes.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import { type Database, noteBefore, type Tx } from '../store/index.ts'
import { tokenHash } from './token-hash.ts'

/** 256 bits. */
const TOKEN_BYTES = 32

/** So that whoever finds one in a file or a log knows what it is and whom to tell. */
const TOKEN_PREFIX = 'll_'

const DAY_MS = 24 * 60 * 60 * 1_000

export type TokenPlan = {
  name: string
  scopes: readonly Scope[]
  expiresInDays: number
  createdBy: string
}

/** A token for a program; the office keeps its hash only. */
export async function issueToken(tx: Tx, plan: TokenPlan, deps: OfficeDeps) {
  const now = deps.clock.now()
  const id = deps.newId()
  const token = TOKEN_PREFIX + Buffer.from(deps.randomBytes(TOKEN_BYTES)).toString('base64url')
  const expiresAt = instantOf(now + plan.expiresInDays * DAY_MS)
  await tx
    .insertInto('api_token')
    .values({
      id,
      name: plan.name,
      token_hash: tokenHash(token),
      scopes: JSON.stringify([...new Set(plan.scopes)]),
      created_at: instantOf(now),
      created_by: plan.createdBy,
      expires_at: expiresAt,
      revoked_at: null,
    })
    .execute()
  return { id, token, expiresAt }
}

/** A page of all tokens there ever were, oldest first; never the hash. */
export async function listTokens(tx: Tx, { after, limit }: { after: string; limit: number }) {
  const rows = await tx
    .selectFrom('api_token')
    .select(COLUMNS)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  const items = rows.slice(0, limit).map(tokenAnswer)
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** Ends a token; a second time changes nothing. */
export async function revokeToken(tx: Tx, id: string, at: string): Promise<void> {
  const row = await tx
    .selectFrom('api_token')
    .select(COLUMNS)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', `there is no token ${id}`)
  noteBefore(tx, tokenAnswer(row))
  await tx
    .updateTable('api_token')
    .set({ revoked_at: row.revoked_at ?? at })
    .where('id', '=', id)
    .execute()
}

const COLUMNS = [
  'id',
  'name',
  'scopes',
  'created_at',
  'created_by',
  'expires_at',
  'revoked_at',
] as const

type TokenRow = Pick<Selectable<Database['api_token']>, (typeof COLUMNS)[number]>

function tokenAnswer(row: TokenRow) {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes as Scope[],
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
  }
}
