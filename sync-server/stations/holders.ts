import type { Claim } from '#contract/documents/pick-list.ts'
import type { Holder } from '#contract/http/holder.ts'
import type { Heartbeat } from '#contract/sync/envelope.ts'
import { LEASE_MS } from '#contract/sync/limits.ts'
import { instantOf } from '../deps.ts'
import type { Tx } from '../store/index.ts'
import { isOnline } from './health-board.ts'

type Held = { warehouse: string; claim: Claim | null }

/** Who holds what, for lists and loads that were just read. */
export async function readHolders(
  tx: Tx,
  held: readonly Held[],
  now: number,
): Promise<(one: Held) => Holder | null> {
  const claims = held.flatMap(({ claim }) => claim ?? [])
  const stations = await readStations(
    tx,
    claims.map(({ stationId }) => stationId),
  )
  const operatorAt = (claim: Claim) =>
    claim.operatorId ?? stations.get(claim.stationId)?.operatorId ?? null
  const people = await readPeople(
    tx,
    claims.flatMap((claim) => operatorAt(claim) ?? []),
  )
  return ({ warehouse, claim }) => {
    // The office itself holds a load for the moment in which it confirms it.
    const station = claim === null ? undefined : stations.get(claim.stationId)
    if (claim === null || station === undefined) return null
    const operatorId = operatorAt(claim)
    return {
      stationId: station.id,
      station: station.name,
      stationOnline: station.revoked_at === null && isOnline(station.last_seen_at, now),
      stationRevoked: station.revoked_at !== null,
      lastSeenAt: station.last_seen_at,
      operator:
        operatorId === undefined ? null : (people.get(`${warehouse}/${operatorId}`) ?? operatorId),
      since: claimedAt(claim),
    }
  }
}

/** A lease is given for its whole length at the claim; later contacts do not change what is written. */
export function claimedAt({ leaseUntil }: Claim): string {
  return instantOf(Date.parse(leaseUntil) - LEASE_MS)
}

type Station = {
  id: string
  name: string
  last_seen_at: string | null
  revoked_at: string | null
  /** Who is signed in there, as far as it last said. */
  operatorId: string | null
}

async function readStations(tx: Tx, ids: readonly string[]): Promise<Map<string, Station>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('station')
    .select(['id', 'name', 'last_seen_at', 'revoked_at', 'health'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(
    rows.map(({ health, ...row }) => {
      const { operatorId = null } = (health as Pick<Heartbeat, 'operatorId'> | null) ?? {}
      return [row.id, { ...row, operatorId }]
    }),
  )
}

async function readPeople(tx: Tx, refs: readonly string[]): Promise<Map<string, string>> {
  if (refs.length === 0) return new Map()
  const rows = await tx
    .selectFrom('operator')
    .select(['warehouse', 'ref', 'name'])
    .where('ref', 'in', [...new Set(refs)])
    .execute()
  return new Map(rows.map(({ warehouse, ref, name }) => [`${warehouse}/${ref}`, name]))
}
