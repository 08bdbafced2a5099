import { FOUND_KINDS, FOUND_PER_KIND_MAX } from '#contract/http/found-kinds.ts'
import type { Found } from '#contract/http/search-routes.ts'
import type { Scope } from '#contract/http/scopes.ts'
import { listProducts } from '../../catalogue/index.ts'
import type { Tx } from '../../store/index.ts'
import { findLists, findLoads, findStations, findUnits } from './find-on-floor.ts'
import { findOrders } from './find-orders.ts'
import { meaningsOf, type Meanings } from './meanings.ts'

type Kind = Found['kind']

/** What one must be allowed to read to find a kind: the same as its page asks for. */
const NEEDED: Readonly<Record<Kind, readonly Scope[]>> = {
  order: ['orders:read'],
  unit: ['orders:read'],
  product: ['stock:read'],
  'pick-list': ['picking:read'],
  load: ['picking:read', 'loading:read'],
  station: ['stations:read'],
}

/** One more than is shown tells that there is more. */
const LIMIT = FOUND_PER_KIND_MAX + 1

/** Everything that a text may mean, of the kinds that the caller may read, each bounded and through an index. */
export async function findAnything(tx: Tx, typed: string, scopes: ReadonlySet<Scope>) {
  const meanings = meaningsOf(typed)
  const items: Found[] = []
  const more: Kind[] = []
  for (const kind of FOUND_KINDS) {
    if (!NEEDED[kind].every((scope) => scopes.has(scope))) continue
    const found = await FINDERS[kind](tx, meanings)
    items.push(...found.slice(0, FOUND_PER_KIND_MAX))
    if (found.length > FOUND_PER_KIND_MAX) more.push(kind)
  }
  return { items, more }
}

const FINDERS: Readonly<Record<Kind, (tx: Tx, meanings: Meanings) => Promise<Found[]>>> = {
  order: async (tx, { text }) => (text === null ? [] : findOrders(tx, text, LIMIT)),
  unit: (tx, meanings) => findUnits(tx, meanings, LIMIT),
  product: async (tx, { product }) => {
    if (product === null) return []
    const { items } = await listProducts(tx, { search: product, limit: LIMIT })
    return items.map(({ sku, name }) => ({ kind: 'product', sku, name }))
  },
  'pick-list': async (tx, { list }) => (list === null ? [] : findLists(tx, list, LIMIT)),
  load: async (tx, { load }) => (load === null ? [] : findLoads(tx, load, LIMIT)),
  station: async (tx, { text }) => (text === null ? [] : findStations(tx, text, LIMIT)),
}
