import type { DocumentOf } from '#contract/documents/document.ts'
import type { Receipt } from '#contract/sync/envelope.ts'
import { moveLot } from './lots.ts'
import type { TestOffice } from './office.ts'
import { officeBench } from './office-bench.ts'
import { openShop, type Shop } from './order-story.ts'
import { createStationLog } from './station-log.ts'
import { syncClient, type SyncClient } from './sync-client.ts'
import { TOMORROW } from './wholesaler.ts'

/** An exception as the office's API shows it. */
export type Item = {
  id: string
  code: string
  status: string
  reference: string
  sentence: string
  task: string
  had: string
  said: { sentence: string; station: string | null; occurredAt: string | null } | null
  choices: { choice: string; label: string; does: string; input: string | null }[]
  choice: string | null
  note: string | null
  resolvedBy: string | null
  occurrences: number
  detail: Record<string, string | number>
}

type List = DocumentOf<'pick-list'>

/** A shop with two benches, and a way to get into every kind of trouble. */
export type Stage = {
  office: TestOffice
  shop: Shop
  bench: SyncClient
  other: SyncClient
  /** A new order of three planks and two pots of glue, with its list. */
  listed(changed?: Record<string, unknown>): Promise<List & { orderNumber: string }>
  /** The same, packed and labelled in one unit. */
  packed(): Promise<List & { orderNumber: string; unitId: string }>
  /** Sends what was recorded; answers with the last receipt. */
  push(client?: SyncClient): Promise<Receipt>
  inbox(isOpen?: boolean): Promise<Item[]>
  item(id: string | undefined): Promise<Item>
  resolve(
    id: string,
    choice: string,
    more?: { note?: string; input?: object; token?: string },
  ): Promise<{ status: number; body: unknown }>
}

export async function openStage(office: TestOffice): Promise<Stage> {
  const shop = await openShop(office)
  for (const sku of ['OAK-1', 'GLUE-1']) await moveLot(office, { sku, quantity: 900 })
  const bench = shop.client
  const stage: Stage = {
    office,
    shop,
    bench,
    other: await officeBench(office, 'South'),
    listed: async (changed) => {
      // One of the troubles leaves the day full.
      const room = { maxWeightGrams: 900_000_000, maxVolumeCm3: 900_000_000 }
      await office.admin('PUT', `/v1/capacity/NOORD/${TOMORROW}`, room)
      const orderNumber = await shop.take(changed)
      await shop.generate()
      const list = await shop.list(orderNumber)
      if (list === undefined) throw new Error(`order ${orderNumber} was not listed`)
      return { ...list, orderNumber }
    },
    packed: async () => {
      const list = await stage.listed()
      return { ...list, unitId: await shop.pack(list.orderNumber) }
    },
    push: async (client = bench) => {
      const { receipts } = await client.push()
      const last = receipts.at(-1)
      if (last === undefined) throw new Error('nothing was sent')
      return last
    },
    inbox: async (isOpen = true) => {
      const { body } = await office.admin('GET', `/v1/exceptions?open=${isOpen}&limit=500`)
      return (body as { items: Item[] }).items
    },
    item: async (id) => {
      const all = [...(await stage.inbox(true)), ...(await stage.inbox(false))]
      const found = all.find((item) => item.id === id)
      if (found === undefined) throw new Error(`no exception ${id}`)
      return found
    },
    resolve: (id, choice, { token, ...more } = {}) => {
      const path = `/v1/exceptions/${id}/resolve`
      const body = { choice, note: 'seen', ...more }
      return token === undefined
        ? office.admin('POST', path, body)
        : office.call('POST', path, { token, body })
    },
  }
  return stage
}

/** Gets into trouble; answers with the id of the exception that stands for it. */
type Trouble = (stage: Stage) => Promise<string | undefined>

async function excepted(stage: Stage, code: string, client?: SyncClient): Promise<string> {
  const { receipts } = await (client ?? stage.bench).push()
  const broken = receipts.find((receipt) => receipt.code === code)
  if (broken?.exceptionId === undefined) {
    throw new Error(`no ${code}: ${JSON.stringify(receipts)}`)
  }
  return broken.exceptionId
}

/** Every kind of trouble there is, as hands and offices get into it. */
export const TROUBLES = {
  'over-pick': async (stage) => {
    const { id: pickListId } = await stage.listed()
    const { log, nextUnit } = stage.bench.station
    log.act('pick.claim', { pickListId })
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 9, unitId: nextUnit() })
    return excepted(stage, 'over-pick')
  },
  'stock-below-zero': async (stage) => {
    const sku = `RARE-${crypto.randomUUID().slice(0, 8)}`
    const product = { name: sku, barcodes: [], weightGrams: 1_000, volumeCm3: 2_000 }
    await stage.office.admin('PUT', `/v1/products/${sku}`, { ...product, tracking: 'none' })
    await moveLot(stage.office, { sku, quantity: 2 })
    const list = await stage.listed({ lineItems: [{ sku, quantity: 2 }] })
    const unitId = stage.bench.station.nextUnit()
    const { id: loadId } = await stage.shop.makeLoad()
    const { log } = stage.bench.station
    log.act('pick.claim', { pickListId: list.id })
    log.act('pick.confirm', { pickListId: list.id, lineNo: 1, quantity: 5, unitId })
    const weight = { grossGrams: 5_000, expectedGrams: 5_000, toleranceGrams: 20 }
    log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
    log.act('pack.close', { unitId })
    log.act('load.claim', { loadId })
    log.act('load.add', { loadId, unitId })
    log.act('load.depart', { loadId, leftBehind: [] })
    return excepted(stage, 'stock-below-zero')
  },
  'order-cancelled': async (stage) => {
    const { id: pickListId, orderNumber } = await stage.listed()
    const { log, nextUnit } = stage.bench.station
    log.act('pick.claim', { pickListId })
    await stage.push()
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 2, unitId: nextUnit() })
    await stage.office.admin('POST', `/v1/orders/${orderNumber}/cancel`, { reason: 'changed mind' })
    return excepted(stage, 'order-cancelled')
  },
  'unit-closed': async (stage) => {
    const { id: pickListId } = await stage.listed()
    const { log, nextUnit } = stage.bench.station
    const unitId = nextUnit()
    log.act('pick.claim', { pickListId })
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 1, unitId })
    const weight = { grossGrams: 1_000, expectedGrams: 1_000, toleranceGrams: 20 }
    log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
    log.act('pack.close', { unitId })
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 1, unitId })
    return excepted(stage, 'unit-closed')
  },
  'wrong-load': async (stage) => {
    const { unitId } = await stage.packed()
    const { id: loadId } = await stage.shop.makeLoad('2026-03-12')
    const { log } = stage.bench.station
    log.act('load.claim', { loadId })
    log.act('load.add', { loadId, unitId })
    return excepted(stage, 'wrong-load')
  },
  'superseded-copy': async (stage) => {
    const { unitId } = await stage.packed()
    const { log } = stage.bench.station
    log.act('label.print', { unitId, copy: 2, printerId: 'p1', outcome: 'printed' })
    log.act('label.verify', { unitId, copy: 1 })
    return excepted(stage, 'superseded-copy')
  },
  'lot-mix': async (stage) => {
    const sku = `TILE-${crypto.randomUUID().slice(0, 8)}`
    const product = { name: sku, barcodes: [], weightGrams: 1_000, volumeCm3: 2_000 }
    const ofLots = { ...product, tracking: 'lot', singleLot: true }
    await stage.office.admin('PUT', `/v1/products/${sku}`, ofLots)
    for (const lot of ['A', 'B']) await moveLot(stage.office, { sku, quantity: 10, lot })
    const { id: pickListId } = await stage.listed({ lineItems: [{ sku, quantity: 4 }] })
    const { log, nextUnit } = stage.bench.station
    const goods = { pickListId, lineNo: 1, quantity: 1, unitId: nextUnit() }
    log.act('pick.claim', { pickListId })
    log.act('pick.confirm', { ...goods, lot: 'A' })
    log.act('pick.confirm', { ...goods, lot: 'B' })
    return excepted(stage, 'lot-mix')
  },
  'over-capacity': async (stage) => {
    const { id: pickListId } = await stage.listed()
    const slot = `/v1/capacity/NOORD/${TOMORROW}`
    const { body } = await stage.office.admin('GET', slot)
    const { reservedWeightGrams: maxWeightGrams } = body as { reservedWeightGrams: number }
    await stage.office.admin('PUT', slot, { maxWeightGrams, maxVolumeCm3: 900_000_000 })
    const { log, nextUnit } = stage.bench.station
    const unitId = nextUnit()
    log.act('pick.claim', { pickListId })
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 3, unitId })
    const weight = { grossGrams: 90_000, expectedGrams: 90_000, toleranceGrams: 20 }
    log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
    log.act('pack.close', { unitId })
    return excepted(stage, 'over-capacity')
  },
  'left-behind': async (stage) => {
    const { unitId } = await stage.packed()
    const { id: loadId } = await stage.shop.makeLoad()
    const { log } = stage.bench.station
    log.act('load.claim', { loadId })
    log.act('load.add', { loadId, unitId })
    log.act('load.depart', { loadId, leftBehind: [unitId] })
    return excepted(stage, 'left-behind')
  },
  'claimed-elsewhere': async (stage) => {
    const { id: pickListId } = await stage.listed()
    stage.other.station.log.act('pick.claim', { pickListId })
    await stage.push(stage.other)
    const { log } = stage.bench.station
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 1 })
    return excepted(stage, 'claimed-elsewhere')
  },
  'override-not-allowed': async (stage) => {
    await stage.office.admin('PUT', '/v1/operators/piet', { name: 'Piet', roles: ['picker'] })
    const { unitId } = await stage.packed()
    const weight = { grossGrams: 9_000, expectedGrams: 5_000, toleranceGrams: 20 }
    const override = { operatorId: 'piet', reason: 'HEAVY' }
    stage.bench.station.log.act('pack.weigh', { unitId, ...weight, source: 'scale', override })
    return excepted(stage, 'override-not-allowed')
  },
  'weight-out-of-tolerance': async (stage) => {
    const { unitId } = await stage.packed()
    const weight = { grossGrams: 9_000, expectedGrams: 5_000, toleranceGrams: 20 }
    stage.bench.station.log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
    return excepted(stage, 'weight-out-of-tolerance')
  },
  'unknown-reference': async (stage) => {
    stage.bench.station.log.act('stock.count', { sku: 'NOPE', counted: 3 })
    return excepted(stage, 'unknown-reference')
  },
  'number-out-of-range': async (stage) => {
    const unitId = stage.other.station.nextUnit()
    stage.bench.station.log.act('pack.open', { unitId, kind: 'carton' })
    return excepted(stage, 'number-out-of-range')
  },
  'order-blocked': async (stage) => {
    const { id: pickListId, orderNumber } = await stage.listed()
    const { log, nextUnit } = stage.bench.station
    log.act('pick.claim', { pickListId })
    await stage.push()
    const entry = { status: 'credit:stopped', severity: 'blocking' }
    await stage.office.admin('POST', `/v1/orders/${orderNumber}/history`, entry)
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 1, unitId: nextUnit() })
    return excepted(stage, 'order-blocked')
  },
  'short-pick': async (stage) => {
    const { id: pickListId, orderNumber, lines } = await stage.listed()
    const [oak] = lines
    if (oak === undefined) throw new Error('the list is empty')
    const { log, nextUnit } = stage.bench.station
    const unitId = nextUnit()
    log.act('pick.claim', { pickListId })
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: oak.requested, unitId })
    log.act('pick.short', { pickListId, lineNo: 2, quantity: 2, reason: 'OUTOFSTOCK' })
    const weight = { grossGrams: 3_000, expectedGrams: 3_000, toleranceGrams: 20 }
    log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
    log.act('pack.close', { unitId })
    await stage.push()
    const open = await stage.inbox()
    return open.find((item) => item.code === 'short-pick' && item.reference === orderNumber)?.id
  },
  poison: async (stage) => {
    stage.bench.station.log.append('this is not JSON')
    const { exceptionId } = await stage.push()
    return exceptionId
  },
  fork: async (stage) => {
    const { station, epoch } = stage.bench
    station.log.act('session.sign-in', {})
    await stage.push()
    const clone = createStationLog({ incarnation: station.log.incarnation })
    clone.act('session.sign-out', {})
    await syncClient(stage.office, { ...station, log: clone }, epoch).send({ fromSeq: 1 })
    return (await stage.inbox()).find((item) => item.code === 'fork')?.id
  },
} satisfies Record<string, Trouble>

export type TroubleCode = keyof typeof TROUBLES

/** Gets into trouble and answers with the exception. */
export async function getInto(stage: Stage, code: TroubleCode): Promise<Item> {
  return stage.item(await TROUBLES[code](stage))
}
