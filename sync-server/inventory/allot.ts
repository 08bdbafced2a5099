import type { Available, Shelf } from './available.ts'

/** Goods that an order line asks for, in base units. */
export type WantedGoods = {
  lineNo: number
  sku: string
  quantity: number
  /** All of the line must come from one lot. */
  singleLot?: boolean
  /** The lot that the line was promised before: more of it must be of the same. */
  lot?: string
}

/** What could not be set aside of a product; `lineNo` is the first line that goes short. */
export type Shortage = { lineNo: number; sku: string; message: string }

export type Allotted<Line> = { allotted: (Line & { lot: string })[]; shortages: Shortage[] }

/** What is still free while lines are served one after the other. */
type Left = { available: number; lots: { lot: string; available: number; receivedAt: string }[] }

/** After every lot whose first receipt is known. */
const RECEIVED_NEVER = '9999'

/**
 * Sets goods aside, first come first served: a line may get a part, or nothing; one that must come from
 * one lot gets all of it or nothing. Goods of lines that take any lot are booked without one.
 */
export function allot<Line extends WantedGoods>(
  goods: readonly Line[],
  available: Available,
): Allotted<Line> {
  const left = new Map([...available].map(([sku, shelf]) => [sku, leftOf(shelf)]))
  const shortages = new Map<string, Shortage>()
  const allotted = goods.map((line) => {
    const { lineNo, sku } = line
    const shelf = left.get(sku) ?? { available: 0, lots: [] }
    const { lot, quantity } = isOfOneLot(line) ? fullestFit(shelf, line) : anyLot(shelf, line)
    if (quantity < line.quantity && !shortages.has(sku)) {
      const message = isOfOneLot(line) ? oneLotMessage(shelf, line) : totals(goods, available, sku)
      shortages.set(sku, { lineNo, sku, message })
    }
    take(shelf, lot, quantity)
    return { ...line, lot, quantity }
  })
  return { allotted, shortages: [...shortages.values()] }
}

function leftOf({ available, lots }: Shelf): Left {
  return {
    available,
    lots: lots.map((one) => ({ ...one, receivedAt: one.receivedAt ?? RECEIVED_NEVER })),
  }
}

function take(shelf: Left, lot: string, quantity: number): void {
  shelf.available -= quantity
  const own = shelf.lots.find((one) => one.lot === lot)
  if (own !== undefined) own.available -= quantity
}

function isOfOneLot({ singleLot, lot }: WantedGoods): boolean {
  return singleLot === true || (lot ?? '') !== ''
}

function anyLot({ available }: Left, { quantity }: WantedGoods) {
  return { lot: '', quantity: Math.min(quantity, Math.max(0, available)) }
}

/** The smallest lot that suffices, of equal ones the oldest; goods of no known lot come last. */
function fullestFit({ available, lots }: Left, { quantity, lot = '' }: WantedGoods) {
  const [best] = lots
    .filter((one) => lot === '' || one.lot === lot)
    .filter((one) => Math.min(one.available, available) >= quantity)
    .sort(
      (a, b) =>
        Number(a.lot === '') - Number(b.lot === '') ||
        a.available - b.available ||
        compareTexts(a.receivedAt, b.receivedAt) ||
        compareTexts(a.lot, b.lot),
    )
  return best === undefined ? { lot, quantity: 0 } : { lot: best.lot, quantity }
}

function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

function oneLotMessage(shelf: Left, { sku, quantity, lot = '' }: WantedGoods): string {
  const free = (one: { available: number } | undefined) =>
    Math.max(0, Math.min(shelf.available, one?.available ?? 0))
  if (lot !== '') {
    const own = shelf.lots.find((one) => one.lot === lot)
    return `${sku}: ${quantity} more wanted from lot ${lot}, ${free(own)} available`
  }
  const [biggest] = shelf.lots.toSorted((a, b) => b.available - a.available)
  const wanted = `${sku}: ${quantity} wanted from one lot`
  if (biggest === undefined || free(biggest) === 0) return `${wanted}, none available`
  const name = biggest.lot === '' ? 'goods of no known lot' : `lot ${biggest.lot}`
  return `${wanted}, ${free(biggest)} available in the biggest (${name})`
}

/** All lines of a product together, as whoever ordered sees it. */
function totals(goods: readonly WantedGoods[], available: Available, wantedSku: string): string {
  const wanted = goods.reduce(
    (sum, { sku, quantity }) => (sku === wantedSku ? sum + quantity : sum),
    0,
  )
  const free = Math.max(0, available.get(wantedSku)?.available ?? 0)
  return `${wantedSku}: ${wanted} wanted, ${free} available`
}
