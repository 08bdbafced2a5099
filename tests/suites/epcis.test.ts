import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EPCIS_CONTEXT, EpcisDocument, type EpcisEvent } from '#contract/http/epcis-event.ts'
import { keepEpcisFeed } from '../../sync-server/epcis/index.ts'
import { KEPT_DAYS } from '../../sync-server/epcis/keep-feed.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { type Dispatch, openDispatch, type PackedOrder } from '../support/dispatch.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { furnish, handClock, MORNING } from '../support/wholesaler.ts'

const GTIN = '8712345000011'
const OAK = 'https://id.gs1.org/01/08712345000011'
const sscc = (unitId: string) => `https://id.gs1.org/00/${unitId}`

/** What an event says, in a line. */
function lineOf(event: EpcisEvent): string {
  const { bizStep, action } = event
  if (event.type === 'ObjectEvent') return `${bizStep} ${action} ${event.epcList.join(' ')}`
  const goods = event.childQuantityList?.map(({ epcClass, quantity }) => `${quantity} ${epcClass}`)
  const inside = [...(goods ?? []), ...(event.childEPCs ?? [])]
  return `${bizStep} ${action} ${event.parentID}: ${inside.join(' ')}`
}

describe.each(databases)('the feed of EPCIS events on $kind', ({ kind, open }) => {
  const clock = handClock()
  let database: TestDatabase
  let office: TestOffice
  let dispatch: Dispatch

  beforeEach(async () => {
    clock.set(MORNING)
    database = await open()
    office = await startOffice({ database, deps: { clock, every: () => () => undefined } })
    dispatch = await openDispatch(office)
    const barcodes = [
      { code: 'OWN-1', quantity: 1 },
      { code: '18712345000018', quantity: 10 },
      { code: GTIN, quantity: 1 },
    ]
    await furnish(office, { products: [{ sku: 'OAK-1', onHand: 0, barcodes }] })
  })

  afterEach(async () => {
    await office.close()
    await database.close()
  })

  async function read(path = '/v1/epcis/events') {
    const answer = await office.admin('GET', path)
    expect(answer.status).toBe(200)
    const document = EpcisDocument.parse(answer.body)
    const next = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1] ?? ''
    return { document, next, events: document.epcisBody.eventList }
  }

  test('a story packed, opened, nested, loaded, taken back and departed is told exactly', async () => {
    const { log } = dispatch
    const a = await dispatch.order()
    const b = await dispatch.order({ quantity: 2 })
    log.act('pack.reopen', { unitId: a.unitId, reason: 'wrong tape' })
    log.act('pack.remove', goodsOf(a, 1))
    await dispatch.push()
    log.act('pack.add', goodsOf(a, 1))
    close(a.unitId, 3_000)
    const pallet = dispatch.nextUnit()
    log.act('pack.open', { unitId: pallet, kind: 'pallet' })
    log.act('pack.nest', { unitId: a.unitId, parentId: pallet })
    log.act('pack.nest', { unitId: b.unitId, parentId: pallet })
    log.act('pack.unnest', { unitId: a.unitId })
    close(pallet, 22_000)
    await dispatch.push()
    const load = await dispatch.plan()
    await dispatch.fill(load, [pallet, a.unitId])
    log.act('load.remove', { loadId: load.id, unitId: a.unitId, reason: 'no room' })
    await dispatch.push()
    log.act('load.add', { loadId: load.id, unitId: a.unitId, copy: 2 })
    log.act('load.depart', { loadId: load.id, leftBehind: [] })
    await dispatch.push()

    const [inA, inB, onP] = [a.unitId, b.unitId, pallet].map(sscc)
    const { document, events } = await read()
    expect(events.map(lineOf)).toEqual([
      `packing ADD ${inA}: 3 ${OAK}`,
      `packing ADD ${inB}: 2 ${OAK}`,
      `unpacking DELETE ${inA}: 3 ${OAK}`,
      `packing ADD ${inA}: 3 ${OAK}`,
      `packing ADD ${onP}: ${inA}`,
      `packing ADD ${onP}: ${inB}`,
      `unpacking DELETE ${onP}: ${inA}`,
      `loading OBSERVE ${onP}`,
      `loading OBSERVE ${inA}`,
      `unloading OBSERVE ${inA}`,
      `loading OBSERVE ${inA}`,
      `departing OBSERVE ${onP} ${inA}`,
    ])
    expect(document['@context']).toEqual([EPCIS_CONTEXT])
    expect(events[0]).toMatchObject({
      // When it happened, by the bench; and when the office heard of it.
      eventTime: '2026-03-02T08:00:00.000Z',
      recordTime: MORNING,
      eventTimeZoneOffset: '+01:00',
      readPoint: { id: 'urn:x-loadline:warehouse:MAIN' },
      bizTransactionList: [
        { type: 'po', bizTransaction: `urn:x-loadline:order:${a.orderNumber}` },
        { type: 'desadv', bizTransaction: `urn:x-loadline:shipment:${a.shipmentId}` },
      ],
    })
    const orders = [a, b].map(({ orderNumber }) => `urn:x-loadline:order:${orderNumber}`)
    const departed = events.at(-1)
    expect(departed).not.toHaveProperty('bizLocation')
    expect(departed?.disposition).toBe('in_transit')
    expect(departed?.bizTransactionList?.map(({ bizTransaction }) => bizTransaction)).toEqual(
      expect.arrayContaining([...orders, `urn:x-loadline:load:${load.number}`]),
    )
    // Nobody's name, nor a driver's or a plate.
    expect(JSON.stringify(document)).not.toMatch(/Vloeren|Kade|Amsterdam|Sanne|V-123|emma/i)

    function close(unitId: string, grossGrams: number): void {
      const weight = { grossGrams, expectedGrams: grossGrams, toleranceGrams: 20 }
      log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
      log.act('pack.close', { unitId })
      log.act('label.print', { unitId, copy: 2, printerId: 'p1', outcome: 'printed' })
      log.act('label.verify', { unitId, copy: 2 })
    }
  })

  test('pages join without a gap, a cursor stays good, and the same event reads the same for ever', async () => {
    await dispatch.gone()
    const { events: all, next: end } = await read()
    expect(all.map(({ bizStep }) => bizStep)).toEqual(['packing', 'loading', 'departing'])
    const paged: EpcisEvent[] = []
    for (let at = '/v1/epcis/events?limit=1'; ;) {
      const { events, next } = await read(at)
      if (events.length === 0) break
      paged.push(...events)
      at = next
    }
    // A product that gets another number leaves what was told as it was.
    await furnish(office, { products: [{ sku: 'OAK-1', onHand: 10, barcodes: [] }] })
    expect(paged).toEqual(all)
    expect((await read(end)).events).toEqual([])
    const later = await dispatch.order()
    const { events } = await read(end)
    expect(events.map(lineOf)).toEqual([
      `packing ADD ${sscc(later.unitId)}: 3 urn:x-loadline:product:MAIN:OAK-1`,
    ])
    expect((await read()).events).toEqual([...all, ...events])
  })

  test('a push that is sent twice is told once', async () => {
    await dispatch.order()
    const { epoch } = dispatch.station
    await dispatch.station.call('POST', '/v1/sync/push', dispatch.log.request({ epoch }))
    expect((await read()).events).toHaveLength(1)
  })

  test('what is recorded late comes up behind what was read, never before it', async (context) => {
    context.skip(kind === 'pglite', 'one connection')
    const insert = (id: string, store = database.store) =>
      store.transaction(async (tx) => {
        await sql`
          INSERT INTO epcis_event (id, warehouse, recorded_at, move) VALUES (
            ${id}, 'MAIN', ${MORNING}::timestamptz,
            ${JSON.stringify(MOVE)}::jsonb)`.execute(tx)
        if (id === SLOW) await held.promise
      })
    const held = Promise.withResolvers<void>()
    const slow = insert(SLOW)
    await expect
      .poll(async () => {
        const { rows } = await database.store.snapshot((tx) =>
          sql<{ n: number }>`SELECT last_value AS n FROM epcis_event_seq_seq`.execute(tx),
        )
        return rows[0]?.n
      })
      .toBe(1)
    await insert(QUICK)
    const first = await read()
    expect(first.events.map(({ eventID }) => eventID)).toEqual([`urn:uuid:${QUICK}`])
    held.resolve()
    await slow
    const second = await read(first.next)
    expect(second.events.map(({ eventID }) => eventID)).toEqual([`urn:uuid:${SLOW}`])
  })

  test('what is older than the feed goes back is forgotten, and a cursor goes on from there', async () => {
    await dispatch.order()
    const { next } = await read()
    clock.set(new Date(clock.now() + (KEPT_DAYS + 1) * 86_400_000).toISOString())
    expect(await keepEpcisFeed(office.office)).toBe(1)
    expect((await read()).events).toEqual([])
    expect((await read(next)).next).toBe(next.replace(/^.*after=/, '/v1/epcis/events?after='))
  })
})

const SLOW = '019d8bf3-e485-7abb-8f1a-9152a7193381'
const QUICK = '019d8bf3-e485-7abb-8f1a-9152a7193382'
const MOVE = {
  kind: 'loaded',
  unitIds: ['387123450000000012'],
  load: 'LD-1',
  orderNumbers: [],
  shipmentIds: [],
}

function goodsOf({ unitId, pickListId }: PackedOrder, quantity: number) {
  return { unitId, pickListId, lineNo: 1, quantity }
}
