/**
 * What SQLite's write-ahead log holds, frame by frame: https://sqlite.org/fileformat2.html#walformat.
 * SQLite itself stops at the first frame that does not prove itself and forgets all behind it without
 * a word, although those may be commits that a bench has confirmed.
 */

const HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24
const MAGIC = 0x377f0682
const PAGE_BYTES_MAX = 65_536

/** SQLite's own choice, which our databases keep. */
const PAGE_BYTES = 4_096

export type WalFrame = {
  page: Buffer
  /** Ends a transaction of this round. */
  isCommit: boolean
  /** Its bytes are those that were written. */
  isWhole: boolean
}

export type Wal = {
  /** SQLite takes nothing from a log whose header does not prove itself. */
  isHeaderWhole: boolean
  /** Those of the newest round, up to its last commit. */
  frames: WalFrame[]
}

/** What the log holds, or null where there is none. */
export function readWal(bytes: Buffer): Wal | null {
  if (bytes.length < HEADER_BYTES) return null
  const header = readHeader(bytes)
  const { pageBytes, salts, isBigEndian } = header ?? assumedHeader(bytes)
  const frames: WalFrame[] = []
  let sum: Sum = sumAt(bytes, 24)
  let isOfRound = true
  const step = FRAME_HEADER_BYTES + pageBytes
  for (let at = HEADER_BYTES; at + step <= bytes.length; at += step) {
    const head = bytes.subarray(at, at + FRAME_HEADER_BYTES)
    const page = bytes.subarray(at + FRAME_HEADER_BYTES, at + step)
    const hasSalts = head.subarray(8, 16).equals(salts)
    const stored = sumAt(head, 16)
    const found = addTo(addTo(sum, head.subarray(0, 8), isBigEndian), page, isBigEndian)
    // The salts are not in the sum: a frame that goes on from one of this round is of it whatever they say.
    isOfRound = hasSalts || (isOfRound && isSame(found, stored))
    const isCommit = isOfRound && head.readUInt32BE(4) !== 0
    frames.push({ page, isCommit, isWhole: hasSalts && isSame(found, stored) })
    // Each frame is judged on its own bytes, so that one bad frame does not condemn the rest.
    sum = stored
  }
  // Frames of earlier rounds lie behind the newest one, also where a torn transaction left gaps. Their
  // commits are in the database already.
  const last = frames.findLastIndex(({ isCommit }) => isCommit)
  return { isHeaderWhole: header !== null, frames: frames.slice(0, last + 1) }
}

/**
 * Whether a commit that had been synced is damaged. The last transaction may be torn by a power cut
 * before its sync: nobody was told of it. One before it had been confirmed. The header is synced before
 * the first frame is written.
 */
export function isWalDamaged({ isHeaderWhole, frames }: Wal): boolean {
  if (!isHeaderWhole) return true
  const firstBad = frames.findIndex(({ isWhole }) => !isWhole)
  if (firstBad === -1) return false
  return frames.slice(firstBad).filter(({ isCommit }) => isCommit).length > 1
}

type Header = { pageBytes: number; salts: Buffer; isBigEndian: boolean }

function readHeader(bytes: Buffer): Header | null {
  const magic = bytes.readUInt32BE(0)
  const pageBytes = bytes.readUInt32BE(8)
  if ((magic & ~1) >>> 0 !== MAGIC || pageBytes < 512 || pageBytes > PAGE_BYTES_MAX) return null
  const isBigEndian = (magic & 1) === 1
  const found = addTo([0, 0], bytes.subarray(0, 24), isBigEndian)
  if (!isSame(found, sumAt(bytes, 24))) return null
  return { pageBytes, salts: bytes.subarray(16, 24), isBigEndian }
}

/** As our own logs are written; the first frame says which round it is of. */
function assumedHeader(bytes: Buffer): Header {
  const salts = bytes.subarray(HEADER_BYTES + 8, HEADER_BYTES + 16)
  return { pageBytes: PAGE_BYTES, salts, isBigEndian: false }
}

type Sum = readonly [number, number]

function sumAt(bytes: Buffer, at: number): Sum {
  return [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)]
}

function isSame(left: Sum, right: Sum): boolean {
  return left[0] === right[0] && left[1] === right[1]
}

function addTo([start0, start1]: Sum, bytes: Buffer, isBigEndian: boolean): Sum {
  let s0 = start0
  let s1 = start1
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    s0 = (s0 + (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + s1) >>> 0
    s1 = (s1 + (isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + s0) >>> 0
  }
  return [s0, s1]
}
