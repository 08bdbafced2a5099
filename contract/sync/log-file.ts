import { z } from 'zod'
import { Instant } from '../documents/ids.ts'
import { Hash, Incarnation, LoggedAction } from './envelope.ts'
import { ACTION_BODY_BYTES_MAX, LOG_FILE_ACTIONS_MAX } from './limits.ts'

/**
 * A bench's log carried by hand, for where no network leads to the office: gzip of lines of JSON, each
 * ended by LF. The first line is a `LogFileHeader`, one `LoggedAction` a line follows in the order of the
 * log, and the last line is a `LogFileSignature` over every byte before it. The bytes of the actions are
 * those of the log, so the office takes them as if they had been pushed.
 */
export const LOG_FILE_FORMAT = 'loadline-log'
export const LOG_FILE_VERSION = 1

/** Media type of such a file. */
export const LOG_FILE_TYPE = 'application/x-loadline-log'

/**
 * Bytes of one line: a body whose every character is escaped, and its id and hash.
 */
export const LOG_FILE_LINE_BYTES_MAX = 6 * ACTION_BODY_BYTES_MAX + 1024

export const LogFileHeader = z.object({
  format: z.literal(LOG_FILE_FORMAT),
  version: z.literal(LOG_FILE_VERSION),
  stationId: z.string().min(1).max(64),
  stationName: z.string().max(200),
  /** The station's own, as SPKI in base64: looked at only where the office was never told one. */
  publicKey: z.string().max(200),
  incarnation: Incarnation,
  /** What the station was last told when the file was written, as in a push. */
  epoch: z.string().max(64),
  ackedSeq: z.int().min(0),
  knownHead: z.int().min(0),
  /** The first action of the file and the last; the last is one before the first where there are none. */
  fromSeq: z.int().min(1),
  throughSeq: z.int().min(0),
  /** Hash of the action before the first. */
  prevHash: Hash,
  /** By the station's own clock. */
  exportedAt: Instant,
  appVersion: z.string().max(40),
})
export type LogFileHeader = z.infer<typeof LogFileHeader>

export const LogFileAction = LoggedAction
export type LogFileAction = z.infer<typeof LogFileAction>

/** Ed25519 by the station's key over `signedText`, in base64. */
export const LogFileSignature = z.object({ signature: z.string().length(88) })
export type LogFileSignature = z.infer<typeof LogFileSignature>

/** What is signed, by the SHA-256, in hex, of all lines before the signature, so that nobody need hold them. */
export function signedText(digest: string): string {
  return `${LOG_FILE_FORMAT} ${LOG_FILE_VERSION}\n${digest}\n`
}

export const LOG_FILE_ENDING = '.loadlog'

/** The name a file is given: `loadline-<station>-<from>-<through>.loadlog`. */
export function logFileName(
  header: Pick<LogFileHeader, 'stationName' | 'stationId' | 'fromSeq' | 'throughSeq'>,
): string {
  const plain = header.stationName
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 40)
  const station = plain === '' ? header.stationId : plain
  return `loadline-${station}-${header.fromSeq}-${header.throughSeq}${LOG_FILE_ENDING}`
}

/** Actions that go into a file which begins at `fromSeq`, of a log that ends at `lastSeq`. */
export function actionsOfFile(fromSeq: number, lastSeq: number): number {
  return Math.max(0, Math.min(lastSeq - fromSeq + 1, LOG_FILE_ACTIONS_MAX))
}
