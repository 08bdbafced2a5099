import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  benchWork,
  type BusyOffice,
  DESK_DEEDS,
  type Dice,
  dice,
  HOUSE_DEEDS,
  openBusyOffice,
} from '../support/busy-office.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { handClock } from '../support/wholesaler.ts'

const CONNECTIONS = 16
const SEED = Number(process.env['LOADLINE_TEST_SEED'] ?? 7)
/** Calls that must have done something, or the run has shown nothing. */
const EVENTS = ['adjust', 'cancel', 'generate', 'history', 'loads', 'release', 'resolve', 'status']
const DEEDS = { ...DESK_DEEDS, ...HOUSE_DEEDS }

describe.each(databases)('everything at once on $kind', ({ kind, open }) => {
  const rounds = Number(process.env['LOADLINE_TEST_ROUNDS'] ?? (kind === 'postgres' ? 40 : 15))
  let database: TestDatabase
  let office: TestOffice
  let busy: BusyOffice
  const collisions: string[] = []

  beforeEach(async () => {
    collisions.length = 0
    database = await open({
      connections: CONNECTIONS,
      onCollision: (code) => collisions.push(code),
    })
    office = await startOffice({ database, deps: { clock: handClock() } })
    busy = await openBusyOffice(office)
  })

  afterEach(async () => {
    await office.close()
    await database.close()
  })

  test('[I5] whatever two people do at once, they never wait for each other in a circle', async () => {
    const roll = dice(SEED)
    for (let round = 1; round <= rounds; round += 1) {
      await busy.look()
      await Promise.all([
        ...busy.benches.map((bench) => benchWork(busy, bench, roll)),
        ...Array.from({ length: CONNECTIONS }, () => someDeed(roll)(busy, roll)),
      ])
    }
    expect(busy.failures).toEqual([])
    expect(Object.keys(busy.done)).toEqual(expect.arrayContaining(EVENTS))
    expect(collisions).not.toContain('40P01')
    await requireTrueBooks(database.store)
  })
})

function someDeed(roll: Dice) {
  const deed = roll.one(Object.values(DEEDS))
  if (deed === undefined) throw new Error('nothing to do')
  return deed
}
