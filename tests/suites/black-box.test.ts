import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createDatabase } from '../support/databases.ts'
import type { OfficeProcess } from '../support/bench-floor.ts'
import { packByScans, loadByScans } from '../support/line-by-scans.ts'
import { startProcessFloor, type ProcessFloor } from '../support/process-floor.ts'
import { readBarcodes, renderZpl } from '../support/read-label.ts'
import { AWKWARD_NAME, GLUE, listsOf, makeLoad, OAK, postOrder } from '../support/small-shop.ts'

const MEDIA = { widthMm: 102, heightMm: 152, dpi: 203 }

/**
 * The whole line with nothing shared but sockets: an office, a bench without a window, and a scanner,
 * a scale and a printer that know only their manuals.
 */
describe.each(['pglite', 'postgres'] as const)('the whole line on %s', (kind) => {
  let floor: ProcessFloor

  beforeAll(async () => {
    const databaseUrl =
      kind === 'postgres' ? await createDatabase(inject('postgresUrl')) : undefined
    floor = await startProcessFloor({ databaseUrl })
  })

  afterAll(async () => {
    await floor.close()
    await floor.office.process.stop()
  })

  test('an intent becomes a labelled pallet on a truck, with every book right', async () => {
    const { office, bench, devices, badges } = floor
    const lines = [
      { sku: OAK.sku, quantity: 7 },
      { sku: GLUE.sku, quantity: 2 },
    ]
    const order = await postOrder(office, lines, { name: AWKWARD_NAME })
    const lists = await listsOf(office, order.deliveryDate)
    const load = await makeLoad(office, order.deliveryDate)
    const list = lists[order.orderNumber]
    if (list === undefined) throw new Error('no list was made for the order')
    const weightGrams = 7 * OAK.grams + 2 * GLUE.grams

    const hands = { bench, devices }
    // A case of six and a single plank; two cans by a quantity code.
    const unitId = await packByScans(hands, {
      badge: badges['sanne'] ?? '',
      listCode: list.code,
      scans: [OAK.case, OAK.ean, 'Q2', GLUE.ean],
      weightGrams,
    })

    const [zpl] = devices.printer.jobs
    if (zpl === undefined) throw new Error('nothing was printed')
    const symbols = await readBarcodes(await renderZpl(zpl, MEDIA))
    const gs1 = symbols.find((symbol) => symbol.symbology === ']C1')
    expect(gs1?.text.replaceAll(/[()]/g, '')).toBe(`00${unitId}`)
    const qr = symbols.find((symbol) => symbol.text.startsWith('LL1|'))
    const fields = qr?.text.split('|').map((field) => decodeURIComponent(field)) ?? []
    expect(fields.slice(1, 6)).toEqual([
      unitId,
      '1',
      order.orderNumber,
      AWKWARD_NAME,
      '1011 AB Amsterdam',
    ])

    await loadByScans(hands, { loadCode: load.code, labels: [qr?.text ?? ''] })
    await bench.until('everything has its receipt', ({ log }) => log.pending === 0)

    const after = await bench.state()
    expect(after.log).toMatchObject({ excepted: 0, refused: 0, accepted: after.log.lastSeq })
    await expectBooks(office, order.orderNumber, order.deliveryDate, weightGrams)
  })
})

async function expectBooks(
  office: OfficeProcess,
  orderNumber: string,
  deliveryDate: string,
  weightGrams: number,
): Promise<void> {
  const order = await office.get<{
    status: string
    lines: { sku: string; ordered: number; picked: number; packed: number; loaded: number }[]
    units: unknown[]
    history: { status: string }[]
  }>(`/v1/orders/${orderNumber}`)
  expect(order.status).toBe('LOADED')
  expect(order.lines).toMatchObject([
    { sku: OAK.sku, ordered: 7, picked: 7, packed: 7, loaded: 7 },
    { sku: GLUE.sku, ordered: 2, picked: 2, packed: 2, loaded: 2 },
  ])
  expect(order.units).toHaveLength(1)
  const statuses = order.history.map((entry) => entry.status)
  expect(statuses).toEqual(
    expect.arrayContaining(['order:submitted', 'packing:packed', 'loading:loaded']),
  )

  const stock = await office.get<{ items: { onHand: number; reserved: number }[] }>(
    `/v1/stock?sku=${OAK.sku}`,
  )
  expect(stock.items).toMatchObject([{ onHand: 5_993, reserved: 0 }])
  const ledger = await office.get<{
    items: { kind: string; quantity: number; onHandDelta: number; reservedDelta: number }[]
  }>(`/v1/ledger?sku=${OAK.sku}`)
  const sum = (pick: 'onHandDelta' | 'reservedDelta') =>
    ledger.items.reduce((total, row) => total + row[pick], 0)
  expect({ onHand: sum('onHandDelta'), reserved: sum('reservedDelta') }).toEqual({
    onHand: 5_993,
    reserved: 0,
  })
  const shipped = ledger.items.filter((row) => row.kind === 'SHIPPED')
  expect(shipped.map((row) => row.quantity)).toEqual([7])

  const slot = await office.get<{ packedWeightGrams: number; reservedWeightGrams: number }>(
    `/v1/capacity/NH/${deliveryDate}`,
  )
  expect(slot.packedWeightGrams).toBe(weightGrams)
}
