import type { EnrolAnswer, EnrolRequest, StationMode } from '#contract/sync/envelope.ts'
import { GENESIS_HASH } from '#contract/sync/limits.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import { tokenHash } from '../identity/token-hash.ts'
import type { Tx } from '../store/index.ts'
import { readDocuments, writeDocuments } from '../sync/documents.ts'
import { leaseRange, type Range, rangeDocument } from './number-ranges.ts'
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

/**
 * Turns a code into a station, once; its numbers are leased and fed to it. A station whose answer was lost on
 * its way asks again with the same code and incarnation: as long as nobody has used the token it is answered
 * the same with another one, and the lost one is void.
 */
export async function enrolStation(
  tx: Tx,
  request: EnrolRequest & { stationId: string },
  deps: OfficeDeps,
): Promise<EnrolAnswer> {
  const now = instantOf(deps.clock.now())
  const { plan, enrolledId } = await useCode(tx, request, deps.clock.now())
  if (enrolledId !== null) return answerAgain(tx, enrolledId, request, deps)
  const holder = {
    id: request.stationId,
    warehouse: plan.warehouse,
    incarnation: request.incarnation,
  }
  const token = newToken(deps)
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
      // Nobody has used the token yet.
      last_seen_at: null,
    })
    .execute()
  await noteEnrolled(tx, request.code, holder.id)
  const range = await leaseRange(tx, holder)
  if (!range) throw new Problem('no-numbers', 'give the warehouse another GS1 company prefix')
  await writeDocuments(tx, plan.warehouse, [rangeDocument(holder, [range])])
  return answerFor(tx, { stationId: holder.id, token, plan, range, now })
}

type Enrolled = { stationId: string; token: string; plan: StationPlan; range: Range; now: string }

async function answerFor(tx: Tx, enrolled: Enrolled): Promise<EnrolAnswer> {
  const { stationId, token, plan, range, now } = enrolled
  const office = await tx.selectFrom('office').select('epoch').executeTakeFirstOrThrow()
  const home = await tx
    .selectFrom('warehouse')
    .select(['code', 'timezone'])
    .where('code', '=', plan.warehouse)
    .executeTakeFirstOrThrow()
  return {
    stationId,
    token,
    name: plan.name,
    mode: plan.mode,
    warehouse: home,
    epoch: office.epoch,
    serverTime: now,
    numberRange: { from: range.from, to: range.to, prefix: range.prefix },
  }
}

/** The same station once more, unless it has been heard since, is another log's, or was revoked. */
async function answerAgain(
  tx: Tx,
  stationId: string,
  request: EnrolRequest,
  deps: OfficeDeps,
): Promise<EnrolAnswer> {
  const token = newToken(deps)
  const station = await tx
    .updateTable('station')
    .set({
      token_hash: tokenHash(token),
      public_key: request.publicKey ?? null,
      app_version: request.appVersion,
    })
    .where('id', '=', stationId)
    .where('incarnation', '=', request.incarnation)
    .where('last_seen_at', 'is', null)
    .where('revoked_at', 'is', null)
    .returning(['warehouse', 'name', 'mode'])
    .executeTakeFirst()
  if (station === undefined) throw new Problem('code-used', 'ask for a new code')
  const { warehouse } = station
  const key = { kind: 'number-range', id: stationId } as const
  const held = (await readDocuments(tx, warehouse, [key])).get('number-range', stationId)
  const range = held?.ranges.at(-1)
  if (range === undefined) throw new Error(`station ${stationId} has no numbers`)
  const plan = { ...station, mode: station.mode as StationMode }
  return answerFor(tx, { stationId, token, plan, range, now: instantOf(deps.clock.now()) })
}

function newToken(deps: OfficeDeps): string {
  return Buffer.from(deps.randomBytes(TOKEN_BYTES)).toString('base64url')
}

/** Takes the code, or answers whom it has enrolled; its row stays locked, so that two at once are one. */
async function useCode(
  tx: Tx,
  request: EnrolRequest,
  now: number,
): Promise<{ plan: StationPlan; enrolledId: string | null }> {
  const code = readStationCode(request.code)
  const row = await tx
    .selectFrom('station_code')
    .selectAll()
    .where('code', '=', code)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Problem('bad-code', 'ask for a new code')
  const plan = { warehouse: row.warehouse, name: row.name, mode: row.mode as StationMode }
  const isOver = Date.parse(row.expires_at) <= now
  if (row.station_id !== null && !isOver) return { plan, enrolledId: row.station_id }
  if (row.used_at !== null) throw new Problem('code-used', 'ask for a new code')
  if (isOver) throw new Problem('code-expired', 'ask for a new code')
  await tx
    .updateTable('station_code')
    .set({ used_at: instantOf(now) })
    .where('code', '=', code)
    .execute()
  return { plan, enrolledId: null }
}

async function noteEnrolled(tx: Tx, typed: string, stationId: string): Promise<void> {
  await tx
    .updateTable('station_code')
    .set({ station_id: stationId })
    .where('code', '=', readStationCode(typed))
    .execute()
}
