import {
  commandCode,
  encodeLoadlineCode,
  quantityCode,
  reasonCode,
  reasonsFor,
  toteCode,
} from '#contract/barcode/loadline-code.ts'
import { unitQr } from '#contract/barcode/unit-qr.ts'
import { lotsLeft } from '#contract/documents/advised-lots.ts'
import { linesToPutBack } from '#contract/documents/goods-in-hand.ts'
import type { PickLine, PickList } from '#contract/documents/pick-list.ts'
import type { Unit } from '#contract/documents/unit.ts'
import { type Prompt, PROMPT_REASON_PURPOSE } from '#contract/rpc/prompt-view.ts'
import { signUnitText } from '../../main/labels/unit-signature.ts'
import { expectedWeight } from '../../main/workflow/expected-weight.ts'
import { type ListPlace, listWork, openUnit } from '../../main/workflow/list-work.ts'
import { missingUnits } from '../../main/workflow/load-work.ts'
import { isUnlabelled } from '../../main/workflow/owed-labels.ts'
import { cartonsBeside, cartonsOn, isToComeOff } from '../../main/workflow/pallet-work.ts'
import { goodsCode, lotsOf, PRODUCTS } from './goods.ts'
import type { Shop } from './shop.ts'
import type { SimStation } from './sim-station.ts'

/** What hands do next: hold a code before the scanner, or put goods on the scale. */
export type Move = { kind: 'scan'; text: string } | { kind: 'weigh'; grams: number }

/** How far off a wrong weight is. */
const WRONG_GRAMS = 3_000

/** An operator who mostly does what the bench asks for, and often enough something else. */
export function nextMove(station: SimStation, shop: Shop): Move {
  const { state, chance } = station
  if (chance.hit(0.03)) return scan(noise(station, shop))
  if (state.alert !== null) {
    return scan(chance.hit(0.85) ? commandCode('ACK') : noise(station, shop))
  }
  if (state.operatorId === null) return scan(chance.pick(shop.badges))
  if (state.prompt !== null) return answer(station, shop, state.prompt)
  switch (state.place.kind) {
    case 'idle':
      return scan(begin(station, shop))
    case 'list':
      return atList(station, state.place)
    case 'put-back':
      return atPutBack(station, state.place.listId)
    case 'pallet':
      return scan(atPallet(station, state.place.unitId))
    default:
      return atLoad(station, state.place.loadId)
  }
}

function scan(text: string): Move {
  return { kind: 'scan', text }
}

/** Any code that lies about in a warehouse. */
function noise({ chance, floor }: SimStation, shop: Shop): string {
  const lists = floor.view.pickLists().map(({ code }) => code)
  const loads = floor.view.loads().map(({ code }) => code)
  return chance.pick([
    ...PRODUCTS.map((goods) => goodsCode(goods, chance)),
    ...lists,
    ...loads,
    ...shop.badges,
    commandCode('UNDO'),
    commandCode('CANCEL'),
    commandCode('SIGNOUT'),
    commandCode('REPRINT'),
    commandCode('CLOSE'),
    encodeLoadlineCode('location', 'A1'),
    toteCode(chance.pick([1, 2, 3])),
    'what is this',
  ])
}

function answer({ chance }: SimStation, shop: Shop, prompt: Prompt): Move {
  if (chance.hit(0.1)) return scan(commandCode('CANCEL'))
  if (prompt.kind === 'print-in-doubt') return scan(commandCode(chance.pick(['YES', 'NO'])))
  if (prompt.kind === 'confirm-missing') return scan(commandCode('CONFIRM'))
  if (prompt.kind === 'labels-missing') return scan(commandCode(chance.pick(['YES', 'NO'])))
  if (prompt.kind === 'seal') return scan('SEAL-4711')
  if (prompt.kind === 'override' && prompt.step === 'badge') return scan(shop.supervisorBadge)
  return scan(reasonCode(chance.pick(reasonsFor(PROMPT_REASON_PURPOSE[prompt.kind]))))
}

/** What to begin with: a label left behind, a truck that waits, or a list. */
function begin(station: SimStation, shop: Shop): string {
  const { chance, floor, identity, wanted } = station
  if (wanted !== null) {
    station.wanted = null
    return wanted
  }
  const lists = floor.view.pickLists().filter(({ status }) => status !== 'cancelled')
  const cancelled = floor.view.pickLists().filter((list) => linesToPutBack(list).length > 0)
  if (cancelled.length > 0 && chance.hit(0.3)) return chance.pick(cancelled).code
  const loads = floor.view
    .loads()
    .filter(({ status }) => status === 'open' || status === 'claimed')
    .filter((load) => load.units.length > 0 || missingUnits(floor.view, load).length > 0)
  const owed = floor.view.closedUnits().filter((unit) => isUnlabelled(unit, station.state))
  if (owed.length > 0 && chance.hit(0.3)) return label(station, chance.pick(owed))
  if (loads.length > 0 && chance.hit(0.4)) return chance.pick(loads).code
  if (looseCartons(station).length > 1 && chance.hit(0.08)) return commandCode('PALLET')
  const free = lists.filter(
    ({ status, claim }) =>
      status === 'open' || (status === 'claimed' && claim?.stationId === identity.stationId),
  )
  if (free.length > 0 && chance.hit(0.93)) return chance.pick(free).code
  if (lists.length > 0 && chance.hit(0.2)) return chance.pick(lists).code
  return noise(station, shop)
}

function atList(station: SimStation, place: ListPlace): Move {
  const { chance, floor, identity } = station
  const { view } = floor
  const list = view.get('pick-list', place.listId)
  if (list === undefined) return scan(commandCode('CANCEL'))
  const waiting = place.toVerify === null ? undefined : view.get('unit', place.toVerify)
  if (waiting !== undefined && chance.hit(0.9)) return scan(label(station, waiting))
  const { next } = listWork(view, place, list, identity.mode)
  if (next !== null) return atLine(station, next.line, next.toPick)
  const unit = openUnit(view, place)
  if (unit === null || unit.contents.length === 0) return scan(commandCode('CANCEL'))
  if (chance.hit(0.1)) return scan(commandCode('WEIGH'))
  if (chance.hit(0.15)) return scan(commandCode('CLOSE'))
  const { expectedGrams } = expectedWeight(view, unit, 5)
  return { kind: 'weigh', grams: expectedGrams + (chance.hit(0.12) ? WRONG_GRAMS : 0) }
}

/** Goods of a cancelled order go back to their shelves, each as the lot it was taken as. */
function atPutBack({ chance, floor }: SimStation, listId: string): Move {
  const list = floor.view.get('pick-list', listId)
  const lines = list === undefined ? [] : linesToPutBack(list)
  if (lines.length === 0 || chance.hit(0.1)) return scan(commandCode('CANCEL'))
  const { sku, lots = [] } = chance.pick(lines)
  const inHand = lots.filter(({ picked, loaded }) => picked > loaded)
  return scan(goodsCode(productOf(sku), chance, inHand[0]?.lot))
}

/** What stands beside a pallet goes on it, until nothing is left or the hands have had enough. */
function atPallet(station: SimStation, palletId: string): string {
  const { chance, floor } = station
  const pallet = floor.view.get('unit', palletId)
  if (pallet === undefined || chance.hit(0.04)) return commandCode('CANCEL')
  if (pallet.status !== 'open') return label(station, pallet)
  if (chance.hit(0.06)) return commandCode('UNDO')
  const beside =
    pallet.children.length === 0 || chance.hit(0.05)
      ? looseCartons(station)
      : cartonsBeside(floor.view, pallet)
  if (beside.length > 0 && chance.hit(0.9)) return label(station, chance.pick(beside))
  const off = cartonsOn(floor.view, pallet).filter((carton) => isToComeOff(floor.view, carton))
  if (off[0] !== undefined) return label(station, off[0])
  return commandCode(pallet.children.length === 0 ? 'CANCEL' : 'CLOSE')
}

/** Closed cartons anywhere on the floor; now and then one that another pallet has already. */
function looseCartons({ chance, floor }: SimStation): Unit[] {
  const units = floor.view.pickLists().flatMap((list) => floor.view.unitsOf(list))
  const isAny = chance.hit(0.1)
  const found = units.filter(({ kind, status, loadId, parentId }) => {
    return (
      kind === 'carton' && status === 'closed' && loadId === null && (isAny || parentId === null)
    )
  })
  return [...new Map(found.map((unit) => [unit.id, unit])).values()]
}

function productOf(sku: string) {
  return PRODUCTS.find((one) => one.sku === sku) ?? PRODUCTS[0]
}

function atLine({ chance, state }: SimStation, line: PickLine, toPick: number): Move {
  const product = productOf(line.sku)
  const [advised] = lotsLeft(line)
  const wanted = line.lot ?? line.reservedLot ?? advised?.lot ?? lotsOf(product)[0]
  if (state.multiplier !== 1) return scan(goodsCode(product, chance, wanted))
  const what = chance.weighted({
    right: 60,
    several: 12,
    wrong: 4,
    tooMany: 3,
    short: 4,
    undo: 4,
    close: 4,
    next: 2,
    cancel: 2,
  })
  switch (what) {
    case 'several':
      return scan(quantityCode(chance.between(1, Math.max(1, toPick))))
    case 'tooMany':
      return scan(quantityCode(toPick + 1))
    case 'wrong':
      return scan(goodsCode(chance.pick(PRODUCTS), chance))
    case 'short':
      return scan(commandCode('SHORT'))
    case 'undo':
      return scan(commandCode('UNDO'))
    case 'close':
      return scan(commandCode('CLOSE'))
    case 'next':
      return scan(commandCode('NEXT'))
    case 'cancel':
      return scan(commandCode('CANCEL'))
    default:
      return product.case !== null && toPick >= 6
        ? scan(product.case)
        : scan(goodsCode(product, chance, wanted))
  }
}

function atLoad(station: SimStation, loadId: string): Move {
  const { chance, floor } = station
  const load = floor.view.get('load', loadId)
  if (load === undefined) return scan(commandCode('CANCEL'))
  if (chance.hit(0.06)) return scan(commandCode('UNDO'))
  if (chance.hit(0.05)) return scan(commandCode('CONFIRM'))
  if (chance.hit(0.08)) return scan(commandCode(chance.pick(['SEAL', 'SEAL', 'UNLOAD', 'LIST'])))
  const units = missingUnits(floor.view, load)
  const open = units.filter(({ status }) => status === 'open')
  if (open.length > 0 && chance.hit(0.5)) return scan(commandCode('PALLET'))
  if (units.length > 0) return scan(label(station, chance.pick(units)))
  if (load.units.length === 0) return scan(commandCode('CANCEL'))
  const [other] = chance.hit(0.1) ? unitsElsewhere(station, load) : []
  return scan(other === undefined ? commandCode('CONFIRM') : label(station, other))
}

function unitsElsewhere(
  { floor }: SimStation,
  load: Pick<PickList, 'region' | 'deliveryDate'>,
): Unit[] {
  const ids = floor.view
    .pickLists()
    .filter(({ region }) => region !== load.region)
    .flatMap((list) => floor.view.unitsOf(list))
  return ids.filter(({ status }) => status === 'closed')
}

/** The sticker on a unit: mostly the newest copy, by its QR or its bars. */
function label({ chance, floor, state, identity }: SimStation, unit: Unit): string {
  const newest = Math.max(unit.label.lastCopy, state.copies[unit.id] ?? 0)
  const qrKey = floor.view.get('warehouse', identity.warehouse.code)?.qrKey
  if (newest === 0 || qrKey === undefined || chance.hit(0.4)) return `00${unit.id}`
  const copy = newest > 1 && chance.hit(0.1) ? newest - 1 : newest
  const orderNumber = unit.orderNumbers.join(',')
  const fields = { unitId: unit.id, copy, orderNumber, name: '', address: '' }
  return unitQr(fields, (text) => signUnitText(qrKey, text))
}
