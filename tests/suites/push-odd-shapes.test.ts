import { describe, expect, test } from 'vitest'
import { databases } from '../support/databases.ts'
import { listAt, packOrder } from '../support/floor.ts'
import { outcomes, type SyncClient } from '../support/sync-client.ts'
import { floorsForTests } from '../support/sync-floor.ts'

describe.each(databases)('pushes of odd shapes on $kind', ({ open }) => {
  const start = floorsForTests(open)

  /** A tower of pallets, each on the next; answers with the lowest. */
  async function tower(client: SyncClient, height: number): Promise<string> {
    const { log, nextUnit } = client.station
    const units = Array.from({ length: height }, () => nextUnit())
    for (const unitId of units) log.act('pack.open', { unitId, kind: 'pallet' })
    await client.push()
    for (const [index, unitId] of units.entries()) {
      const parentId = units[index + 1]
      if (parentId !== undefined) log.act('pack.nest', { unitId, parentId })
    }
    await client.push()
    return units.at(-1) ?? ''
  }

  test('[PUSH-2] units nested deeper than anyone would hold up no queue', async () => {
    const { bench, floor } = await start()
    const client = await bench()
    const { log } = client.station
    const loadId = floor.load.id
    const deep = await tower(client, 15)
    log.act('load.claim', { loadId })
    log.act('load.add', { loadId, unitId: deep })
    expect(outcomes((await client.push()).receipts)[1]).toMatch(/^excepted/)
    const absurd = await tower(client, 60)
    log.act('session.sign-in', {})
    log.act('load.add', { loadId, unitId: absurd })
    log.act('session.sign-out', {})
    const { receipts } = await client.push()
    expect(outcomes(receipts)).toEqual(['accepted', 'refused poison', 'accepted'])
  })

  test('[PUSH-3] one batch sent twice at once counts once', async () => {
    const { bench, floor } = await start()
    const client = await bench()
    packOrder(client.station, listAt(floor, 0))
    const both = await Promise.all([client.send(), client.send()])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    const [one, other] = both.map(({ body }) => {
      const { receipts } = body as { receipts: { replayed?: boolean }[] }
      return receipts.map(({ replayed: _, ...receipt }) => receipt)
    })
    expect(one).toEqual(other)
    const unit = (await client.pull()).changes.filter(({ kind }) => kind === 'unit')
    expect(unit).toHaveLength(1)
  })
})
