import { expect, test } from 'vitest'
import { manualClock } from '../testing/manual-clock.ts'
import { settle } from '../testing/sync-bench.ts'
import { ASLEEP, Lane } from './lane.ts'

test('[PUSH-1] a turn that wakes its own lane before it waits is followed by another, never joined', async () => {
  let underWay = 0
  let most = 0
  let turns = 0
  const lane: Lane = new Lane(
    manualClock(),
    async () => {
      underWay += 1
      most = Math.max(most, underWay)
      turns += 1
      if (turns === 1) lane.wake()
      await settle()
      underWay -= 1
      return ASLEEP
    },
    () => undefined,
  )
  lane.wake()
  await settle()
  await settle()
  await settle()
  expect({ most, turns }).toEqual({ most: 1, turns: 2 })
  await lane.close()
})
