import { addDays } from '#contract/orders/local-time.ts'
import type { StockFilter } from '#contract/http/stock-routes.ts'
import { call, type CallAnswer } from '../../api.ts'

export type StockPage = CallAnswer<'GET /v1/stock'>
export type StockRow = StockPage['items'][number]
export type LotStock = NonNullable<StockRow['lots']>[number]
export type Product = CallAnswer<'GET /v1/products/{sku}'>

/** Goods that end sooner than this are said to end soon. */
export const EXPIRING_DAYS = 30

const PAGE_ROWS = 50
const EXPORT_ROWS = 500
/** Most rows of one file. */
const EXPORT_ROWS_MAX = 200_000

/** A page may come back nearly empty when few products fit a filter; it is asked on this often by itself. */
const ROUNDS_MAX = 10

export const STOCK_TOPICS = ['live', ['stock', 'settings']] as const

export type StockAsked = {
  warehouse: string
  search: string
  only: StockFilter | null
  sort: 'sku' | 'name'
  today: string
}

/** The next products that fit, from where the page before ended. */
export async function readStockPage(
  asked: StockAsked,
  after: string,
  limit = PAGE_ROWS,
): Promise<StockPage> {
  const items: StockRow[] = []
  let next: string | null = after === '' ? null : after
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const page: StockPage = await call('GET /v1/stock', {
      query: {
        warehouse: asked.warehouse,
        lots: 'true',
        sort: asked.sort,
        limit,
        ...(next === null ? {} : { after: next }),
        ...(asked.search === '' ? {} : { search: asked.search }),
        ...(asked.only === null ? {} : { only: asked.only }),
        ...(asked.only === 'expiring' ? { expiringBy: addDays(asked.today, EXPIRING_DAYS) } : {}),
      },
    })
    items.push(...page.items)
    next = page.next
    if (next === null || items.length >= limit / 2) break
  }
  return { items, next }
}

/** Everything that fits, page by page, telling how far it is. */
export async function readAllStock(
  asked: StockAsked,
  onRead: (count: number) => void,
): Promise<StockRow[]> {
  const rows: StockRow[] = []
  let after: string | null = ''
  while (after !== null && rows.length < EXPORT_ROWS_MAX) {
    const page: StockPage = await readStockPage(asked, after, EXPORT_ROWS)
    rows.push(...page.items)
    onRead(rows.length)
    after = page.next
  }
  return rows
}

/** Every product that a text finds, in the form that an import reads. */
export async function readAllProducts(
  search: string,
  onRead: (count: number) => void,
): Promise<Product[]> {
  const products: Product[] = []
  let after: string | null = null
  do {
    const page: CallAnswer<'GET /v1/products'> = await call('GET /v1/products', {
      query: {
        limit: EXPORT_ROWS,
        ...(search === '' ? {} : { search }),
        ...(after === null ? {} : { after }),
      },
    })
    products.push(...page.items)
    onRead(products.length)
    after = page.next
  } while (after !== null && products.length < EXPORT_ROWS_MAX)
  return products
}
