import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { logAction } from '../testing/logged.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { LogStore } from './log-store.ts'
import { isWalDamaged, readWal } from './wal-frames.ts'

const NONE = { isHeaderWhole: true, frames: [] }

const HEADER_BYTES = 32
const FRAME_BYTES = 24 + 4_096

/** The write-ahead log of a few commits, each synced before the next. */
function walOf(commits: number): Buffer {
  const folder = tempFolder()
  const log = new LogStore(folder)
  log.db.pragma('wal_checkpoint(TRUNCATE)')
  for (let n = 0; n < commits; n += 1) logAction(log, 'session.sign-in', {})
  const bytes = readFileSync(join(folder, 'log.db-wal'))
  log.close()
  return bytes
}

function flip(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes)
  changed.writeUInt8(changed.readUInt8(at) ^ 0x04, at)
  return changed
}

const framesOf = (bytes: Buffer) => readWal(bytes)?.frames ?? []
const isDamaged = (bytes: Buffer) => isWalDamaged(readWal(bytes) ?? NONE)

test('[I1] every frame that SQLite wrote proves itself', () => {
  const bytes = walOf(5)
  const frames = framesOf(bytes)
  expect(frames.length).toBeGreaterThan(5)
  expect(frames.every(({ isWhole }) => isWhole)).toBe(true)
  expect(frames.filter(({ isCommit }) => isCommit)).toHaveLength(5)
  expect(isDamaged(bytes)).toBe(false)
})

test('[I1] a flipped bit in a commit that others follow is damage', () => {
  const bytes = walOf(5)
  const changed = flip(bytes, HEADER_BYTES + 24 + 100)
  expect(framesOf(changed).filter(({ isWhole }) => !isWhole)).toHaveLength(1)
  expect(isDamaged(changed)).toBe(true)
})

test('[I1] a torn last commit is what a power cut leaves, and no damage', () => {
  const bytes = walOf(5)
  const lastFrame = bytes.length - FRAME_BYTES
  expect(isDamaged(flip(bytes, lastFrame + 24 + 100))).toBe(false)
  expect(isDamaged(bytes.subarray(0, bytes.length - 700))).toBe(false)
})

test('[I1] no byte of the header or of a frame’s own can flip unseen, though SQLite then forgets all behind it', () => {
  const bytes = walOf(5)
  const places = [
    ...Array(HEADER_BYTES).keys(),
    ...Array.from({ length: 24 }, (_, at) => at + HEADER_BYTES),
  ]
  for (const at of places) expect({ at, is: isDamaged(flip(bytes, at)) }).toEqual({ at, is: true })
  // The pages are still there to be searched.
  expect(framesOf(flip(bytes, 9)).length).toBeGreaterThan(5)
})

test('[I1] a torn last commit between frames of the round before is no damage, one that others follow is', () => {
  const folder = tempFolder()
  const log = new LogStore(folder)
  for (let n = 0; n < 9; n += 1) logAction(log, 'session.sign-in', {})
  const before = readFileSync(join(folder, 'log.db-wal'))
  log.db.pragma('wal_checkpoint(RESTART)')
  for (let n = 0; n < 2; n += 1) logAction(log, 'session.sign-in', {})
  const bytes = readFileSync(join(folder, 'log.db-wal'))
  log.close()
  const commits = framesOf(bytes).flatMap(({ isCommit }, index) => (isCommit ? [index] : []))
  const [first = 0, last = 0] = commits
  const withOld = (from: number, to: number) => {
    const [start, end] = [from, to].map((index) => HEADER_BYTES + index * FRAME_BYTES)
    return Buffer.concat([
      bytes.subarray(0, start),
      before.subarray(start, end),
      bytes.subarray(end),
    ])
  }
  expect(last - first).toBeGreaterThan(1)
  // Of the last transaction only its end arrived; of the first one only its end is left.
  expect(isDamaged(withOld(first + 1, last))).toBe(false)
  expect(isDamaged(withOld(0, first))).toBe(true)
})

test('[I1] frames of the round before, behind the newest one, are no damage', () => {
  const folder = tempFolder()
  const log = new LogStore(folder)
  for (let n = 0; n < 5; n += 1) logAction(log, 'session.sign-in', {})
  log.db.pragma('wal_checkpoint(RESTART)')
  logAction(log, 'session.sign-in', {})
  const bytes = readFileSync(join(folder, 'log.db-wal'))
  log.close()
  expect(framesOf(bytes).filter(({ isCommit }) => isCommit)).toHaveLength(1)
  expect(isDamaged(bytes)).toBe(false)
})

test('[I1] what is no write-ahead log holds no frames', () => {
  expect(readWal(Buffer.alloc(10))).toBeNull()
  expect(isDamaged(Buffer.alloc(10))).toBe(false)
  expect(isDamaged(Buffer.alloc(8_192, 0x41))).toBe(true)
})
