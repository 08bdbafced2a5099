import { sql } from 'kysely'
import type { DocumentOf } from '#contract/documents/document.ts'
import { loadedGrams } from '#contract/documents/load.ts'
import type { Store } from '../../sync-server/store/index.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { type CommittedRow, isCommittedOnce } from './committed-once.ts'
import type { StoredAction, StoredDocument } from './invariants.ts'
import type { World } from './world.ts'

type Exception = {
  id: string
  action_id: string | null
  code: string
  detail: Record<string, unknown>
}
type Stock = { sku: string; lot: string; on_hand: number; reserved: number }
type Committed = CommittedRow & { cause: string }
/** Goods of a cancelled order that the office wrote off: its own put-back, of no station's log. */
type WrittenOff = { orderNumber: string; lineNo: number; quantity: number }
type Slot = {
  region: string
  max_weight_grams: number
  max_volume_cm3: number
  reserved_weight_grams: number
  reserved_volume_cm3: number
}
type Books = {
  exceptions: Exception[]
  stock: Stock[]
  slots: Slot[]
  committed: Committed[]
  writtenOff: WrittenOff[]
  lists: { body: DocumentOf<'pick-list'> }[]
  loads: { body: DocumentOf<'load'> }[]
}

/** Breaks that let goods of a product be taken beyond what was asked for. */
const BEYOND = ['over-pick', 'stock-below-zero']

/** What each kind of action adds to a line. */
const MOVES: Record<string, { counter: 'picked' | 'short'; sign: number }> = {
  'pick.confirm': { counter: 'picked', sign: 1 },
  'pick.put-back': { counter: 'picked', sign: -1 },
  'pick.short': { counter: 'short', sign: 1 },
}

/** I3, I5: counters, ledger, lines and exceptions tell one story, that of the actions. */
export async function checkBooks(
  world: World,
  store: Store,
  office: { actions: readonly StoredAction[]; documents: readonly StoredDocument[] },
): Promise<void> {
  try {
    await requireTrueBooks(store)
  } catch (error) {
    world.blame('doubled', 'I5', String(error))
  }
  const books = await readBooks(store)
  checkExceptions(world, office.actions, books)
  checkLines(world, office.actions, books)
  checkLedger(world, office.actions, books)
  checkLimits(world, books)
}

function readBooks(store: Store): Promise<Books> {
  return store.snapshot(async (tx) => {
    const exceptions = await sql<Exception>`
      SELECT id, action_id, code, detail FROM exception`.execute(tx)
    const stock = await sql<Stock>`SELECT sku, lot, on_hand, reserved FROM stock`.execute(tx)
    const slots = await sql<Slot>`SELECT * FROM capacity_slot`.execute(tx)
    const committed = await sql<Committed>`
      SELECT cause, quantity, lot, on_hand_delta, reserved_delta
      FROM stock_ledger WHERE kind = 'COMMITTED'`.execute(tx)
    const writtenOff = await sql<WrittenOff>`
      SELECT split_part(cause, '/', 2) AS "orderNumber", split_part(cause, '/', 3)::int AS "lineNo",
        max(quantity)::int AS quantity
      FROM stock_ledger l
      WHERE kind = 'RELEASED' AND cause NOT LIKE 'cancel/%'
        AND NOT EXISTS (SELECT FROM station_action a WHERE a.id = split_part(l.cause, '/', 1))
        AND EXISTS (
          SELECT FROM order_status_history h JOIN customer_order o ON o.id = h.order_id
          WHERE h.status = 'inventory:written_off' AND o.order_number = split_part(cause, '/', 2))
      GROUP BY cause`.execute(tx)
    const lists = await sql<{ body: DocumentOf<'pick-list'> }>`
      SELECT body FROM document WHERE kind = 'pick-list' ORDER BY id`.execute(tx)
    const loads = await sql<{ body: DocumentOf<'load'> }>`
      SELECT body FROM document WHERE kind = 'load' ORDER BY id`.execute(tx)
    return {
      exceptions: exceptions.rows,
      stock: stock.rows,
      slots: slots.rows,
      committed: committed.rows,
      writtenOff: writtenOff.rows,
      lists: lists.rows,
      loads: loads.rows,
    }
  })
}

/** Every broken rule has its exception, perhaps one with others, and no exception is about nothing. */
function checkExceptions(world: World, actions: readonly StoredAction[], { exceptions }: Books) {
  const byId = new Map(exceptions.map(({ id, code }) => [id, code]))
  const codes = new Map<string, Set<string>>()
  for (const { action_id: id, code } of exceptions) {
    if (id === null) continue
    codes.set(id, (codes.get(id) ?? new Set()).add(code))
    // A receipt names the first rule that was broken; here are the others.
    world.count(`excepted-${code}`)
  }
  for (const { id, type, outcome, code, exception_id: named } of actions) {
    const own = codes.get(id) ?? new Set()
    const isExplained = outcome !== 'excepted' || byId.get(named ?? '') === code
    if (!isExplained) world.blame('unexplained', 'I5', `${type} ${id} has no exception ${code}`)
    const others = [...own].filter((one) => one !== 'short-pick' && one !== 'poison')
    if (outcome !== 'excepted' && others.length > 0) {
      world.blame('unexplained', 'I5', `${type} ${id} is ${outcome} and has ${others.join()}`)
    }
  }
}

/** I3: a line counts what the actions about it say, each once, and what the office wrote off. */
function checkLines(
  world: World,
  actions: readonly StoredAction[],
  { lists, writtenOff }: Books,
): void {
  const sums = new Map<string, number>()
  for (const { type, outcome, body } of actions) {
    const move = MOVES[type]
    if (move === undefined || outcome === 'refused') continue
    const { payload } = JSON.parse(body) as { payload: Record<string, unknown> }
    const key = `${String(payload['pickListId'])}/${String(payload['lineNo'])}/${move.counter}`
    sums.set(key, (sums.get(key) ?? 0) + move.sign * Number(payload['quantity']))
  }
  const writtenOffOf = (line: { orderNumber: string; orderLineNo: number }) =>
    writtenOff
      .filter((row) => row.orderNumber === line.orderNumber && row.lineNo === line.orderLineNo)
      .reduce((sum, { quantity }) => sum + quantity, 0)
  const hasUnshort = actions.some(({ type }) => type === 'pick.unshort')
  for (const same of Map.groupBy(countedLines(lists), ({ key }) => key).values()) {
    for (const counter of ['picked', 'short'] as const) {
      if (counter === 'short' && hasUnshort) continue
      const [first] = same
      const ofOffice = counter === 'picked' && first !== undefined ? writtenOffOf(first.line) : 0
      const said = same.map(({ list, line }) => sums.get(`${list.id}/${line.lineNo}/${counter}`))
      const expected = said.reduce<number>((sum, count) => sum + (count ?? 0), -ofOffice)
      const counted = same.reduce((sum, { line }) => sum + line[counter], 0)
      if (counted === expected) continue
      const trouble = counted > expected ? 'doubled' : 'lost'
      const places = same.map(({ list, line }) => `${list.code}/${line.lineNo}`).join(' and ')
      world.blame(trouble, 'I3', `${places} ${counter} ${counted}, actions say ${expected}`)
    }
  }
}

/** A line by itself; where its order moved to another list, with what was counted there of the same. */
function countedLines(lists: Books['lists']) {
  const moved = new Set(
    lists.flatMap(({ body }) =>
      body.orders.flatMap(({ orderNumber, movedTo }) => (movedTo === undefined ? [] : orderNumber)),
    ),
  )
  return lists.flatMap(({ body: list }) =>
    list.lines.map((line) => {
      const { orderNumber, orderLineNo, lineNo } = line
      const isMoved = moved.has(orderNumber)
      return {
        list,
        line,
        key: isMoved ? `${orderNumber}/${orderLineNo}` : `${list.id}/${lineNo}`,
      }
    }),
  )
}

/** I3: a pick moves stock once, and nothing else writes a pick's rows. */
function checkLedger(
  world: World,
  actions: readonly StoredAction[],
  { committed, lists }: Books,
): void {
  const known = new Set(lists.map(({ body }) => body.id))
  const ofLots = committed.filter(({ lot }) => lot !== '').length
  if (ofLots > 0) world.count('lot-picked', ofLots)
  const byAction = Map.groupBy(committed, ({ cause }) => cause.split('/')[0] ?? '')
  for (const { id, type, outcome, body } of actions) {
    if (type !== 'pick.confirm' || outcome === 'refused') continue
    const { payload } = JSON.parse(body) as { payload: { quantity: number; pickListId: string } }
    // A list that the office has forgotten has no goods of its own to move.
    if (!known.has(payload.pickListId)) continue
    const rows = byAction.get(id) ?? []
    byAction.delete(id)
    if (isCommittedOnce(rows, payload.quantity)) continue
    world.blame('doubled', 'I3', `${id} moved stock otherwise than once: ${JSON.stringify(rows)}`)
  }
  for (const id of byAction.keys())
    world.blame('doubled', 'I3', `no action ${id} for its ledger row`)
}

/** I5: claims and intake never go beyond stock, slots and trucks; facts only with an exception. */
function checkLimits(world: World, { stock, slots, loads, exceptions }: Books): void {
  for (const [sku, lots] of Map.groupBy(stock, (row) => row.sku)) {
    const onHand = lots.reduce((sum, row) => sum + row.on_hand, 0)
    const reserved = lots.reduce((sum, row) => sum + row.reserved, 0)
    const isLotShort = lots.some((row) => row.on_hand < 0 || row.reserved < 0)
    const isExcused = exceptions.some(
      ({ code, detail }) =>
        (BEYOND.includes(code) && detail['sku'] === sku) ||
        // What was taken for a cancelled order after its goods were promised to others.
        (code === 'order-cancelled' && JSON.stringify(detail['goods'] ?? '').includes(sku)),
    )
    const isShort = isLotShort || reserved > onHand
    if (isShort && !isExcused) {
      world.blame('oversold', 'I5', `${sku}: ${onHand} on hand, ${reserved} reserved`)
    }
  }
  for (const slot of slots) {
    const isOver =
      slot.reserved_weight_grams > slot.max_weight_grams ||
      slot.reserved_volume_cm3 > slot.max_volume_cm3
    // Intake never goes beyond a slot; what was weighed may, with an exception.
    if (isOver && !exceptions.some(({ code }) => code === 'over-capacity')) {
      world.blame('overbooked', 'I5', `slot ${slot.region} ${JSON.stringify(slot)}`)
    }
  }
  for (const { body: load } of loads) {
    const isFull = loadedGrams(load) > load.vehicle.maxWeightGrams
    if (load.status !== 'confirmed' || !isFull) continue
    const isKnown = exceptions.some(({ code }) => code === 'wrong-load' || code === 'over-capacity')
    if (!isKnown) world.blame('overbooked', 'I5', `load ${load.number} is confirmed and too heavy`)
  }
}
