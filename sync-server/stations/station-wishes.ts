import type { Heartbeat, HeartbeatAnswer } from '#contract/sync/envelope.ts'
import type { Tx } from '../store/index.ts'
import { tellAwaited } from './support-files.ts'

type Report = { stationId: string; at: string; body: Pick<Heartbeat, 'name'> }

/** What the office wants of a station that has just reported; null where it wants nothing. */
export async function readWishes(tx: Tx, report: Report): Promise<HeartbeatAnswer | null> {
  const { stationId, body } = report
  const id = await tellAwaited(tx, report)
  const name = body.name === undefined ? undefined : await readName(tx, stationId)
  const isRenamed = name !== undefined && name !== body.name
  if (id === null && !isRenamed) return null
  return { ...(id === null ? {} : { supportFile: { id } }), ...(isRenamed ? { name } : {}) }
}

async function readName(tx: Tx, stationId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('station')
    .select('name')
    .where('id', '=', stationId)
    .executeTakeFirst()
  return row?.name
}
