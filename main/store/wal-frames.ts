/**
 * What SQLite's write-ahead log holds, frame by frame: https://sqlite.org/fileformat2.html#walformat.
 * SQLite itself stops at the first frame that does not prove itself and forgets all behind it without
 * a word, although those may be commits that a bench has confirmed.
 */

const HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24
const MAGIC = 0x377f0682
const PAGE_BYTES_MAX = 65_536

export type WalFrame = {
  page: Buffer
  /** Ends a transaction. */
  isCommit: boolean
  /** Its bytes are those that were written. */
  isWhole: boolean
}

/** The frames of the log's newest round up to its last commit, or null where there is no such log. */
export function readWal(bytes: Buffer): WalFrame[] | null {
  if (bytes.length < HEADER_BYTES) return null
  const magic = bytes.readUInt32BE(0)
  const pageBytes = bytes.readUInt32BE(8)
  const isPageSize = pageBytes >= 512 && pageBytes <= PAGE_BYTES_MAX
  if ((magic & ~1) >>> 0 !== MAGIC || !isPageSize) return null
  const isBigEndian = (magic & 1) === 1
  const salts = bytes.subarray(16, 24)
  const frames: WalFrame[] = []
  let sum: Sum = [bytes.readUInt32BE(24), bytes.readUInt32BE(28)]
  const step = FRAME_HEADER_BYTES + pageBytes
  for (let at = HEADER_BYTES; at + step <= bytes.length; at += step) {
    const header = bytes.subarray(at, at + FRAME_HEADER_BYTES)
    const page = bytes.subarray(at + FRAME_HEADER_BYTES, at + step)
    // Frames of an earlier round lie behind the newest one; they are in the database already.
    if (!header.subarray(8, 16).equals(salts)) break
    const stored: Sum = [header.readUInt32BE(16), header.readUInt32BE(20)]
    const found = addTo(addTo(sum, header.subarray(0, 8), isBigEndian), page, isBigEndian)
    const isWhole = found[0] === stored[0] && found[1] === stored[1]
    frames.push({ page, isCommit: header.readUInt32BE(4) !== 0, isWhole })
    // Each frame is judged on its own bytes, so that one bad frame does not condemn the rest.
    sum = stored
  }
  return frames.slice(0, frames.findLastIndex(({ isCommit }) => isCommit) + 1)
}

/**
 * Whether a commit that had been synced is damaged. The last transaction may be torn by a power cut
 * before its sync: nobody was told of it. One before it had been confirmed.
 */
export function isWalDamaged(frames: readonly WalFrame[]): boolean {
  const firstBad = frames.findIndex(({ isWhole }) => !isWhole)
  if (firstBad === -1) return false
  return frames.slice(firstBad).filter(({ isCommit }) => isCommit).length > 1
}

type Sum = readonly [number, number]

function addTo([start0, start1]: Sum, bytes: Buffer, isBigEndian: boolean): Sum {
  let s0 = start0
  let s1 = start1
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    s0 = (s0 + (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + s1) >>> 0
    s1 = (s1 + (isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + s0) >>> 0
  }
  return [s0, s1]
}
