import type { Claim } from '#contract/documents/pick-list.ts'
import { LEASE_MS } from '#contract/sync/limits.ts'
import { instantOf } from '../deps.ts'
import type { Tx } from '../store/index.ts'
import type { Loaded } from './overlay.ts'

/**
 * Any contact renews all of a station's claims (LEASE-1). Its own row remembers the last contact, and
 * other stations' claims get the lease that follows from it when they are looked at: renewing the
 * documents would send them to everyone, again and again. Answers the names of those stations.
 */
export async function renewForeignLeases(
  tx: Tx,
  loaded: Loaded,
  options: { warehouse: string; stationId: string },
): Promise<Map<string, string>> {
  const foreign = [...loaded].flatMap(([key, doc]) => {
    const claim = claimOf(doc)
    return claim === null || claim.stationId === options.stationId ? [] : [{ key, doc, claim }]
  })
  const names = new Map<string, string>()
  if (foreign.length === 0) return names
  const holders = await tx
    .selectFrom('station')
    .select(['id', 'name', 'last_seen_at'])
    .where('warehouse', '=', options.warehouse)
    .where('id', 'in', [...new Set(foreign.map(({ claim }) => claim.stationId))])
    .execute()
  const renewed = new Map<string, string>()
  for (const { id, name, last_seen_at: seenAt } of holders) {
    names.set(id, name)
    if (seenAt !== null) renewed.set(id, instantOf(Date.parse(seenAt) + LEASE_MS))
  }
  for (const { key, doc, claim } of foreign) {
    const leaseUntil = renewed.get(claim.stationId) ?? ''
    if (leaseUntil <= claim.leaseUntil) continue
    loaded.set(key, { ...(doc as object), claim: { ...claim, leaseUntil } })
  }
  return names
}

/** The claim on a list or load, in a body that is known to be a document of ours. */
function claimOf(doc: unknown): Claim | null {
  if (typeof doc !== 'object' || doc === null || !('claim' in doc)) return null
  return doc.claim as Claim | null
}
