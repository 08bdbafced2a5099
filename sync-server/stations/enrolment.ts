import type { EnrolAnswer, EnrolRequest, StationMode } from '#contract/sync/envelope.ts'
import { GENESIS_HASH } from '#contract/sync/limits.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import { tokenHash } from '../identity/token-hash.ts'
import type { Tx } from '../store/index.ts'
import { readDocuments, writeDocuments } from '../sync/documents.ts'
import { leaseRange, type Range, rangeDocument } from './number-ranges.ts'
import { newStationCode, readStationCode } from './station-code.ts'

/** Long enough to walk to the bench, short enough that a lost note is no risk. */
const CODE_LIFETIME_MS = 24 * 60 * 60 * 1_000

/** 256 bits that the token is made of. */
const SALT_BYTES = 32

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

type Parts = Pick<Office, 'deps' | 'seal'>

/**
 * Turns a code into a station, once; its numbers are leased and fed to it. A station whose answer was lost on
 * its way asks again with the same code and incarnation, and a network may ask twice: as long as nobody has
 * used the token, every answer holds the same one.
 */
export async function enrolStation(
  tx: Tx,
  request: EnrolRequest & { stationId: string },
  parts: Parts,
): Promise<EnrolAnswer> {
  const { deps } = parts
  const now = instantOf(deps.clock.now())
  const { plan, enrolled } = await useCode(tx, request, deps.clock.now())
  if (enrolled !== null) return answerAgain(tx, enrolled, request, parts)
  const holder = {
    id: request.stationId,
    warehouse: plan.warehouse,
    incarnation: request.incarnation,
  }
  const salt = Buffer.from(deps.randomBytes(SALT_BYTES)).toString('hex')
  const token = tokenOf(parts, salt)
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
  await noteEnrolled(tx, request.code, { station_id: holder.id, token_salt: salt })
  const range = await leaseRange(tx, holder)
  if (!range) throw new Problem('no-numbers', 'give the warehouse another GS1 company prefix')
  await writeDocuments(tx, plan.warehouse, [rangeDocument(holder, [range])])
  return answerFor(tx, { stationId: holder.id, token, plan, range, now })
}

type Answering = { stationId: string; token: string; plan: StationPlan; range: Range; now: string }

async function answerFor(tx: Tx, answering: Answering): Promise<EnrolAnswer> {
  const { stationId, token, plan, range, now } = answering
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
  { stationId, salt }: Enrolled,
  request: EnrolRequest,
  parts: Parts,
): Promise<EnrolAnswer> {
  const token = tokenOf(parts, salt)
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
  return answerFor(tx, { stationId, token, plan, range, now: instantOf(parts.deps.clock.now()) })
}

/** Made anew when it is asked for, as the office keeps its hash only. */
function tokenOf({ seal }: Parts, salt: string): string {
  return seal(`token of a station\n${salt}`)
}

/** Whom a code has enrolled already. */
type Enrolled = { stationId: string; salt: string }

/** Takes the code, or answers whom it has enrolled; its row stays locked, so that two at once are one. */
async function useCode(
  tx: Tx,
  request: EnrolRequest,
  now: number,
): Promise<{ plan: StationPlan; enrolled: Enrolled | null }> {
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
  const { station_id: stationId, token_salt: salt } = row
  if (stationId !== null && salt !== null && !isOver) return { plan, enrolled: { stationId, salt } }
  if (row.used_at !== null) throw new Problem('code-used', 'ask for a new code')
  if (isOver) throw new Problem('code-expired', 'ask for a new code')
  await tx
    .updateTable('station_code')
    .set({ used_at: instantOf(now) })
    .where('code', '=', code)
    .execute()
  return { plan, enrolled: null }
}

async function noteEnrolled(
  tx: Tx,
  typed: string,
  enrolled: { station_id: string; token_salt: string },
): Promise<void> {
  await tx
    .updateTable('station_code')
    .set(enrolled)
    .where('code', '=', readStationCode(typed))
    .execute()
}
