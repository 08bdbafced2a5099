import { buffer } from 'node:stream/consumers'
import { SCREEN_LOG_FILE_ACTIONS_MAX } from '#contract/rpc/station-contract.ts'
import { logFileName } from '#contract/sync/log-file.ts'
import { readersOf } from '../log-file/log-source.ts'
import { type LogFile, logFileOf } from '../log-file/write-log-file.ts'
import type { ViewParts } from './bench-view.ts'

type Asked = { fromSeq?: number | undefined; actionsMax?: number }

/** The log of this running bench as a file to be carried. */
export function logDownload(
  { identity, log, sync, clock, appVersion }: ViewParts,
  { fromSeq, actionsMax }: Asked,
): LogFile {
  const { key } = identity
  if (key === undefined) throw new Error('a station is given a key before it starts')
  return logFileOf({
    source: { firstSeq: log.prunedThrough + 1, lastSeq: log.lastSeq, ...readersOf(log.db) },
    identity,
    incarnation: identity.incarnation,
    state: sync.state,
    key,
    fromSeq,
    ...(actionsMax === undefined ? {} : { actionsMax }),
    exportedAt: new Date(clock.now()).toISOString(),
    appVersion,
  })
}

/** The same for a screen, which saves it by itself. */
export async function exportOf(parts: ViewParts, fromSeq: number | undefined) {
  const file = logDownload(parts, { fromSeq, actionsMax: SCREEN_LOG_FILE_ACTIONS_MAX })
  const { header, actions, left, damagedAfter } = file
  const bytes = await buffer(file.bytes())
  return {
    name: logFileName(header),
    base64: bytes.toString('base64'),
    fromSeq: header.fromSeq,
    throughSeq: header.throughSeq,
    actions,
    left,
    damagedAfter,
  }
}
