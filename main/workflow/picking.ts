import type { PayloadOf } from '#contract/actions/index.ts'
import type { PickLine, PickList } from '#contract/documents/pick-list.ts'
import type { GoesTo } from '#contract/rpc/work-view.ts'
import type { Prompt } from '#contract/rpc/prompt-view.ts'
import { alarm, type AlertCall, stoppedAlarm } from './alerts.ts'
import { openNext } from './closing.ts'
import {
  canPack,
  hasTotes,
  isLeft,
  isTrolley,
  type LineWork,
  type ListPlace,
  listWork,
  openUnit,
  orderOf,
  ordinalOf,
  otherLotOf,
  toteOf,
} from './list-work.ts'
import { dayAt, judgeLot } from './lot-choice.ts'
import type { ScannedProduct } from './meaning.ts'
import type { Ending, Turn } from './turn.ts'
import { unitForOrder, unitsOnTrolley } from './trolley.ts'
import { placeKind } from './workflow-kind.ts'

type ProductScan = {
  place: ListPlace
  list: PickList
  meaning: ScannedProduct
  text: string
  multiplier: number
  /** Why a lot is taken that should have waited for another. */
  deviation?: Deviation
}

type Deviation = NonNullable<PayloadOf<'pick.confirm'>['deviation']>

type LotQuestion = Extract<Prompt, { kind: 'lot-reason' }>

/** Characters of a scan that a pick keeps. */
const SCAN_TEXT_MAX = 100

/** A product: picked into the open unit, or packed where another bench picked it. */
export function scanProduct(turn: Turn, scan: ProductScan): Ending {
  const { place, list, meaning } = scan
  const { product, lot } = meaning
  const quantity = meaning.quantity * scan.multiplier
  const found = findLine(turn, scan, quantity)
  if ('reason' in found) return found
  const { line, toPick } = found
  const open = toPick > 0 ? toPick : found.toPack
  if (quantity > open) return alarm('more-than-asked', { scanned: product.name, open, quantity })
  if (toPick > 0) {
    const verdict = judgeLot(meaning, line, dayAt(turn.view, list.warehouse, turn.context.now))
    if (verdict.kind === 'expired') {
      return alarm('expired-goods', { scanned: product.name, until: verdict.until })
    }
    if (product.tracking === 'lot' && lot === null) {
      return alarm('lot-needed', { scanned: product.name })
    }
    const first =
      line.singleLot === true && lot !== null
        ? otherLotOf(turn.view, place, { list, lineNo: line.lineNo, lot })
        : null
    if (lot !== null && first !== null) {
      return alarm('lot-mix', { scanned: product.name, lot, first })
    }
    if (verdict.kind === 'ask' && lot !== null) {
      return askLot(turn, { list, line, scan, quantity, lot, ...verdict })
    }
  }
  return toPick > 0 ? pick(turn, scan, line, quantity) : pack(turn, scan, line, quantity)
}

/** Another lot ends sooner: nothing is picked until somebody says why this one is taken all the same. */
function askLot(
  turn: Turn,
  asked: Pick<LotQuestion, 'lot' | 'until' | 'first'> & {
    list: PickList
    line: PickLine
    scan: ProductScan
    quantity: number
  },
): Ending {
  const { list, line, scan, quantity, lot, until, first } = asked
  const { product, serial, expiryDate, weightGrams } = scan.meaning
  const text = scan.text.slice(0, SCAN_TEXT_MAX)
  const { lineNo } = line
  turn.patch({
    prompt: {
      kind: 'lot-reason',
      listId: list.id,
      lineNo,
      name: product.name,
      lot,
      until,
      first,
      scan: { text, quantity, serial, expiryDate, weightGrams },
    },
  })
  turn.say('asked', { prompt: 'lot-reason' }, 'stop')
  return 'command'
}

/** The reason was given: what was scanned is picked, and says which lot it was taken instead of. */
export function pickInstead(turn: Turn, question: LotQuestion, reason: string): Ending {
  const { lineNo, lot, first, scan } = question
  const { place } = turn.state
  const list = place.kind === 'list' ? turn.view.get('pick-list', question.listId) : undefined
  const line = list?.lines.find((candidate) => candidate.lineNo === lineNo)
  const product = line === undefined ? undefined : turn.view.get('product', line.sku)
  if (place.kind !== 'list' || list === undefined || line === undefined || product === undefined) {
    turn.say('cancelled', {})
    return 'command'
  }
  const { text, quantity, ...marks } = scan
  const meaning: ScannedProduct = { kind: 'product', product, quantity, lot, ...marks }
  const deviation = { reason, instead: first.lot }
  const again = { place, list, meaning, text, multiplier: 1, deviation }
  return pick(turn, again, line, quantity)
}

/** The line the scan is for: the next first, and one that asks for this many before one that does not. */
function findLine(turn: Turn, scan: ProductScan, quantity: number): LineWork | AlertCall {
  const { place, list, meaning } = scan
  const { name, sku } = meaning.product
  const { route, next } = listWork(turn.view, place, list, turn.context.mode)
  const lines = route.filter(({ line }) => line.sku === sku)
  const first = lines[0]
  if (first === undefined) {
    if (next === null) return alarm('not-now', { what: name, where: placeKind(place, turn.view) })
    const needed = turn.view.get('product', next.line.sku)?.name ?? next.line.sku
    return alarm('product-not-on-list', { scanned: name, needed })
  }
  const left = lines.filter(isLeft)
  if (left.length === 0) {
    if (first.isCancelled) {
      return alarm('order-cancelled', { orderNumber: first.line.orderNumber })
    }
    if (first.isStopped) {
      const { orderNumber } = first.line
      const order = list.orders.find((candidate) => candidate.orderNumber === orderNumber)
      return stoppedAlarm(orderNumber, order?.blockedBecause)
    }
    const requested = lines.reduce((sum, { line }) => sum + line.requested - line.short, 0)
    return alarm('product-already-done', { scanned: name, requested })
  }
  const { mode } = turn.context
  const unit = canPack(mode) && !isTrolley(list, mode) ? openUnit(turn.view, place) : null
  const orderNumber = orderOf(unit) ?? toteChosen(place, route)
  const fitting = left.filter(
    ({ line }) => orderNumber === null || line.orderNumber === orderNumber,
  )
  if (fitting.length === 0 && next !== null && orderOf(unit) === null) {
    const needed = turn.view.get('product', next.line.sku)?.name ?? next.line.sku
    return alarm('product-not-on-list', { scanned: name, needed })
  }
  if (fitting.length === 0 && unit !== null) {
    return alarm('finish-this-first', { what: `${unit.kind} ${ordinalOf(place, unit.id)}` })
  }
  const enough = fitting.find(({ toPick, toPack }) => (toPick > 0 ? toPick : toPack) >= quantity)
  const chosen = enough ?? fitting[0]
  if (chosen === undefined) throw new Error(`no line of ${list.code} is left for ${sku}`)
  return chosen
}

/** The order whose tote stands there, as long as goods are left in it: others' goods don't belong there. */
function toteChosen({ orderNumber }: ListPlace, route: readonly LineWork[]): string | null {
  const isThere = route.some((work) => work.toPack > 0 && work.line.orderNumber === orderNumber)
  return isThere ? (orderNumber ?? null) : null
}

function pick(turn: Turn, scan: ProductScan, line: PickLine, quantity: number): Ending {
  const { list, meaning, text, deviation } = scan
  const unitId = unitFor(turn, list, line.orderNumber)
  if (typeof unitId === 'object' && unitId !== null) return unitId
  const moved = {
    pickListId: list.id,
    lineNo: line.lineNo,
    quantity,
    ...(unitId === null ? {} : { unitId }),
    ...(meaning.lot === null ? {} : { lot: meaning.lot }),
  }
  const payload = {
    ...moved,
    scan: text.slice(0, SCAN_TEXT_MAX),
    ...(meaning.serial === null ? {} : { serial: meaning.serial }),
    ...(meaning.expiryDate === null ? {} : { expiryDate: meaning.expiryDate }),
    ...(meaning.weightGrams === null ? {} : { weightGrams: meaning.weightGrams }),
    ...(deviation === undefined ? {} : { deviation }),
  }
  const refused = turn.record([{ type: 'pick.confirm', payload }])
  if (refused !== null) return refused
  turn.remember({ type: 'pick.put-back', payload: moved })
  const { requested } = line
  const picked = line.picked + quantity
  const said = { name: meaning.product.name, quantity, picked, requested }
  const tote = hasTotes(list) ? toteOf(list, line.orderNumber) : null
  sayPicked(turn, said, { marks: marksOf(meaning), tote })
  if (tote !== null) goesTo(turn, { name: said.name, quantity, tote, isRight: false })
  if (isTrolley(list, turn.context.mode)) beginWeighing(turn, scan)
  return 'action'
}

/** The goods are in somebody's hand until they lie in their tote. */
function goesTo(turn: Turn, goods: GoesTo): void {
  const { place } = turn.state
  if (place.kind === 'list') turn.patch({ place: { ...place, goesTo: goods } })
}

type Picked = { name: string; quantity: number; picked: number; requested: number }

function sayPicked(
  turn: Turn,
  said: Picked,
  { marks, tote }: { marks: string; tote: number | null },
): void {
  if (marks === '') {
    if (tote === null) turn.say('picked', said)
    else turn.say('picked-for-tote', { ...said, tote })
  } else if (tote === null) turn.say('picked-marked', { ...said, marks })
  else turn.say('picked-marked-for-tote', { ...said, marks, tote })
}

/**
 * What a code said besides its product, as it was understood: a separator that a scanner lost makes a
 * longer batch number that only a person can see to be wrong.
 */
function marksOf({ lot, serial, expiryDate, weightGrams }: ScannedProduct): string {
  const marks = [
    lot === null ? '' : `LOT ${lot}`,
    serial === null ? '' : `SN ${serial}`,
    expiryDate === null ? '' : `EXP ${expiryDate}`,
    // Whole grams: a point or a comma in kilograms means a thousand times more in another language.
    weightGrams === null ? '' : `${weightGrams} g`,
  ].filter((mark) => mark !== '')
  return marks.join(' · ')
}

/** With the last goods on the trolley its first carton is the one to weigh. */
function beginWeighing(turn: Turn, { list }: ProductScan): void {
  const { place } = turn.state
  if (place.kind !== 'list') return
  const now = turn.view.get('pick-list', list.id) ?? list
  if (listWork(turn.view, place, now, turn.context.mode).next !== null) return
  const [first] = unitsOnTrolley(turn.view, place, { list, stationId: turn.context.stationId })
  turn.patch({ place: { ...place, unitId: first?.id ?? place.unitId } })
}

function pack(turn: Turn, scan: ProductScan, line: PickLine, quantity: number): Ending {
  const unitId = unitFor(turn, scan.list, line.orderNumber)
  if (typeof unitId !== 'string') return unitId ?? alarm('mode-missing', { what: 'packing' })
  const { list, meaning } = scan
  const goods = { unitId, pickListId: list.id, lineNo: line.lineNo, quantity }
  const payload = meaning.lot === null ? goods : { ...goods, lot: meaning.lot }
  const refused = turn.record([{ type: 'pack.add', payload }])
  if (refused !== null) return refused
  turn.remember({ type: 'pack.remove', payload })
  const { picked } = line
  const after = listWork(turn.view, scan.place, list, turn.context.mode)
  const left = after.route.find((work) => work.line.lineNo === line.lineNo)?.toPack ?? 0
  turn.say('packed', { name: meaning.product.name, quantity, packed: picked - left, picked })
  return 'action'
}

/** The unit the goods go into, opened now if none stands there; null on a bench that doesn't pack. */
function unitFor(turn: Turn, list: PickList, orderNumber: string): string | AlertCall | null {
  const { mode, stationId } = turn.context
  if (!canPack(mode)) return null
  const { place } = turn.state
  if (place.kind !== 'list') throw new Error('goods go into a unit of a list, and none is open')
  const isWalked = isTrolley(list, mode)
  const unit = isWalked
    ? unitForOrder(turn.view, place, { orderNumber, stationId })
    : openUnit(turn.view, place)
  if (unit !== null) {
    if (isWalked) turn.patch({ place: { ...place, unitId: unit.id } })
    return unit.id
  }
  const opened = openNext(turn, isWalked ? orderNumber : null)
  if (typeof opened === 'object') return opened
  const after = turn.state.place
  const unitId = after.kind === 'list' ? after.unitId : null
  return opened === 'no-numbers' || unitId === null ? alarm('no-numbers', {}) : unitId
}
