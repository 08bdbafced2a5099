import { expect, test } from 'vitest'
import { manualClock } from '../testing/manual-clock.ts'
import { DISK_RESERVE_BYTES, DISK_WARNING_BYTES, DiskReserve } from './disk-reserve.ts'

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

test('[LOG-5] a disk that does not answer takes no new scans, and does not end the host', () => {
  const clock = manualClock(0)
  let isThere = true
  const freeBytes = () => {
    if (isThere) return DISK_RESERVE_BYTES
    throw new Error('ENODEV')
  }
  const disk = new DiskReserve({ clock, freeBytes })
  isThere = false
  clock.advance(60_000)
  expect(disk.isLow).toBe(true)
  isThere = true
  clock.advance(60_000)
  expect(disk.isLow).toBe(false)
  disk.close()
})

test('[LOG-5] somebody is told before scans are refused', () => {
  const clock = manualClock(0)
  let free = DISK_WARNING_BYTES
  const disk = new DiskReserve({ clock, freeBytes: () => free })
  expect(disk.room).toBe('plenty')
  free -= 1
  clock.advance(60_000)
  expect([disk.room, disk.isLow]).toEqual(['little', false])
  disk.close()
})
