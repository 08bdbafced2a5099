import { buffer } from 'node:stream/consumers'
import { LOG_FILE_TYPE } from '#contract/sync/log-file.ts'
import { GENESIS_HASH } from '#contract/sync/limits.ts'
import { newStationKey } from '../../main/log-file/station-key.ts'
import { logFileOf, type LogFileOrder } from '../../main/log-file/write-log-file.ts'
import type { StationKey } from '../../main/store/identity.ts'
import { ADMIN_TOKEN, type Answer, type TestOffice } from './office.ts'
import type { StationLog } from './station-log.ts'

export type Key = Omit<StationKey, 'isKnown'>
export { newStationKey }

/** The file that a station with this log and this key would write. */
export async function writeLogFile(
  log: StationLog,
  options: {
    stationId: string
    key: Key
    epoch: string
    fromSeq?: number
    ackedSeq?: number
    knownHead?: number
  } & Partial<Pick<LogFileOrder, 'incarnation'>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const { stationId, key, epoch, fromSeq = 1, ackedSeq = 0, knownHead = 0 } = options
  const file = logFileOf({
    source: {
      firstSeq: 1,
      lastSeq: log.actions.length,
      page: (from, limit) => log.actions.slice(from - 1, from - 1 + limit),
      hashBefore: (seq) => log.actions[seq - 2]?.hash ?? GENESIS_HASH,
    },
    identity: { stationId, name: 'Bench' },
    incarnation: options.incarnation ?? log.incarnation,
    state: { epoch, ackedSeq, knownHead },
    key,
    fromSeq,
    exportedAt: '2026-03-02T09:00:00.000Z',
    appVersion: '0.0.0-test',
  })
  return new Uint8Array(await buffer(file.bytes()))
}

/** Hands a file to the office as a person does. */
export function importFile(
  office: Pick<TestOffice, 'call'>,
  raw: Uint8Array<ArrayBuffer>,
  token = ADMIN_TOKEN,
): Promise<Answer> {
  const headers = { 'content-type': LOG_FILE_TYPE }
  return office.call('POST', '/v1/station-logs', { token, raw, headers })
}
