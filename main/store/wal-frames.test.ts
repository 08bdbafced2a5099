import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { logAction } from '../testing/logged.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { LogStore } from './log-store.ts'
import { isWalDamaged, readWal } from './wal-frames.ts'

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

const framesOf = (bytes: Buffer) => readWal(bytes) ?? []

test('[I1] every frame that SQLite wrote proves itself', () => {
  const frames = framesOf(walOf(5))
  expect(frames.length).toBeGreaterThan(5)
  expect(frames.every(({ isWhole }) => isWhole)).toBe(true)
  expect(frames.filter(({ isCommit }) => isCommit)).toHaveLength(5)
  expect(isWalDamaged(frames)).toBe(false)
})

test('[I1] a flipped bit in a commit that others follow is damage', () => {
  const bytes = walOf(5)
  const changed = framesOf(flip(bytes, HEADER_BYTES + 24 + 100))
  expect(changed.filter(({ isWhole }) => !isWhole)).toHaveLength(1)
  expect(isWalDamaged(changed)).toBe(true)
})

test('[I1] a torn last commit is what a power cut leaves, and no damage', () => {
  const bytes = walOf(5)
  const lastFrame = bytes.length - FRAME_BYTES
  expect(isWalDamaged(framesOf(flip(bytes, lastFrame + 24 + 100)))).toBe(false)
  expect(isWalDamaged(framesOf(bytes.subarray(0, bytes.length - 700)))).toBe(false)
})

test('[I1] what is no write-ahead log holds no frames', () => {
  expect(readWal(Buffer.alloc(10))).toBeNull()
  expect(readWal(Buffer.alloc(8_192, 0x41))).toBeNull()
  expect(isWalDamaged([])).toBe(false)
})
