import type { DocumentOf } from '#contract/documents/document.ts'
import { fillBackorders } from '../../sync-server/orders/index.ts'
import type { Answer, TestOffice } from './office.ts'
import { officeBench } from './office-bench.ts'
import type { OrderView } from './order-story.ts'
import type { SyncClient } from './sync-client.ts'
import { furnish, intent, postIntent, receive, TOMORROW } from './wholesaler.ts'

/** Numbers from 0 up to 1, the same ones for the same seed. */
export function dice(seed: number) {
  let state = seed
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
  const below = (count: number) => Math.floor(random() * count)
  const chance = (share: number) => random() < share
  return { below, chance, one: <T>(all: readonly T[]): T | undefined => all[below(all.length)] }
}

export type Dice = ReturnType<typeof dice>

export const SKUS = ['OAK-1', 'GLUE-1', 'FELT-1']
export const DAYS = [TOMORROW, '2026-03-12', '2026-03-13']
const BENCHES = 4
const NOTE = 'seen'

/** An office, a few benches, and what is known of their orders, lists, units and loads. */
export type BusyOffice = {
  office: TestOffice
  benches: SyncClient[]
  /** Answers that no caller should ever get. */
  failures: Answer[]
  /** How often each call was answered with what was asked. */
  done: Record<string, number>
  /** Looks anew at what there is. */
  look(): Promise<void>
  known: Known
}

type Known = {
  orders: { orderNumber: string; status: string }[]
  lists: DocumentOf<'pick-list'>[]
  units: DocumentOf<'unit'>[]
  loads: DocumentOf<'load'>[]
  exceptions: { id: string; choices: { choice: string }[] }[]
}

export async function openBusyOffice(office: TestOffice): Promise<BusyOffice> {
  const products = SKUS.map((sku) => ({ sku, onHand: 400 }))
  await furnish(office, { products, capacity: { dates: DAYS, maxWeightGrams: 100_000 } })
  const benches: SyncClient[] = []
  for (let n = 1; n <= BENCHES; n += 1) benches.push(await officeBench(office, `Bench ${n}`))
  const known: Known = { orders: [], lists: [], units: [], loads: [], exceptions: [] }
  const [first] = benches
  if (first === undefined) throw new Error('no bench')
  const look = async () => {
    const { changes } = await first.pull()
    const docsOf = <T>(kind: string): T[] =>
      changes.flatMap((change) =>
        change.kind === kind && change.doc !== null ? [change.doc as T] : [],
      )
    known.lists = docsOf('pick-list')
    known.units = docsOf('unit')
    known.loads = docsOf('load')
    const orders = await office.admin('GET', '/v1/orders?limit=200')
    const { items } = orders.body as { items: { orderNumber: string; status: string }[] }
    known.orders = items.filter(({ status }) => status !== 'CANCELLED')
    const inbox = await office.admin('GET', '/v1/exceptions?open=true&limit=200')
    known.exceptions = (inbox.body as { items: Known['exceptions'] }).items
  }
  return { office, benches, failures: [], done: {}, look, known }
}

/** Something that somebody does; what the office says about it is its own matter. */
type Deed = (busy: BusyOffice, roll: Dice) => Promise<unknown>

const post = async (busy: BusyOffice, path: string, body: unknown): Promise<Answer> => {
  const { office, failures, done } = busy
  const answer = await office.admin('POST', path, body)
  if (answer.status >= 500) failures.push(answer)
  const call = path.slice(path.lastIndexOf('/') + 1)
  if (answer.status < 300) done[call] = (done[call] ?? 0) + 1
  return answer
}

/** Empty when there is no such order. */
async function viewOf({ office }: BusyOffice, orderNumber: string): Promise<Partial<OrderView>> {
  const { status, body } = await office.admin('GET', `/v1/orders/${orderNumber}`)
  return status === 200 ? (body as OrderView) : {}
}

/** An order in one of these states where there is any, or else just any. */
function someOrder({ known: { orders } }: BusyOffice, roll: Dice, states: readonly string[] = []) {
  const fitting = orders.filter(({ status }) => states.includes(status))
  return roll.one(fitting.length === 0 ? orders : fitting)?.orderNumber ?? ''
}

function wish(roll: Dice): Record<string, unknown> {
  const skus = roll.chance(0.5) ? SKUS : SKUS.toReversed()
  const lineItems = skus
    .filter(() => roll.chance(0.7))
    .map((sku) => ({ sku, quantity: 1 + roll.below(4) }))
  return {
    lineItems: lineItems.length === 0 ? [{ sku: 'OAK-1', quantity: 2 }] : lineItems,
    ...(roll.chance(0.4)
      ? { allowBackorder: true }
      : roll.chance(0.2)
        ? { contractVersion: '2', payment: 'prepaid' }
        : {}),
    ...(roll.chance(0.5) ? { deliveryDate: roll.one(DAYS) } : {}),
  }
}

function collected(roll: Dice): Record<string, unknown> {
  const { region: _none, ...rest } = { ...intent(wish(roll)) }
  return { ...rest, fulfilment: 'collect', deliveryDate: roll.one(DAYS) }
}

/** What people of the office do to orders. */
export const DESK_DEEDS: Readonly<Record<string, Deed>> = {
  take: (busy, roll) => postIntent(busy.office, wish(roll)),
  collect: (busy, roll) => busy.office.admin('POST', '/v1/order-intents', collected(roll)),
  'hand over': (busy, roll) =>
    post(busy, `/v1/orders/${someOrder(busy, roll, ['PACKED'])}/hand-over`, { collectedBy: 'Ans' }),
  'take much': (busy, roll) =>
    postIntent(busy.office, {
      allowBackorder: true,
      lineItems: SKUS.map((sku) => ({ sku, quantity: 5 + roll.below(20) })),
      deliveryDate: roll.one(DAYS),
    }),
  cancel: (busy, roll) =>
    post(busy, `/v1/orders/${someOrder(busy, roll)}/cancel`, {
      reason: NOTE,
      force: roll.chance(0.5),
    }),
  adjust: async (busy, roll) => {
    const orderNumber = someOrder(busy, roll)
    const { version, lines = [] } = await viewOf(busy, orderNumber)
    const changed = lines.map(({ lineNo, ordered }) => ({
      lineNo,
      quantity: Math.max(0, ordered - 1 + roll.below(3)),
    }))
    const shipTo = { line1: `Kade ${roll.below(99)}` }
    const changes = roll.chance(0.8) ? { lines: changed } : { shipTo }
    return post(busy, `/v1/orders/${orderNumber}/adjust`, { version, reason: NOTE, changes })
  },
  pay: (busy, roll) =>
    post(busy, `/v1/orders/${someOrder(busy, roll, ['PENDING_PAYMENT'])}/payments`, {
      paymentRef: `pay-${roll.below(9)}`,
      amountCents: 1_000,
    }),
  reschedule: (busy, roll) =>
    post(busy, `/v1/orders/${someOrder(busy, roll, ['DELIVERY_FAILED'])}/reschedule`, {
      reason: NOTE,
      repick: roll.chance(0.5),
      ...(roll.chance(0.6) ? { deliveryDate: roll.one(DAYS) } : {}),
    }),
  stop: (busy, roll) =>
    post(busy, `/v1/orders/${someOrder(busy, roll)}/history`, {
      status: 'credit:overdue',
      severity: roll.chance(0.5) ? 'blocking' : 'info',
    }),
  'let go': async (busy, roll) => {
    const orderNumber = someOrder(busy, roll)
    const { history = [] } = await viewOf(busy, orderNumber)
    const open = history.find((entry) => entry.severity === 'blocking' && entry.closedAt === null)
    const path = `/v1/orders/${orderNumber}/history/${open?.id ?? 1}/close`
    return post(busy, path, { note: NOTE })
  },
  report: async (busy, roll) => {
    const { shipments = [] } = await viewOf(busy, someOrder(busy, roll, ['OUT_FOR_DELIVERY']))
    const status = roll.one(['IN_TRANSIT', 'DELIVERED', 'FAILED', 'FAILED'])
    const timestamp = `2026-03-10T07:${10 + roll.below(49)}:00Z`
    return post(busy, `/v1/shipments/${shipments[0]?.id}/status`, { status, timestamp })
  },
  prove: async (busy, roll) => {
    const { shipments = [] } = await viewOf(busy, someOrder(busy, roll, ['OUT_FOR_DELIVERY']))
    const [id, signature] = [shipments[0]?.id, 'iVBORw0KGgo=']
    const proof = { signedBy: 'Ans', signature, timestamp: '2026-03-10T07:50:00Z' }
    return post(busy, `/v1/shipments/${id}/proof`, proof)
  },
  resolve: (busy, roll) => {
    const found = roll.one(busy.known.exceptions)
    const load = roll.one(busy.known.loads)?.number
    const input = { counted: 100 + roll.below(300), ...(load === undefined ? {} : { load }) }
    const choice = roll.one(found?.choices ?? [])?.choice ?? 'accept'
    return post(busy, `/v1/exceptions/${found?.id}/resolve`, { choice, note: NOTE, input })
  },
}

/** What people of the office do to goods, days, lists and loads, and what it does by itself. */
export const HOUSE_DEEDS: Readonly<Record<string, Deed>> = {
  receive: (busy, roll) => receive(busy.office, roll.one(SKUS) ?? '', 1 + roll.below(9)),
  reweigh: (busy, roll) => {
    const sku = roll.one(SKUS) ?? ''
    const weightGrams = 900 + roll.below(200)
    const product = { name: sku, barcodes: [], weightGrams, volumeCm3: 2_000, tracking: 'none' }
    return busy.office.admin('PUT', `/v1/products/${sku}`, product)
  },
  room: (busy, roll) =>
    busy.office.admin('PUT', `/v1/capacity/NOORD/${roll.one(DAYS)}`, {
      maxWeightGrams: 40_000 + roll.below(80_000),
      maxVolumeCm3: 900_000_000,
    }),
  fill: ({ office }) => fillBackorders(office.office),
  list: (busy, roll) =>
    post(busy, '/v1/pick-lists/generate', {
      warehouse: 'MAIN',
      deliveryDate: roll.one(DAYS),
      mode: roll.one(['order', 'batch']),
    }),
  release: (busy, roll) =>
    post(busy, `/v1/pick-lists/${roll.one(busy.known.lists)?.id}/release`, {}),
  reissue: (busy, roll) =>
    post(busy, `/v1/pick-lists/${roll.one(busy.known.lists)?.id}/reissue`, {}),
  'plan a load': (busy, roll) =>
    post(busy, '/v1/loads', {
      warehouse: 'MAIN',
      region: 'NOORD',
      deliveryDate: roll.one(DAYS),
      vehicle: { plate: 'VX-1', maxWeightGrams: 9_000_000, maxVolumeCm3: 9_000_000 },
      driver: 'Piet',
    }),
  confirm: (busy, roll) =>
    post(busy, `/v1/loads/${roll.one(busy.known.loads)?.number}/confirm`, {}),
  depart: (busy, roll) => post(busy, `/v1/loads/${roll.one(busy.known.loads)?.number}/depart`, {}),
  transfer: (busy, roll) => {
    const from = roll.one(busy.known.loads.filter(({ units }) => units.length > 0))
    const unitIds = (from?.units ?? []).slice(0, 2).map(({ unitId }) => unitId)
    const to = roll.one(busy.known.loads)?.number ?? ''
    return post(busy, `/v1/loads/${from?.number}/transfer`, { to, unitIds, reason: NOTE })
  },
  reconcile: (busy) => post(busy, '/v1/reconciliations', { warehouse: 'MAIN' }),
}

/** One bench's hands: some facts about whatever they get hold of, pushed as one batch. */
export async function benchWork(busy: BusyOffice, bench: SyncClient, roll: Dice): Promise<void> {
  const { log } = bench.station
  const { lists, units, loads } = busy.known
  if (roll.chance(0.3)) sendOff(busy, bench, roll)
  for (let n = 1 + roll.below(3); n > 0; n -= 1) {
    const list = roll.one(lists)
    if (list !== undefined && roll.chance(0.7)) packList(bench, list, roll)
    const [unit, other, load] = [roll.one(units), roll.one(units), roll.one(loads)]
    if (unit !== undefined && other !== undefined && roll.chance(0.2)) {
      if (roll.chance(0.5)) log.act('pack.nest', { unitId: unit.id, parentId: other.id })
      else log.act('pack.unnest', { unitId: unit.id })
    }
    const line = roll.one(list?.lines ?? [])
    if (list !== undefined && line !== undefined && roll.chance(0.3)) {
      const goods = { pickListId: list.id, lineNo: line.lineNo, quantity: 1 }
      const held = units.find((one) => one.contents.some((c) => c.pickListId === list.id))
      log.act('pick.put-back', { ...goods, ...(held === undefined ? {} : { unitId: held.id }) })
    }
    if (unit !== undefined && load !== undefined && roll.chance(0.6)) {
      log.act('load.claim', { loadId: load.id })
      const goods = { loadId: load.id, unitId: unit.id }
      if (roll.chance(0.8)) log.act('load.add', goods)
      else log.act('load.remove', { ...goods, reason: 'TEST' })
      if (roll.chance(0.3)) log.act('load.confirm', { loadId: load.id })
      if (roll.chance(0.2)) log.act('load.depart', { loadId: load.id, leftBehind: [] })
    }
    if (roll.chance(0.2)) {
      log.act('stock.count', { sku: roll.one(SKUS) ?? '', counted: 200 + roll.below(200) })
    }
  }
  // A repeated push is answered as the first (PUSH-3).
  log.act('session.sign-in', {})
  for (;;) {
    const answer = await bench.send()
    if (answer.status === 503) continue
    if (answer.status !== 200) busy.failures.push(answer)
    break
  }
  await bench.push()
}

/** What is closed goes on a truck of its day, which leaves. */
function sendOff({ known }: BusyOffice, { station: { log } }: SyncClient, roll: Dice) {
  const load = roll.one(known.loads.filter(({ status }) => status !== 'departed'))
  if (load === undefined) return
  const ready = known.units.filter(
    ({ status, deliveryDate, loadId }) =>
      status === 'closed' && deliveryDate === load.deliveryDate && loadId === null,
  )
  log.act('load.claim', { loadId: load.id })
  for (const { id: unitId } of ready) log.act('load.add', { loadId: load.id, unitId })
  log.act('load.confirm', { loadId: load.id })
  if (roll.chance(0.7)) log.act('load.depart', { loadId: load.id, leftBehind: [] })
}

function packList(
  { station: { log, nextUnit } }: SyncClient,
  list: DocumentOf<'pick-list'>,
  roll: Dice,
) {
  const { id: pickListId } = list
  log.act('pick.claim', { pickListId })
  const units = new Map<string, string>()
  for (const { lineNo, orderNumber, requested, picked, short } of list.lines) {
    const open = requested - picked - short
    if (open <= 0 || roll.chance(0.1)) continue
    const unitId = units.get(orderNumber) ?? nextUnit()
    units.set(orderNumber, unitId)
    const isShort = roll.chance(0.1)
    if (isShort) log.act('pick.short', { pickListId, lineNo, quantity: open, reason: 'EMPTY' })
    else log.act('pick.confirm', { pickListId, lineNo, quantity: open, unitId })
  }
  for (const unitId of units.values()) {
    if (roll.chance(0.1)) continue
    const grossGrams = 1_000 + roll.below(4_000)
    const figures = { grossGrams, expectedGrams: grossGrams, toleranceGrams: 20 }
    log.act('pack.weigh', { unitId, ...figures, source: 'scale' })
    log.act('pack.close', { unitId })
    log.act('label.print', { unitId, copy: 1, printerId: 'p1', outcome: 'printed' })
  }
}
