import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import { noteBefore, type Tx } from '../store/index.ts'

const HOUR_MS = 60 * 60 * 1_000

/** Lets a station whose token was taken send what it still has, until the hours are over (SEC-1). */
export async function drainStation(
  tx: Tx,
  { stationId, hours }: { stationId: string; hours: number },
  deps: Pick<OfficeDeps, 'clock'>,
): Promise<void> {
  const station = await tx
    .selectFrom('station')
    .select(['name', 'revoked_at', 'drains_until'])
    .where('id', '=', stationId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (station === undefined) throw new Problem('not-found', `there is no station ${stationId}`)
  if (station.revoked_at === null) {
    throw new Problem('wrong-state', `${station.name} was not revoked: it sends by itself`)
  }
  noteBefore(tx, { name: station.name, drainsUntil: station.drains_until })
  await tx
    .updateTable('station')
    .set({ drains_until: instantOf(deps.clock.now() + hours * HOUR_MS) })
    .where('id', '=', stationId)
    .execute()
}
