import { ORDER_SEARCH_MIN, type OrderSort } from '#contract/orders/order-search.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { call, type CallAnswer } from '../../../api.ts'
import { useAddress } from '../../../components/use-address.ts'

export type OrderRow = CallAnswer<'GET /v1/orders'>['items'][number]

const PAGE_ORDERS = 50

/** Members of the page's address that narrow the list down. */
const FILTERS = ['q', 'states', 'region', 'from', 'to', 'stopped', 'waiting'] as const

/** What the address asks for, as the office understands it. */
export function useOrderQuery() {
  const { get, set } = useAddress()
  const search = get('q').trim()
  const sorts: Readonly<Record<string, OrderSort>> = { taken: 'oldest', day: 'delivery-day' }
  const query = {
    search: search.length < ORDER_SEARCH_MIN ? undefined : search,
    states: get('states') || undefined,
    region: get('region') || undefined,
    deliveryFrom: get('from') || undefined,
    deliveryTo: get('to') || undefined,
    isBlocked: get('stopped') === '' ? undefined : ('true' as const),
    isBackordered: get('waiting') === '' ? undefined : ('true' as const),
    sort: sorts[get('sort')] ?? ('newest' as const),
  }
  const isFiltered = FILTERS.some((name) => get(name) !== '')
  const clear = () => set(Object.fromEntries(FILTERS.map((name) => [name, ''])))
  return { query, isFiltered, clear }
}

export type OrderQuery = ReturnType<typeof useOrderQuery>['query']

export function useOrders(query: OrderQuery) {
  return useInfiniteQuery({
    queryKey: ['orders', 'list', query],
    queryFn: ({ pageParam }) =>
      call('GET /v1/orders', { query: { ...query, after: pageParam, limit: PAGE_ORDERS } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (before) => before,
  })
}
