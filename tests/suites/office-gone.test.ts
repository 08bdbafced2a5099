import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { blackHole, type BlackHole } from '../support/black-hole.ts'
import { startOfficeProcess, type OfficeProcess } from '../support/bench-floor.ts'
import { createDatabase } from '../support/databases.ts'
import { knows, loadByScans, packByScans } from '../support/line-by-scans.ts'
import { startProcessFloor, type ProcessFloor } from '../support/process-floor.ts'
import { listsOf, makeLoad, OAK, postOrder } from '../support/small-shop.ts'

describe.each(['pglite', 'postgres'] as const)('the office is gone, on %s', (kind) => {
  let floor: ProcessFloor
  let office: OfficeProcess
  let network: BlackHole

  beforeAll(async () => {
    const databaseUrl =
      kind === 'postgres' ? await createDatabase(inject('postgresUrl')) : undefined
    floor = await startProcessFloor({
      databaseUrl,
      through: async (officeUrl) => {
        network = await blackHole(officeUrl)
        return network.url
      },
    })
    office = floor.office
  })

  afterAll(async () => {
    await floor.close()
    await office.process.stop()
    network.close()
  })

  test('killed in the middle, the bench goes on to the truck and nothing is lost or doubled', async () => {
    const { bench, devices, badges, databaseUrl } = floor
    const first = await postOrder(office, [{ sku: OAK.sku, quantity: 3 }])
    const second = await postOrder(office, [{ sku: OAK.sku, quantity: 4 }])
    const lists = await listsOf(office, first.deliveryDate)
    const load = await makeLoad(office, first.deliveryDate)
    await bench.scan(badges['sanne'] ?? '')
    const needed = [...Object.values(lists).map((list) => list.code), load.code]
    await bench.until('the bench holds all of it', ({ workflow }) =>
      needed.every((code) => knows(workflow, code)),
    )
    const hands = { bench, devices }
    const pack = (order: { orderNumber: string }, count: number) =>
      packByScans(hands, {
        badge: badges['sanne'] ?? '',
        listCode: lists[order.orderNumber]?.code ?? '',
        scans: Array.from({ length: count }, () => OAK.ean),
        weightGrams: count * OAK.grams,
      })
    const firstUnit = await pack(first, 3)

    // The network swallows everything and the office dies behind it: no call is ever answered.
    network.swallow()
    await office.process.kill()
    const seqBefore = (await bench.state()).log.lastSeq
    const secondUnit = await pack(second, 4)
    await loadByScans(hands, {
      loadCode: load.code,
      labels: [`00${firstUnit}`, `00${secondUnit}`],
    })
    const offline = await bench.state()
    expect(offline.log.lastSeq).toBeGreaterThan(seqBefore + 10)
    expect(offline.log.ackedSeq).toBeLessThanOrEqual(seqBefore)

    office = await startOfficeProcess({ dataFolder: `${floor.folder}/office`, databaseUrl })
    network.restore(office.url)
    const after = await bench.until('every action has its receipt', ({ log }) => log.pending === 0)
    expect(after.log).toMatchObject({
      accepted: offline.log.lastSeq,
      excepted: 0,
      refused: 0,
    })

    for (const { orderNumber } of [first, second]) {
      const order = await office.get<{ status: string }>(`/v1/orders/${orderNumber}`)
      expect(order.status).toBe('LOADED')
    }
    const stock = await office.get<{ items: unknown[] }>(`/v1/stock?sku=${OAK.sku}`)
    expect(stock.items).toMatchObject([{ onHand: 5_993, reserved: 0 }])
    const { items } = await office.get<{ items: { kind: string; quantity: number }[] }>(
      `/v1/ledger?sku=${OAK.sku}&limit=100`,
    )
    const ofKind = (wanted: string) =>
      items.filter((row) => row.kind === wanted).reduce((sum, row) => sum + row.quantity, 0)
    expect({ committed: ofKind('COMMITTED'), shipped: ofKind('SHIPPED') }).toEqual({
      committed: 7,
      shipped: 7,
    })
    const slot = await office.get<{ packedWeightGrams: number }>(
      `/v1/capacity/NH/${first.deliveryDate}`,
    )
    expect(slot.packedWeightGrams).toBe(7 * OAK.grams)
  })
})
