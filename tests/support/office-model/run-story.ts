import assert from 'node:assert/strict'
import type { Receipt } from '#contract/sync/envelope.ts'
import { runDueJobs } from '../../../sync-server/jobs/index.ts'
import type { Office } from '../../../sync-server/office.ts'
import type { Answer, TestOffice } from '../office.ts'
import { syncClient, type SyncClient } from '../sync-client.ts'
import { createStationLog } from '../station-log.ts'
import { codeOf, furnish, type handClock, intent, receive } from '../wholesaler.ts'
import {
  expire,
  fitting,
  inHand,
  type Model,
  type ModelOrder,
  PAYMENT_TIME_MS,
  reserved,
  taken,
} from './model.ts'
import { type Operation, SKUS } from './operations.ts'

const DAY = '2026-03-11'
/** Later than this the next day can't be delivered any more, and the story would end. */
const LATEST = Date.parse('2026-03-10T12:00:00.000Z')
const OPENING_STOCK = 12
const ROOM = 20
const EACH_GRAMS = 1_000
const EACH_CM3 = 2_000

export const STORY_BEGINS = '2026-03-10T00:00:00.000Z'

export type Scene = {
  office: Pick<TestOffice, 'admin' | 'call' | 'enrol'>
  /** Whose jobs run when time passes. */
  jobsOf: Office
  clock: ReturnType<typeof handClock>
}

type Run = Scene & { model: Model; bench: SyncClient; intents: number }

/** Plays a story against a real office and the model, and throws at the first step where they part. */
export async function runStory(scene: Scene, story: readonly Operation[]): Promise<void> {
  const run = await begin(scene)
  for (const [step, operation] of story.entries()) {
    await perform(run, operation)
    await compare(run, `step ${step}: ${JSON.stringify(operation)}`)
  }
}

async function begin(scene: Scene): Promise<Run> {
  const { office } = scene
  await furnish(office, {
    products: SKUS.map((sku) => ({ sku, onHand: OPENING_STOCK })),
    capacity: {
      dates: [DAY],
      maxWeightGrams: ROOM * EACH_GRAMS,
      maxVolumeCm3: ROOM * EACH_CM3,
    },
  })
  await office.admin('PUT', '/v1/operators/emma', { name: 'Emma', roles: ['picker'] })
  const station = await office.enrol()
  const log = createStationLog({ incarnation: station.incarnation })
  const { stationId, token, epoch } = station
  const bench = syncClient(office, { stationId, token, log, nextUnit: () => '' }, epoch)
  const onHand = new Map<string, number>(SKUS.map((sku) => [sku, OPENING_STOCK]))
  return { ...scene, model: { onHand, room: ROOM, orders: new Map() }, bench, intents: 0 }
}

async function perform(run: Run, operation: Operation): Promise<void> {
  switch (operation.do) {
    case 'order':
      return order(run, operation)
    case 'post again':
      return postAgain(run, operation)
    case 'cancel':
      return cancel(run, operation.which)
    case 'pay':
      return pay(run, operation.which)
    case 'wait':
      return wait(run, operation.minutes)
    case 'list':
      return list(run)
    case 'count':
      return count(run, operation)
    case 'receive':
      await receive(run.office, operation.sku, operation.quantity)
      return addOnHand(run.model, operation.sku, operation.quantity)
    case 'claim':
    case 'pick':
    case 'short':
    case 'put back':
      return work(run, operation)
  }
}

/** Several orders alike, posted at once: as many are taken as fit, no more and no less. */
async function order(run: Run, wanted: Extract<Operation, { do: 'order' }>): Promise<void> {
  const { sku, quantity, together, isPrepaid } = wanted
  const expected = Math.min(together, fitting(run.model, sku, quantity))
  const keys = Array.from({ length: together }, () => `intent-${(run.intents += 1)}`)
  const answers = await Promise.all(
    keys.map((key) => run.office.admin('POST', '/v1/order-intents', body(key, wanted))),
  )
  const good = answers.filter(({ status }) => status === 201)
  assert.equal(good.length, expected, `confirmed ${good.length} of ${together}`)
  for (const [index, answer] of answers.entries()) {
    if (answer.status !== 201) {
      assert.ok(['out-of-stock', 'capacity-full'].includes(codeOf(answer) ?? ''), say(answer))
      continue
    }
    const { orderNumber, status } = answer.body as Pick<ModelOrder, 'orderNumber' | 'status'>
    assert.equal(status, isPrepaid ? 'PENDING_PAYMENT' : 'CONFIRMED')
    const dueAtMs = run.clock.now() + PAYMENT_TIME_MS
    const fresh = { orderNumber, sku, ordered: quantity, isPrepaid, status, dueAtMs }
    run.model.orders.set(keys[index] ?? '', { ...fresh, line: null, picked: 0, short: 0 })
  }
}

function body(key: string, wanted: { sku: string; quantity: number; isPrepaid: boolean }) {
  return intent({
    orderIntentId: key,
    deliveryDate: DAY,
    lineItems: [{ sku: wanted.sku, quantity: wanted.quantity }],
    ...(wanted.isPrepaid ? { contractVersion: '2', payment: 'prepaid' } : {}),
  })
}

async function postAgain(
  run: Run,
  { which, changed }: Extract<Operation, { do: 'post again' }>,
): Promise<void> {
  const [key, known] = pickOrder(run.model, which)
  if (known === undefined) return
  const { sku, ordered, isPrepaid } = known
  const quantity = changed ? ordered + 1 : ordered
  const again = body(key, { sku, quantity, isPrepaid })
  const answer = await run.office.admin('POST', '/v1/order-intents', again)
  if (changed) return assert.equal(codeOf(answer), 'intent-conflict')
  assert.equal(answer.status, 200, say(answer))
  assert.equal((answer.body as ModelOrder).orderNumber, known.orderNumber)
}

async function cancel(run: Run, which: number): Promise<void> {
  const [, known] = pickOrder(run.model, which)
  if (known === undefined) return
  const path = `/v1/orders/${known.orderNumber}/cancel`
  const answer = await run.office.admin('POST', path, { reason: 'no longer wanted' })
  assert.equal(answer.status, known.status === 'CANCELLED' ? 409 : 200, say(answer))
  known.status = 'CANCELLED'
}

async function pay(run: Run, which: number): Promise<void> {
  const [key, known] = pickOrder(run.model, which)
  if (known === undefined || !known.isPrepaid) return
  const path = `/v1/orders/${known.orderNumber}/payments`
  const answer = await run.office.admin('POST', path, { paymentRef: key, amountCents: 4_250 })
  if (known.status === 'CANCELLED')
    return assert.ok([200, 409].includes(answer.status), say(answer))
  assert.ok(answer.status < 300, say(answer))
  known.status = 'CONFIRMED'
}

async function wait({ clock, jobsOf, model }: Run, minutes: number): Promise<void> {
  const nowMs = clock.now() + minutes * 60_000
  if (nowMs > LATEST) return
  clock.set(new Date(nowMs).toISOString())
  await runDueJobs(jobsOf)
  expire(model, nowMs)
}

type Listed = { id: string; lines: { lineNo: number; orderNumber: string }[] }

async function list({ office, model }: Run): Promise<void> {
  const day = { warehouse: 'MAIN', deliveryDate: DAY }
  const answer = await office.admin('POST', '/v1/pick-lists/generate', day)
  assert.equal(answer.status, 200, say(answer))
  const { pickLists } = answer.body as { pickLists: Listed[] }
  for (const known of model.orders.values()) {
    const found = pickLists.flatMap(({ id, lines }) =>
      lines
        .filter((line) => line.orderNumber === known.orderNumber)
        .map(({ lineNo }) => ({ pickListId: id, lineNo })),
    )
    if (known.status === 'CONFIRMED') assert.equal(found.length, 1, known.orderNumber)
    known.line = found[0] ?? null
  }
}

/** What hands do: facts, which are never refused, and claims, which may be. */
async function work(
  run: Run,
  operation: Extract<Operation, { do: 'claim' | 'pick' | 'short' | 'put back' }>,
): Promise<void> {
  const [, known] = pickOrder(run.model, operation.which)
  if (known === undefined || known.line === null) return
  const { log } = run.bench.station
  if (operation.do === 'claim') {
    log.act('pick.claim', { pickListId: known.line.pickListId })
    await run.bench.push()
    return
  }
  const { quantity } = operation
  if (operation.do === 'put back' && quantity > known.picked) return
  if (operation.do === 'pick') log.act('pick.confirm', { ...known.line, quantity })
  if (operation.do === 'short') {
    log.act('pick.short', { ...known.line, quantity, reason: 'not-there' })
  }
  if (operation.do === 'put back') log.act('pick.put-back', { ...known.line, quantity })
  requireRecorded((await run.bench.push()).receipts)
  if (operation.do === 'pick') known.picked += quantity
  if (operation.do === 'short') known.short += quantity
  if (operation.do === 'put back') known.picked -= quantity
}

/** What was counted on the shelf is what the book says there from now on. */
async function count(run: Run, { sku, counted }: Extract<Operation, { do: 'count' }>) {
  run.bench.station.log.act('stock.count', { sku, counted })
  requireRecorded((await run.bench.push()).receipts)
  run.model.onHand.set(sku, counted + inHand(run.model, sku))
}

/** FACT-1: recorded, and where a rule was broken somebody is told. */
function requireRecorded(receipts: readonly Receipt[]): void {
  for (const { outcome, code, exceptionId } of receipts) {
    assert.notEqual(outcome, 'refused', code)
    if (outcome === 'excepted') assert.ok(exceptionId, `${code} opened nothing`)
  }
}

/** I5: the office's counters are the model's. */
async function compare({ office, model }: Run, step: string): Promise<void> {
  const { body: stock } = await office.admin('GET', '/v1/stock')
  const { items } = stock as { items: { sku: string; onHand: number; reserved: number }[] }
  for (const sku of SKUS) {
    const row = items.find((item) => item.sku === sku)
    const expected = { onHand: model.onHand.get(sku), reserved: reserved(model, sku) }
    assert.deepEqual({ onHand: row?.onHand, reserved: row?.reserved }, expected, `${step}: ${sku}`)
  }
  const { body: slot } = await office.admin('GET', `/v1/capacity/NOORD/${DAY}`)
  const { reservedWeightGrams } = slot as { reservedWeightGrams: number }
  assert.equal(reservedWeightGrams, taken(model) * EACH_GRAMS, `${step}: the day's room`)
}

function pickOrder(model: Model, which: number): [string, ModelOrder] | [string, undefined] {
  const all = [...model.orders]
  return all.length === 0 ? ['', undefined] : (all[which % all.length] ?? ['', undefined])
}

function addOnHand(model: Model, sku: string, quantity: number): void {
  model.onHand.set(sku, (model.onHand.get(sku) ?? 0) + quantity)
}

function say({ status, body: said }: Answer): string {
  return `${status} ${JSON.stringify(said)}`
}
