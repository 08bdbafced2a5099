import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseUnitQr } from '#contract/barcode/unit-qr.ts'
import type { LabelDocument } from '#contract/label/label-document.ts'
import { isUnitSignatureValid } from '../../main/labels/unit-signature.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { closeAt, generateLists, officeBench, pickAll } from '../support/office-bench.ts'
import { codeOf, furnish, handClock, MORNING, postIntent, TOMORROW } from '../support/wholesaler.ts'

type Action = {
  actionId: string
  type: string
  stationName: string
  outcome: string
  sku: string | null
}
type Label = { copy: number; state: string; document: LabelDocument }

/** Two orders on one list of many: what was done for one is told apart from what was done for the other. */
describe.each(databases)('what benches did for an order, on $kind', ({ open }) => {
  const clock = handClock()
  let database: TestDatabase
  let office: TestOffice
  let orders: string[]
  let units: Map<string, string>

  beforeAll(async () => {
    clock.set(MORNING)
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    const products = [
      { sku: 'OAK-1', onHand: 50 },
      { sku: 'GLUE-1', onHand: 50 },
    ]
    await furnish(office, { products })
    orders = []
    for (const sku of ['OAK-1', 'GLUE-1']) {
      const { body } = await postIntent(office, { lineItems: [{ sku, quantity: 2 }] })
      orders.push((body as { orderNumber: string }).orderNumber)
    }
    const [list] = await generateLists(office, TOMORROW, 'batch')
    const bench = await officeBench(office, 'Pack 3')
    const { log } = bench.station
    units = await pickAll(office, bench, list?.id ?? '')
    const [first = ''] = orders
    const unitId = units.get(first) ?? ''
    closeAt(bench, unitId, 2_010)
    for (const copy of [1, 2]) {
      log.act('label.print', { unitId, copy, printerId: 'zebra', outcome: 'printed' })
    }
    log.act('label.verify', { unitId, copy: 2 })
    // A claim of a list that somebody holds is refused, and is told as well.
    const other = await officeBench(office, 'Pack 4')
    await bench.push()
    other.station.log.act('pick.claim', { pickListId: list?.id ?? '' })
    await other.push()
  })
  afterAll(async () => {
    await office.close()
    await database.close()
  })

  async function actionsOf(orderNumber: string, limit = 100, more = ''): Promise<Action[]> {
    const found: Action[] = []
    let after = ''
    for (;;) {
      const path = `/v1/orders/${orderNumber}/actions?limit=${limit}&after=${after}${more}`
      const { body } = await office.admin('GET', path)
      const page = body as { items: Action[]; next: string | null }
      found.push(...page.items)
      if (page.next === null) return found
      after = page.next
    }
  }

  const labelOf = async (unitId: string, query = '') =>
    (await office.admin('GET', `/v1/units/${unitId}/label${query}`)).body as Label

  test('each order has its own, with who, where and the receipt, page by page', async () => {
    const [first = '', second = ''] = orders
    const mine = await actionsOf(first)
    const told = mine.map(({ type, outcome, sku }) => `${type} ${outcome} ${sku ?? ''}`.trim())
    expect(told.toSorted()).toEqual(
      [
        'pick.claim accepted',
        'pick.claim refused',
        'pick.confirm accepted OAK-1',
        'pack.weigh accepted',
        'pack.close accepted',
        'label.print accepted',
        'label.print accepted',
        'label.verify accepted',
      ].toSorted(),
    )
    // The clock of this test stands still: the order is that of the bench's log, not that of chance.
    expect(
      mine.filter(({ stationName }) => stationName === 'Pack 3').map(({ type }) => type),
    ).toEqual([
      'pick.claim',
      'pick.confirm',
      'pack.weigh',
      'pack.close',
      'label.print',
      'label.print',
      'label.verify',
    ])
    const theirs = await actionsOf(second)
    expect(theirs.flatMap(({ sku }) => sku ?? [])).toEqual(['GLUE-1'])
    expect(theirs.map(({ type }) => type).toSorted()).toEqual([
      'pick.claim',
      'pick.claim',
      'pick.confirm',
    ])
    expect(mine).toContainEqual(
      expect.objectContaining({
        stationName: 'Pack 4',
        operatorId: 'emma',
        operatorName: 'emma',
        outcome: 'refused',
        code: 'already-claimed',
      }),
    )
    expect(await actionsOf(first, 3)).toEqual(mine)
    expect(codeOf(await office.admin('GET', '/v1/orders/LL-999999/actions'))).toBe('not-found')
  })

  test('they come newest first for whoever asks, page by page as well', async () => {
    const [first = ''] = orders
    const asDone = await actionsOf(first)
    expect(asDone.length).toBeGreaterThan(6)
    for (const limit of [1, 3, asDone.length, 100]) {
      expect(await actionsOf(first, limit, '&newest=true')).toEqual(asDone.toReversed())
    }
    expect(await actionsOf(first, 3, '&newest=false')).toEqual(asDone)
  })

  test('a page behind an action that nobody knows is refused and not shown as empty', async () => {
    const [first = ''] = orders
    const unknown = '0000000000000-none'
    const path = `/v1/orders/${first}/actions`
    expect(await office.admin('GET', `${path}?after=${unknown}`)).toMatchObject({
      status: 400,
      body: {
        code: 'invalid-request',
        errors: [{ path: 'after', message: `no action ${unknown} to go on after` }],
      },
    })
    const [last] = (await actionsOf(first)).slice(-1)
    expect(await office.admin('GET', `${path}?after=${last?.actionId ?? ''}`)).toMatchObject({
      status: 200,
      body: { items: [], next: null },
    })
  })

  test('an order says by name who wrote its history, and keeps the id beside it', async () => {
    const [first = ''] = orders
    const { body } = await office.admin('GET', `/v1/orders/${first}`)
    const { history } = body as {
      history: { status: string; writtenBy: string; writtenByName: string | null }[]
    }
    const picked = history.find(({ status }) => status === 'picking:started')
    expect(picked).toMatchObject({
      writtenBy: expect.stringMatching(/^station:/),
      writtenByName: 'Pack 3',
    })
    const listed = history.find(({ status }) => status === 'picking:listed')
    expect(listed).toMatchObject({ writtenBy: 'admin', writtenByName: null })
  })

  test('a label is shown as it is printed, and its QR is worth nothing at a dock', async () => {
    const [first = '', second = ''] = orders
    const unitId = units.get(first) ?? ''
    const label = await labelOf(unitId)
    expect(label).toMatchObject({ copy: 2, state: 'verified', document: { widthMm: 102 } })
    expect(await labelOf(unitId, '?copy=1')).toMatchObject({ copy: 1, state: 'void' })
    expect(await labelOf(units.get(second) ?? '')).toMatchObject({ copy: 0, state: 'unprinted' })
    const texts = label.document.elements.flatMap((one) => (one.kind === 'text' ? one.text : []))
    expect(texts).toContain(first)
    const qr = label.document.elements.find((one) => one.kind === 'qr')
    const read = parseUnitQr(qr?.kind === 'qr' ? qr.text : '')
    expect(read).toMatchObject({ unitId, copy: 2, orderNumber: first })
    const { body } = await database.store.read((db) =>
      db
        .selectFrom('document')
        .select('body')
        .where('kind', '=', 'warehouse')
        .executeTakeFirstOrThrow(),
    )
    const { qrKey } = body as { qrKey: string }
    expect(isUnitSignatureValid(qrKey, read?.signedText ?? '', read?.signature ?? '')).toBe(false)
    expect(JSON.stringify(label)).not.toContain(qrKey)
    expect(codeOf(await office.admin('GET', '/v1/units/387123450000009999/label'))).toBe(
      'not-found',
    )
  })

  test('an order calls its products by their names', async () => {
    const [first = ''] = orders
    const { body } = await office.admin('GET', `/v1/orders/${first}`)
    expect(body).toMatchObject({ lines: [{ sku: 'OAK-1', name: 'OAK-1', packed: 2 }] })
  })
})
