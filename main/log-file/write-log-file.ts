import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import {
  actionsOfFile,
  LOG_FILE_FORMAT,
  LOG_FILE_VERSION,
  LogFileHeader,
  signedText,
} from '#contract/sync/log-file.ts'
import { LOG_FILE_ACTIONS_MAX, LOG_FILE_BYTES_MAX } from '#contract/sync/limits.ts'
import { chainHash } from '../store/chain.ts'
import type { StationIdentity, StationKey } from '../store/identity.ts'
import type { SyncState } from '../sync/sync-state.ts'
import type { LogSource } from './log-source.ts'
import { signWith } from './station-key.ts'

/** Actions read from the log at a time. */
const PAGE = 500

export type LogFileOrder = {
  source: LogSource
  identity: Pick<StationIdentity, 'stationId' | 'name'>
  incarnation: string
  state: Pick<SyncState, 'epoch' | 'ackedSeq' | 'knownHead'>
  key: Pick<StationKey, 'public' | 'private'>
  /** Where to begin; by default at the first action that the office has not acknowledged. */
  fromSeq?: number | undefined
  actionsMax?: number
  /** ISO 8601 UTC, by the station's clock. */
  exportedAt: string
  appVersion: string
}

export type LogFile = {
  header: LogFileHeader
  actions: number
  /** Actions of the log behind those of the file. */
  left: number
  /** Set where the log cannot be read, or does not prove itself, behind the file's last action. */
  damagedAfter: number | null
  /** The bytes of the file, read from the log as they are asked for. */
  bytes(): Readable
}

/** The log has no action to begin at: it was pruned, or never got that far. */
export class NoSuchActionError extends Error {
  readonly code = 'no-such-action'
}

/**
 * One file with a stretch of a log: signed, and no longer than the office takes. The stretch is read
 * and proven once before its header is written, so that a damaged log gives all that comes before
 * the damage.
 */
export function logFileOf(order: LogFileOrder): LogFile {
  const { source, state } = order
  const fromSeq = Math.max(order.fromSeq ?? state.ackedSeq + 1, source.firstSeq)
  const prevHash = source.hashBefore(fromSeq)
  if (prevHash === null || fromSeq > source.lastSeq + 1) {
    throw new NoSuchActionError(`this log cannot be read out from action ${fromSeq} on`)
  }
  const wanted = Math.min(
    actionsOfFile(fromSeq, source.lastSeq),
    order.actionsMax ?? LOG_FILE_ACTIONS_MAX,
  )
  const proven = proveStretch(source, { fromSeq, prevHash, wanted })
  const header = LogFileHeader.parse({
    format: LOG_FILE_FORMAT,
    version: LOG_FILE_VERSION,
    stationId: order.identity.stationId,
    stationName: order.identity.name,
    publicKey: order.key.public,
    incarnation: order.incarnation,
    epoch: state.epoch,
    ackedSeq: state.ackedSeq,
    knownHead: state.knownHead,
    fromSeq,
    throughSeq: proven.throughSeq,
    prevHash,
    exportedAt: order.exportedAt,
    appVersion: order.appVersion,
  })
  return {
    header,
    actions: proven.throughSeq - fromSeq + 1,
    left: source.lastSeq - proven.throughSeq,
    damagedAfter: proven.isDamaged ? proven.throughSeq : null,
    bytes: () => Readable.from(linesOf(source, header, order.key)).pipe(createGzip()),
  }
}

/** How far the chain holds, can be read, and fits. */
function proveStretch(
  source: LogSource,
  { fromSeq, prevHash, wanted }: { fromSeq: number; prevHash: string; wanted: number },
): { throughSeq: number; isDamaged: boolean } {
  let hash = prevHash
  let bytes = 0
  let seq = fromSeq - 1
  const end = fromSeq + wanted - 1
  while (seq < end) {
    const page = pageOf(source, seq + 1, Math.min(PAGE, end - seq))
    if (page === null || page.length === 0) return { throughSeq: seq, isDamaged: true }
    for (const row of page) {
      hash = chainHash(hash, row.seq, row.id, row.body)
      if (row.seq !== seq + 1 || row.hash !== hash) return { throughSeq: seq, isDamaged: true }
      bytes += Buffer.byteLength(lineOf(row))
      // Half is left to the office's own limit, so that what is written here is never too much there.
      if (bytes > LOG_FILE_BYTES_MAX / 2) return { throughSeq: seq, isDamaged: false }
      seq = row.seq
    }
  }
  return { throughSeq: seq, isDamaged: false }
}

/** Null where the disk does not give the page; smaller pages then show how far it can be read. */
function pageOf(source: LogSource, fromSeq: number, limit: number) {
  for (const size of [limit, 1]) {
    try {
      return source.page(fromSeq, size)
    } catch (error) {
      if (!isDiskError(error)) throw error
    }
  }
  return null
}

function isDiskError(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && code.startsWith('SQLITE_')
}

function* linesOf(
  source: LogSource,
  header: LogFileHeader,
  key: Pick<StationKey, 'private'>,
): Generator<Buffer> {
  const digest = createHash('sha256')
  const line = (value: object) => {
    const bytes = Buffer.from(lineOf(value))
    digest.update(bytes)
    return bytes
  }
  yield line(header)
  for (let seq = header.fromSeq; seq <= header.throughSeq;) {
    const page = pageOf(source, seq, Math.min(PAGE, header.throughSeq - seq + 1)) ?? []
    if (page.length === 0) throw new Error(`action ${seq} cannot be read any more`)
    yield Buffer.concat(page.map(line))
    seq += page.length
  }
  const signature = signWith(key, signedText(digest.digest('hex')))
  yield Buffer.from(lineOf({ signature }))
}

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`
}
