import { ActionBody, type LoggedAction } from '#contract/sync/envelope.ts'

/**
 * Finds actions in the raw bytes of a database that SQLite can't read any more. A row of `action` is
 * stored in one piece (https://sqlite.org/fileformat2.html#record_format): its seq, a header with the
 * lengths, then id, body and hash as they are. As an action is never changed, every copy of it that
 * lies in the file is the action. Bodies too long for one page are not found; real ones are far shorter.
 */
export function carveActions(bytes: Buffer): LoggedAction[] {
  const found: LoggedAction[] = []
  for (let at = bytes.indexOf(HASH_TYPE); at !== -1; at = bytes.indexOf(HASH_TYPE, at + 1)) {
    const action = readRow(bytes, at)
    if (action !== null) found.push(action)
  }
  return found
}

/** Types of a record's columns: NULL for the seq, which is the row's number, then texts by length. */
const SEQ_TYPE = 0
const ID_LENGTH = 36
const ID_TYPE = textType(ID_LENGTH)
const HASH_LENGTH = 64
/** The type of the hash as it is written: 141, in two bytes. */
const HASH_TYPE = Buffer.from([0x81, 0x0d])

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const HASH = /^[0-9a-f]{64}$/

/** Longest run of bytes that one number takes. */
const VARINT_BYTES_MAX = 9

function textType(length: number): number {
  return 13 + 2 * length
}

function readRow(bytes: Buffer, hashTypeAt: number): LoggedAction | null {
  const idAt = hashTypeAt + HASH_TYPE.length
  const id = bytes.toString('latin1', idAt, idAt + ID_LENGTH)
  if (!ID.test(id)) return null
  for (let width = 1; width <= 3; width += 1) {
    const bodyTypeAt = hashTypeAt - width
    const headerAt = bodyTypeAt - 3
    if (headerAt < 2) return null
    const isHeader =
      bytes[bodyTypeAt - 1] === ID_TYPE &&
      bytes[bodyTypeAt - 2] === SEQ_TYPE &&
      bytes[headerAt] === 3 + width + HASH_TYPE.length
    if (!isHeader) continue
    const bodyLength = (varint(bytes, bodyTypeAt, hashTypeAt) - 13) / 2
    const seq = varint(bytes, startOfVarint(bytes, headerAt), headerAt)
    const bodyAt = idAt + ID_LENGTH
    const body = bytes.toString('utf8', bodyAt, bodyAt + bodyLength)
    const hash = bytes.toString('latin1', bodyAt + bodyLength, bodyAt + bodyLength + HASH_LENGTH)
    return HASH.test(hash) && seq >= 1 && isBody(body) ? { seq, id, body, hash } : null
  }
  return null
}

/** Every byte of a number but its last has the high bit, and the number before ends without it. */
function startOfVarint(bytes: Buffer, end: number): number {
  let start = end - 1
  while (start > 0 && end - start < VARINT_BYTES_MAX && (bytes[start - 1] ?? 0) >= 0x80) start -= 1
  return start
}

function varint(bytes: Buffer, start: number, end: number): number {
  let value = 0
  for (let at = start; at < end; at += 1) value = value * 128 + ((bytes[at] ?? 0) & 0x7f)
  return value
}

/** Whether a text is an action's body, whatever its type. */
export function isBody(text: string): boolean {
  try {
    return ActionBody.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}
