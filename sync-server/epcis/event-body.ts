import type { EpcisEvent } from '#contract/http/epcis-event.ts'
import { ourUri, productUri, ssccUri } from './names.ts'
import type { MovedGoods, UnitMove } from './unit-moves.ts'

export type Happened = {
  id: string
  warehouse: string
  move: UnitMove
  /** By the office's clock, as far as it could be told. */
  eventTime: string
  recordTime: string
}

export type Known = {
  timezone: string
  barcodesOf: (sku: string) => readonly { code: string; quantity: number }[]
}

/** An event as EPCIS 2.0 says it in JSON-LD, by words of CBV 2.0. */
export function eventBody(happened: Happened, known: Known): EpcisEvent {
  const { id, warehouse, move, eventTime, recordTime } = happened
  const place = { id: ourUri('warehouse', warehouse) }
  const common = {
    eventID: `urn:uuid:${id}`,
    eventTime,
    recordTime,
    eventTimeZoneOffset: offsetOf(eventTime, known.timezone),
    readPoint: place,
  }
  const bizTransactionList = transactionsOf(move)
  const about = bizTransactionList.length === 0 ? {} : { bizTransactionList }
  if ('unitIds' in move) {
    const epcList = move.unitIds.map((unitId) => ssccUri(unitId))
    const here = move.kind === 'departed' ? {} : { bizLocation: place }
    const step = OBJECT_STEPS[move.kind]
    return {
      type: 'ObjectEvent',
      ...common,
      ...step,
      action: 'OBSERVE',
      epcList,
      ...here,
      ...about,
    }
  }
  const isAdd = move.kind === 'packed' || move.kind === 'nested'
  const children =
    'goods' in move
      ? { childQuantityList: quantitiesOf(warehouse, move.goods, known) }
      : { childEPCs: move.children.map((unitId) => ssccUri(unitId)) }
  return {
    type: 'AggregationEvent',
    ...common,
    bizStep: isAdd ? 'packing' : 'unpacking',
    disposition: 'in_progress',
    action: isAdd ? 'ADD' : 'DELETE',
    parentID: ssccUri(move.unitId),
    ...children,
    bizLocation: place,
    ...about,
  }
}

const OBJECT_STEPS = {
  loaded: { bizStep: 'loading', disposition: 'in_progress' },
  unloaded: { bizStep: 'unloading', disposition: 'in_progress' },
  departed: { bizStep: 'departing', disposition: 'in_transit' },
} as const

function quantitiesOf(warehouse: string, goods: readonly MovedGoods[], { barcodesOf }: Known) {
  return goods.map(({ sku, lot, quantity }) => {
    return { epcClass: productUri(warehouse, { sku, lot }, barcodesOf(sku)), quantity }
  })
}

/** `po` is the order, `desadv` the shipment it leaves in, `bol` the load it leaves on (CBV 2.0, 7.3). */
function transactionsOf(move: UnitMove) {
  const load =
    'load' in move ? [{ type: 'bol' as const, bizTransaction: ourUri('load', move.load) }] : []
  return [
    ...move.orderNumbers.map((number) => {
      return { type: 'po' as const, bizTransaction: ourUri('order', number) }
    }),
    ...move.shipmentIds.map((id) => {
      return { type: 'desadv' as const, bizTransaction: ourUri('shipment', id) }
    }),
    ...load,
  ]
}

/** What the clock on the wall was ahead of UTC then, as `+02:00`. */
function offsetOf(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  const name = parts
    .formatToParts(new Date(instant))
    .find(({ type }) => type === 'timeZoneName')?.value
  const offset = name?.replace('GMT', '') ?? ''
  return offset === '' ? '+00:00' : offset
}
