import type { DocumentOf } from '#contract/documents/document.ts'
import type { FloorStation } from './floor.ts'
import type { Answer, TestOffice } from './office.ts'
import { buildSscc } from '#contract/barcode/sscc.ts'
import { createStationLog } from './station-log.ts'
import { syncClient, type SyncClient } from './sync-client.ts'
import { furnish, postIntent, TOMORROW } from './wholesaler.ts'

/** What a test reads of an order. */
export type OrderView = {
  orderNumber: string
  version: number
  status: string
  deliveryDate: string | null
  isBlocked: boolean
  shipments: { id: string; status: string; unitIds: string[] }[]
  lines: {
    lineNo: number
    sku: string
    ordered: number
    reserved: number
    picked: number
    short: number
    packed: number
    loaded: number
  }[]
  units: { id: string; status: string; loadId: string | null; deliveryDate: string | null }[]
  history: HistoryView[]
}

export type HistoryView = {
  id: number
  status: string
  module: string
  severity: string
  writtenBy: string
  payload: Record<string, unknown>
  closedAt: string | null
  closes: number | null
}

export type ExceptionView = {
  id: string
  code: string
  status: string
  reference: string
  sentence: string
  choice: string | null
  detail: Record<string, string | number>
}

/**
 * An office with oak, room on two days and one bench, and hands that take an order as far along its way
 * as a test wants.
 */
export async function openShop(office: TestOffice) {
  await furnish(office, {
    products: [
      { sku: 'OAK-1', onHand: 100 },
      { sku: 'GLUE-1', onHand: 100 },
    ],
    capacity: { dates: [TOMORROW, '2026-03-12', '2026-03-13'], maxWeightGrams: 50_000 },
  })
  await office.admin('PUT', '/v1/operators/emma', {
    name: 'Emma',
    roles: ['picker', 'loader', 'supervisor'],
  })
  const client = await enrolBench(office)
  const desk = atDesk(office)
  return { client, ...desk, ...onFloor(desk, client) }
}

export type Shop = Awaited<ReturnType<typeof openShop>>
type Desk = ReturnType<typeof atDesk>

/** What people in the office do. */
function atDesk(office: TestOffice) {
  return {
    order: async (orderNumber: string): Promise<OrderView> => {
      const answer = await office.admin('GET', `/v1/orders/${orderNumber}`)
      return good(answer).body as OrderView
    },
    /** Orders three planks and two pots of glue, or what is asked. */
    take: async (changed: Record<string, unknown> = {}): Promise<string> => {
      const lineItems = [
        { sku: 'OAK-1', quantity: 3 },
        { sku: 'GLUE-1', quantity: 2 },
      ]
      const { body } = good(await postIntent(office, { lineItems, ...changed }))
      return (body as { orderNumber: string }).orderNumber
    },
    generate: async (deliveryDate = TOMORROW): Promise<number> => {
      const asked = { warehouse: 'MAIN', deliveryDate }
      const { body } = good(await office.admin('POST', '/v1/pick-lists/generate', asked))
      return (body as { created: number }).created
    },
    makeLoad: async (deliveryDate = TOMORROW) => {
      const vehicle = { plate: 'VX-1', maxWeightGrams: 9_000_000, maxVolumeCm3: 9_000_000 }
      const asked = { warehouse: 'MAIN', region: 'NOORD', deliveryDate, vehicle, driver: 'Piet' }
      const { body } = good(await office.admin('POST', '/v1/loads', asked))
      return body as { id: string; number: string }
    },
    depart: async (number: string): Promise<void> => {
      good(await office.admin('POST', `/v1/loads/${number}/depart`, {}))
    },
    /** The courier could not deliver it. */
    fail: async (orderNumber: string, timestamp: string): Promise<void> => {
      const found = good(await office.admin('GET', `/v1/orders/${orderNumber}`)).body as OrderView
      const [shipment] = found.shipments
      const path = `/v1/shipments/${shipment?.id}/status`
      good(await office.admin('POST', path, { status: 'FAILED', timestamp }))
    },
    exceptions: async (isOpen = true): Promise<ExceptionView[]> => {
      const { body } = good(await office.admin('GET', `/v1/exceptions?open=${isOpen}`))
      return (body as { items: ExceptionView[] }).items
    },
  }
}

/** What hands do at one bench. */
function onFloor(desk: Desk, client: SyncClient) {
  const { log, nextUnit } = client.station
  const floor = {
    /** The order's list as benches are sent it; undefined when it is not for them any more. */
    list: async (orderNumber: string): Promise<DocumentOf<'pick-list'> | undefined> => {
      const { changes } = await client.pull()
      const docs = changes.flatMap(({ kind, doc }) =>
        kind === 'pick-list' && doc !== null ? [doc as DocumentOf<'pick-list'>] : [],
      )
      return docs.find((list) => list.orders.some((order) => order.orderNumber === orderNumber))
    },
    claim: async (orderNumber: string): Promise<DocumentOf<'pick-list'>> => {
      const list = await floor.list(orderNumber)
      if (list === undefined) throw new Error(`${orderNumber} is on no list`)
      log.act('pick.claim', { pickListId: list.id })
      return list
    },
    /** Picks all of an order into one unit. */
    pick: async (orderNumber: string): Promise<string> => {
      const list = await floor.claim(orderNumber)
      const unitId = nextUnit()
      for (const { lineNo, requested } of list.lines) {
        log.act('pick.confirm', { pickListId: list.id, lineNo, quantity: requested, unitId })
      }
      await client.push()
      return unitId
    },
    /** Picks and packs an order; its label is printed. */
    pack: async (orderNumber: string): Promise<string> => {
      const unitId = await floor.pick(orderNumber)
      const weight = { grossGrams: 5_000, expectedGrams: 5_000, toleranceGrams: 20 }
      log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
      log.act('pack.close', { unitId })
      log.act('label.print', { unitId, copy: 1, printerId: 'p1', outcome: 'printed' })
      await client.push()
      return unitId
    },
    /** A load for the day, with these units on it and its door closed. */
    load: async (unitIds: readonly string[], deliveryDate = TOMORROW) => {
      const { id, number } = await desk.makeLoad(deliveryDate)
      log.act('load.claim', { loadId: id })
      for (const unitId of unitIds) log.act('load.add', { loadId: id, unitId })
      log.act('load.confirm', { loadId: id })
      const { receipts } = await client.push()
      const last = receipts.at(-1)
      if (last?.outcome !== 'accepted') throw new Error(`not loaded: ${JSON.stringify(last)}`)
      return { id, number }
    },
  }
  return floor
}

async function enrolBench(office: TestOffice): Promise<SyncClient> {
  const { stationId, token, incarnation, epoch, numberRange } = await office.enrol()
  const log = createStationLog({ incarnation })
  let serial = numberRange.from
  const station: FloorStation = {
    stationId,
    token,
    log,
    nextUnit: () => buildSscc(numberRange.prefix, serial++),
  }
  return syncClient(office, station, epoch)
}

function good(answer: Answer): Answer {
  if (answer.status >= 300) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer
}
