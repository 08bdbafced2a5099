import type { Handlers } from '../http/handler.ts'
import { instantOf } from '../deps.ts'
import { invalidRequest, Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import { type MovementTrouble, postMovement } from './post-movement.ts'
import { readLedger } from './read-ledger.ts'
import { readStock } from './read-stock.ts'
import { readStockDays } from './stock-days.ts'

const TROUBLE: Record<MovementTrouble, string> = {
  'other-expiry': 'this lot is known to end on another day; an ADJUSTED movement corrects that',
  'idempotency-conflict': 'this key was used for another movement',
  'unknown-warehouse': 'no such warehouse',
  'unknown-sku': 'no such product in this warehouse',
  'lot-mismatch': 'stock of this product is not kept by lot',
  'out-of-stock': 'there is less than that on hand',
}

type InventoryOperation = 'postStockMovement' | 'listStock' | 'listStockDays' | 'listLedger'

/** `onGoods` hears of goods that came in, after the commit. */
export function inventoryHandlers(
  office: Office,
  onGoods: (goods: { warehouse: string; sku: string }) => Promise<void>,
): Pick<Handlers, InventoryOperation> {
  const { store, deps } = office
  return {
    postStockMovement: async ({ body, auth, change }) => {
      if (body.kind !== 'ADJUSTED' && body.quantity < 0) {
        const message = 'goods that come in are at least one'
        throw new Problem('invalid-request', message, { errors: [{ path: 'quantity', message }] })
      }
      if (body.expiryDate !== undefined && body.lot === undefined) {
        const message = 'only the goods of a lot have a day of their own'
        throw new Problem('invalid-request', message, { errors: [{ path: 'expiryDate', message }] })
      }
      const posted = await change((tx) => postMovement(tx, body, { deps, by: auth.name }))
      if (!posted.ok) {
        const { error } = posted
        throw new Problem(error === 'other-expiry' ? 'wrong-state' : error, TROUBLE[error])
      }
      if (!posted.value.replayed && body.quantity > 0) await onGoods(body)
      if (!posted.value.replayed && body.quantity < 0) office.poke(body.warehouse)
      return posted.value.replayed
        ? { status: 200, body: { replayed: true } }
        : { status: 201, body: { replayed: false } }
    },
    listStock: async ({ query }) => {
      const isOfOne = query.only === undefined && query.sort === 'sku'
      if (query.warehouse === undefined && !isOfOne) throw wrongQuery('warehouse')
      return { status: 200, body: await store.snapshot((tx) => readStock(tx, query)) }
    },
    listStockDays: async ({ params, query }) => {
      const at = instantOf(deps.clock.now())
      const asked = { ...query, ...params, at }
      return {
        status: 200,
        body: { items: await store.snapshot((tx) => readStockDays(tx, asked)) },
      }
    },
    listLedger: async ({ query }) => {
      const isOfAll = query.before === undefined && query.warehouse === undefined
      if (query.sku === undefined && !isOfAll) throw wrongQuery('sku')
      return { status: 200, body: await store.snapshot((tx) => readLedger(tx, query)) }
    },
  }
}

/** Some questions can only be answered fast, and so at all, of one product or one building. */
function wrongQuery(path: string): Problem {
  return invalidRequest([{ path, message: 'needed with these others' }])
}
