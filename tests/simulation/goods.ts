import type { Chance } from './chance.ts'

/** A product of the simulated shop. Its EAN-13 is valid under our own company prefix; the case holds six. */
export type Goods = {
  sku: string
  ean: string
  case: string | null
  grams: number
  /** Base units received at the start: of no lot, or of each. */
  stock: number | Readonly<Record<string, number>>
  singleLot: boolean
}

const plain = { case: null, singleLot: false } as const

/** The last days of lots, as they stand on the goods: grout of the first goes first, and of G0 never. */
const LAST_DAYS: Readonly<Record<string, string>> = {
  G1: '2031-03-12',
  G2: '2031-06-01',
  G0: '2020-01-31',
}

/** Lots of which the office was told no day when they came in: benches teach it. */
const UNTOLD = ['G2']

/** Grout may be mixed from lots, tiles of one order come from one. */
export const PRODUCTS: readonly [Goods, ...Goods[]] = [
  {
    ...plain,
    sku: 'OAK-14',
    ean: '8712345000011',
    case: '18712345000018',
    grams: 2_000,
    stock: 150,
  },
  { ...plain, sku: 'GLUE-5', ean: '8712345000028', grams: 5_000, stock: 90 },
  { ...plain, sku: 'FELT-3', ean: '8712345000035', grams: 1_000, stock: 80 },
  {
    ...plain,
    sku: 'GROUT-2',
    ean: '8712345000042',
    grams: 1_500,
    stock: { G1: 30, G2: 25, G0: 4 },
  },
  {
    ...plain,
    sku: 'TILE-9',
    ean: '8712345000059',
    grams: 1_200,
    stock: { T1: 20, T2: 30, T3: 12 },
    singleLot: true,
  },
]

/** The code on goods of a product, mostly of the lot that is asked for. */
export function goodsCode(goods: Goods, chance: Chance, wanted?: string): string {
  const lots = lotsOf(goods)
  // A label without its lot, or with the case's code, is scanned now and then.
  if (lots.length === 0 || chance.hit(0.03)) return goods.ean
  const lot = wanted !== undefined && chance.hit(0.9) ? wanted : chance.pick(lots)
  const lastDay = LAST_DAYS[lot]
  if (lastDay === undefined || chance.hit(0.4)) return `010${goods.ean}10${lot}`
  // A label that was printed wrong: its lot ends on another day than all others of it say.
  const stated = chance.hit(0.05) ? '2032-01-15' : lastDay
  return `010${goods.ean}17${stated.slice(2).replaceAll('-', '')}10${lot}`
}

/** What the office is told of a lot's last day as it comes in. */
export function lastDayTold(lot: string): string | undefined {
  return UNTOLD.includes(lot) ? undefined : LAST_DAYS[lot]
}

export function lotsOf({ stock }: Goods): string[] {
  return typeof stock === 'number' ? [] : Object.keys(stock)
}
