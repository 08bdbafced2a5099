import { afterEach, describe, expect, test } from 'vitest'
import { NUMBER_RANGE_LOW } from '#contract/sync/limits.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { type Floor, layFloor, listAt, packOrder } from '../support/floor.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { createStationLog } from '../support/station-log.ts'
import { outcomes, syncClient, type SyncClient } from '../support/sync-client.ts'
import { handClock } from '../support/wholesaler.ts'
import { buildSscc } from '#contract/barcode/sscc.ts'

describe.each(databases)('leases and numbers on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let floor: Floor
  const clock = handClock()

  async function start(): Promise<void> {
    clock.set('2026-03-02T06:00:00.000Z')
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    floor = await layFloor(database.store)
  }

  async function bench(): Promise<SyncClient> {
    const row = await database.store.snapshot((tx) =>
      tx.selectFrom('office').select('epoch').executeTakeFirstOrThrow(),
    )
    return syncClient(office, await floor.station(), row.epoch)
  }

  afterEach(async () => {
    await office.close()
    await database.close()
  })

  test('[LEASE-1] any contact renews a claim; twelve hours of silence end it', async () => {
    await start()
    const [north, south] = [await bench(), await bench()]
    const pickListId = listAt(floor, 0).id
    const claim = async (client: SyncClient) => {
      client.station.log.act('pick.claim', { pickListId })
      return outcomes((await client.push()).receipts)
    }
    expect(await claim(north)).toEqual(['accepted'])
    clock.set('2026-03-02T16:00:00.000Z')
    await north.pull()
    clock.set('2026-03-03T03:59:00.000Z')
    expect(await claim(south)).toEqual(['refused already-claimed'])
    clock.set('2026-03-03T04:01:00.000Z')
    expect(await claim(south)).toEqual(['accepted'])
    north.station.log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 1 })
    expect(outcomes((await north.push()).receipts)).toEqual(['excepted claimed-elsewhere'])
  })

  test('[LEASE-1] facts that come after the lease count while nobody else has claimed', async () => {
    await start()
    const client = await bench()
    const list = listAt(floor, 0)
    client.station.log.act('pick.claim', { pickListId: list.id })
    await client.push()
    clock.set('2026-03-09T06:00:00.000Z')
    client.station.log.act('pick.confirm', { pickListId: list.id, lineNo: 1, quantity: 1 })
    expect(outcomes((await client.push()).receipts)).toEqual(['accepted'])
  })

  test('[NUM-1] the next range comes when a fifth is left, and a number of no range is excepted', async () => {
    await start()
    const enrolled = await office.enrol()
    const { numberRange: range, stationId, token } = enrolled
    const log = createStationLog({ incarnation: enrolled.incarnation })
    const nextUnit = () => ''
    const station = { stationId, token, log, nextUnit }
    const client = syncClient(office, station, enrolled.epoch)
    const ranges = async () => {
      const { changes } = await client.pull()
      const found = changes.find((change) => change.kind === 'number-range')
      const doc = found?.doc as { ranges: { from: number; to: number }[] } | undefined
      return doc?.ranges ?? []
    }
    const openUnit = async (serial: number) => {
      log.act('pack.open', { unitId: buildSscc(range.prefix, serial), kind: 'carton' })
      return outcomes((await client.push()).receipts)
    }
    expect(await openUnit(range.from)).toEqual(['accepted'])
    expect(await ranges()).toHaveLength(1)
    expect(await openUnit(range.to - NUMBER_RANGE_LOW - 1)).toEqual(['accepted'])
    expect(await ranges()).toHaveLength(1)
    expect(await openUnit(range.to - NUMBER_RANGE_LOW)).toEqual(['accepted'])
    const [first, second, ...others] = await ranges()
    expect(first).toMatchObject({ from: range.from, to: range.to })
    expect(second?.from).toBeGreaterThan(range.to)
    expect(others).toEqual([])
    expect(await openUnit(range.to - 1)).toEqual(['accepted'])
    expect(await ranges()).toHaveLength(2)
    expect(await openUnit(second?.from ?? 0)).toEqual(['accepted'])
    expect(await openUnit((second?.to ?? 0) + 1)).toEqual(['excepted number-out-of-range'])
  })

  test('[I15] a number that is on a unit already is reported, and the unit stays as it is', async () => {
    await start()
    const client = await bench()
    const list = listAt(floor, 0)
    const unitId = packOrder(client.station, list)
    client.station.log.act('pack.open', { unitId, kind: 'pallet' })
    expect(outcomes((await client.push()).receipts).at(-1)).toBe('excepted number-out-of-range')
    const unit = (await client.pull()).changes.find((change) => change.id === unitId)
    expect(unit?.doc).toMatchObject({ kind: 'carton', status: 'closed' })
  })
})
