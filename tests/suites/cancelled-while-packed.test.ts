import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { quantityCode } from '#contract/barcode/loadline-code.ts'
import { type OfficeProcess, type ProcessBench, startBenchProcess } from '../support/bench-floor.ts'
import { blackHole, type BlackHole } from '../support/black-hole.ts'
import { createDatabase } from '../support/databases.ts'
import { knows, packByScans } from '../support/line-by-scans.ts'
import { type ProcessFloor, startProcessFloor } from '../support/process-floor.ts'
import { listsOf, OAK, postOrder } from '../support/small-shop.ts'
import type { Item } from '../support/troubles.ts'

const ON_HAND = 6_000
const PACKED = 3

describe.each(['pglite', 'postgres'] as const)('cancelled while it is packed, on %s', (kind) => {
  let floor: ProcessFloor
  let office: OfficeProcess
  let network: BlackHole
  let bench: ProcessBench

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
    bench = floor.bench
  })

  afterAll(async () => {
    await bench.process.stop()
    await floor.close()
    await office.process.stop()
    network.close()
  })

  async function exceptionsOf(orderNumber: string, isOpen: boolean): Promise<Item[]> {
    const path = `/v1/exceptions?open=${isOpen}&limit=500`
    const { items } = await office.get<{ items: Item[] }>(path)
    return items.filter((item) => item.reference === orderNumber)
  }

  async function oak(): Promise<{ onHand: number; reserved: number; available: number }> {
    const { items } = await office.get<{
      items: { onHand: number; reserved: number; available: number }[]
    }>(`/v1/stock?sku=${OAK.sku}`)
    const [row] = items
    if (row === undefined) throw new Error('no oak')
    const { onHand, reserved, available } = row
    return { onHand, reserved, available }
  }

  async function reservedInLedger(): Promise<number> {
    const { items } = await office.get<{ items: { reservedDelta: number }[] }>(
      `/v1/ledger?sku=${OAK.sku}&limit=500`,
    )
    return items.reduce((sum, row) => sum + row.reservedDelta, 0)
  }

  test('the pack is recorded, a task opens, and stock comes back when the put-back is scanned', async () => {
    const badge = floor.badges['sanne'] ?? ''
    const order = await postOrder(office, [{ sku: OAK.sku, quantity: PACKED }])
    const { orderNumber } = order
    const listCode = (await listsOf(office, order.deliveryDate))[orderNumber]?.code ?? ''
    await bench.until('the bench has been told of people', ({ server }) => server.online)
    await bench.scan(badge)
    await bench.until('the list is here', ({ workflow }) => knows(workflow, listCode))

    // Offline, the bench packs what the office cancels meanwhile.
    network.swallow()
    const scans = Array.from({ length: PACKED }, () => OAK.ean)
    const hands = { bench, devices: floor.devices }
    const unitId = await packByScans(hands, {
      badge,
      listCode,
      scans,
      weightGrams: PACKED * OAK.grams,
    })
    await office.post(`/v1/orders/${orderNumber}/cancel`, { reason: 'changed mind' })
    expect(await oak()).toEqual({ onHand: ON_HAND, reserved: 0, available: ON_HAND })
    expect(await exceptionsOf(orderNumber, true)).toEqual([])

    network.restore(office.url)
    await bench.until('all of it is answered', ({ log }) => log.pending === 0)
    const [task, ...others] = await exceptionsOf(orderNumber, true)
    expect(others).toEqual([])
    expect(task).toMatchObject({
      code: 'order-cancelled',
      task: 'put-back',
      detail: { goods: `${PACKED} × ${OAK.sku}`, list: listCode },
    })
    expect(await office.get(`/v1/orders/${orderNumber}`)).toMatchObject({
      status: 'CANCELLED',
      lines: [{ picked: PACKED, packed: PACKED, reserved: PACKED }],
    })
    expect(await oak()).toEqual({
      onHand: ON_HAND,
      reserved: PACKED,
      available: ON_HAND - PACKED,
    })

    // The bench is told, and killed in the middle of putting back it goes on where it was.
    const codes = await bench.codes()
    const told: string[] = []
    while (!told.includes('order-cancelled')) {
      const { workflow } = await bench.until('an alert', (state) => state.workflow.alert !== null)
      told.push(workflow.alert?.code ?? '')
      await bench.scan(codes['ACK'] ?? '')
    }
    expect(told, 'its claim had not reached the office').toEqual([
      'claim-refused',
      'order-cancelled',
    ])
    const idle = await bench.state()
    expect(idle.workflow.putBacks).toMatchObject([{ code: listCode, quantity: PACKED }])
    await bench.scan(`00${unitId}`)
    await bench.scan(OAK.ean)
    const half = await bench.state()
    expect(half.workflow).toMatchObject({ kind: 'packing', putBack: { left: 2, total: PACKED } })
    await bench.process.kill()
    bench = await startBenchProcess({
      dataFolder: `${floor.folder}/bench`,
      serverUrl: network.url,
    })
    const revived = await bench.state()
    expect(revived.workflow).toMatchObject({ kind: 'packing', putBack: { left: 2, total: PACKED } })
    await bench.scan(quantityCode(2))
    await bench.scan(OAK.ean)
    const done = await bench.until('it is all answered', ({ log }) => log.pending === 0)
    expect(done.workflow).toMatchObject({ kind: 'idle', putBacks: [] })
    expect(done.log.refused, 'the claim alone').toBe(1)

    expect(await exceptionsOf(orderNumber, true)).toEqual([])
    expect(await exceptionsOf(orderNumber, false)).toMatchObject([
      { id: task?.id, choice: 'put-back' },
    ])
    expect(await oak()).toEqual({ onHand: ON_HAND, reserved: 0, available: ON_HAND })
    expect(await reservedInLedger()).toBe(0)
    expect(await office.get(`/v1/orders/${orderNumber}`)).toMatchObject({
      lines: [{ picked: 0, packed: 0, reserved: 0 }],
    })
  })
})
