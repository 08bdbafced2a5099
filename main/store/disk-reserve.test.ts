import { expect, test } from 'vitest'
import { manualClock } from '../testing/manual-clock.ts'
import { DISK_RESERVE_BYTES, DiskReserve } from './disk-reserve.ts'

test('[LOG-5] the reserve is watched while the bench works', () => {
  const clock = manualClock(0)
  let free = DISK_RESERVE_BYTES
  const disk = new DiskReserve({ clock, freeBytes: () => free })
  expect(disk.isLow).toBe(false)
  free -= 1
  clock.advance(60_000)
  expect(disk.isLow).toBe(true)
  free += 1
  clock.advance(60_000)
  expect(disk.isLow).toBe(false)
  disk.close()
})
