import { createHmac } from 'node:crypto'
import { buildSscc } from '#contract/barcode/sscc.ts'
import type { PushAnswer } from '#contract/sync/envelope.ts'
import type { Answer, TestOffice, TestStation } from './office.ts'
import { createStationLog, type StationLog } from './station-log.ts'
import { furnish, postIntent, TOMORROW } from './wholesaler.ts'

export type PackedOrder = {
  orderNumber: string
  shipmentId: string
  unitId: string
  pickListId: string
}
export type PlannedLoad = { id: string; number: string; stops: string[] }

/** A bench that packs and loads whole orders, so that tests begin where the trucks are. */
export type Dispatch = {
  station: TestStation
  log: StationLog
  /** A number of the bench that is on no unit yet. */
  nextUnit(): string
  /** Confirms an order, and packs it into one verified carton unless told otherwise. */
  order(options?: { quantity?: number; shipTo?: object; packed?: boolean }): Promise<PackedOrder>
  plan(changed?: Record<string, unknown>): Promise<PlannedLoad>
  /** Puts units on a load that the bench holds; the door stays open. */
  fill(load: PlannedLoad, units: readonly string[]): Promise<void>
  /** Sends what was recorded, and answers with outcomes. */
  push(): Promise<string[]>
  /** An order that has left with a truck of its own. */
  gone(): Promise<PackedOrder>
}

const EACH_GRAMS = 1_000

export const SHIP_TO = {
  name: 'Vloeren Discount',
  line1: 'Kade 1',
  postalCode: '1011 AB',
  city: 'Amsterdam',
  country: 'NL',
}

export async function openDispatch(office: TestOffice): Promise<Dispatch> {
  await furnish(office)
  await office.admin('PUT', '/v1/operators/emma', { name: 'Emma', roles: ['picker', 'loader'] })
  const station = await office.enrol()
  const log = createStationLog({ incarnation: station.incarnation })
  let serial = station.numberRange.from
  let sent = 0

  const dispatch: Dispatch = {
    station,
    log,
    nextUnit: () => buildSscc(station.numberRange.prefix, serial++),
    order: async ({ quantity = 3, shipTo = {}, packed = true } = {}) => {
      const lineItems = [{ sku: 'OAK-1', quantity }]
      const posted = await postIntent(office, { lineItems, shipTo: { ...SHIP_TO, ...shipTo } })
      const { orderNumber } = posted.body as { orderNumber: string }
      const day = { warehouse: 'MAIN', deliveryDate: TOMORROW }
      const made = await office.admin('POST', '/v1/pick-lists/generate', day)
      const { pickLists } = made.body as { pickLists: { id: string; orderNumbers: string[] }[] }
      const list = pickLists.find(({ orderNumbers }) => orderNumbers.includes(orderNumber))
      if (list === undefined) throw new Error(`no list for ${orderNumber}`)
      const unitId = dispatch.nextUnit()
      if (packed) {
        pack(log, { pickListId: list.id, unitId, quantity })
        await dispatch.push()
      }
      const { body } = await office.admin('GET', `/v1/orders/${orderNumber}`)
      const [shipment] = (body as { shipments: { id: string }[] }).shipments
      return { orderNumber, unitId, pickListId: list.id, shipmentId: shipment?.id ?? '' }
    },
    plan: async (changed = {}) => {
      const planned = await office.admin('POST', '/v1/loads', {
        warehouse: 'MAIN',
        region: 'NOORD',
        deliveryDate: TOMORROW,
        vehicle: { plate: 'V-123-AB', maxWeightGrams: 9_000_000, maxVolumeCm3: 90_000_000 },
        driver: 'Sanne',
        ...changed,
      })
      if (planned.status !== 201) throw new Error(JSON.stringify(planned.body))
      return planned.body as PlannedLoad
    },
    fill: async ({ id: loadId }, units) => {
      log.act('load.claim', { loadId })
      for (const unitId of units) log.act('load.add', { loadId, unitId, copy: 1 })
      await dispatch.push()
    },
    push: async () => {
      const { epoch } = station
      const request = log.request({ epoch, fromSeq: sent + 1, ackedSeq: sent })
      const answer = await station.call('POST', '/v1/sync/push', request)
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
      sent = log.actions.length
      return (answer.body as PushAnswer).receipts.map(({ outcome }) => outcome)
    },
    gone: async () => {
      const packed = await dispatch.order()
      const load = await dispatch.plan()
      await dispatch.fill(load, [packed.unitId])
      log.act('load.confirm', { loadId: load.id })
      log.act('load.depart', { loadId: load.id, leftBehind: [] })
      await dispatch.push()
      return packed
    },
  }
  return dispatch
}

function pack(
  log: StationLog,
  { pickListId, unitId, quantity }: { pickListId: string; unitId: string; quantity: number },
): void {
  log.act('pick.claim', { pickListId })
  log.act('pick.confirm', { pickListId, lineNo: 1, quantity, unitId })
  const grossGrams = quantity * EACH_GRAMS
  const weight = { grossGrams, expectedGrams: grossGrams, toleranceGrams: 20 }
  log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
  log.act('pack.close', { unitId })
  log.act('label.print', { unitId, copy: 1, printerId: 'p1', outcome: 'printed' })
  log.act('label.verify', { unitId, copy: 1 })
}

/** A courier as one programs it from the documents: it signs the very bytes that it sends. */
export function courierCalls(
  office: Pick<TestOffice, 'call'>,
  { name, secret, now }: { name: string; secret: string; now: () => number },
) {
  const sign = (body: string, at: number = now(), key: string = secret) => {
    const t = Math.floor(at / 1_000)
    const v1 = createHmac('sha256', key).update(`${t}.${body}`).digest('hex')
    return { 'loadline-courier': name, 'loadline-signature': `t=${t},v1=${v1}` }
  }
  const send = (path: string, raw: string, headers: Record<string, string>): Promise<Answer> =>
    office.call('POST', path, { raw, headers })
  return {
    sign,
    send,
    /** A signed webhook about a shipment. */
    says: (shipmentId: string, body: object): Promise<Answer> => {
      const raw = JSON.stringify(body)
      return send(`/v1/shipments/${shipmentId}/status`, raw, sign(raw))
    },
  }
}
