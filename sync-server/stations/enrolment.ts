import type { EnrolAnswer, EnrolRequest, StationMode } from '#contract/sync/envelope.ts'
import { GENESIS_HASH } from '#contract/sync/limits.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import { tokenHash } from '../identity/token-hash.ts'
import type { Tx } from '../store/index.ts'
import { writeDocuments } from '../sync/documents.ts'
import { leaseRange, rangeDocument } from './number-ranges.ts'
import { newStationCode, readStationCode } from './station-code.ts'

/** Long enough to walk to the bench, short enough that a lost note is no risk. */
const CODE_LIFETIME_MS = 24 * 60 * 60 * 1_000

/** 256 bits; the office keeps the hash only. */
const TOKEN_BYTES = 32

export type StationPlan = { warehouse: string; name: string; mode: StationMode }

/** A code for one station to come. */
export async function issueStationCode(
  tx: Tx,
  plan: StationPlan,
  deps: OfficeDeps,
): Promise<{ code: string; expiresAt: string }> {
  const home = await tx
    .selectFrom('warehouse')
    .select('code')
    .where('code', '=', plan.warehouse)
    .executeTakeFirst()
  if (!home) throw new Problem('unknown-warehouse', `there is no warehouse ${plan.warehouse}`)
  const code = newStationCode((count) => deps.randomBytes(count))
  const expiresAt = instantOf(deps.clock.now() + CODE_LIFETIME_MS)
  await tx
    .insertInto('station_code')
    .values({ code, ...plan, expires_at: expiresAt, used_at: null })
    .execute()
  return { code, expiresAt }
}

/** Turns a code into a station, once; its numbers are leased and fed to it. */
export async function enrolStation(
  tx: Tx,
  request: EnrolRequest & { stationId: string },
  deps: OfficeDeps,
): Promise<EnrolAnswer> {
  const now = instantOf(deps.clock.now())
  const plan = await useCode(tx, request.code, deps.clock.now())
  const holder = {
    id: request.stationId,
    warehouse: plan.warehouse,
    incarnation: request.incarnation,
  }
  const token = Buffer.from(deps.randomBytes(TOKEN_BYTES)).toString('base64url')
  await tx
    .insertInto('station')
    .values({
      ...holder,
      name: plan.name,
      mode: plan.mode,
      token_hash: tokenHash(token),
      last_hash: GENESIS_HASH,
      public_key: request.publicKey ?? null,
      app_version: request.appVersion,
      enrolled_at: now,
      last_seen_at: now,
    })
    .execute()
  const range = await leaseRange(tx, holder)
  if (!range) throw new Problem('no-numbers', 'give the warehouse another GS1 company prefix')
  const office = await tx.selectFrom('office').select('epoch').executeTakeFirstOrThrow()
  const home = await tx
    .selectFrom('warehouse')
    .select(['code', 'timezone'])
    .where('code', '=', plan.warehouse)
    .executeTakeFirstOrThrow()
  await writeDocuments(tx, plan.warehouse, [rangeDocument(holder, [range])])
  return {
    stationId: holder.id,
    token,
    name: plan.name,
    mode: plan.mode,
    warehouse: home,
    epoch: office.epoch,
    serverTime: now,
    numberRange: { from: range.from, to: range.to, prefix: range.prefix },
  }
}

async function useCode(tx: Tx, typed: string, now: number): Promise<StationPlan> {
  const code = readStationCode(typed)
  const row = await tx
    .selectFrom('station_code')
    .selectAll()
    .where('code', '=', code)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Problem('bad-code', 'ask for a new code')
  if (row.used_at !== null) throw new Problem('code-used', 'ask for a new code')
  if (Date.parse(row.expires_at) <= now) throw new Problem('code-expired', 'ask for a new code')
  await tx
    .updateTable('station_code')
    .set({ used_at: instantOf(now) })
    .where('code', '=', code)
    .execute()
  return { warehouse: row.warehouse, name: row.name, mode: row.mode as StationMode }
}
