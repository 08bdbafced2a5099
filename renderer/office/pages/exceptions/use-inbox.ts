import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useLocation, useSearch } from 'wouter'
import { call } from '../../api.ts'
import { useAddress } from '../../components/use-address.ts'

const PAGE_LENGTH = 50
const EXPORT_PAGES_MAX = 20
const EXPORT_PAGE_LENGTH = 500

/** What the inbox shows, as the address says. */
export function useExceptionFilters() {
  const { get, set } = useAddress()
  const isClosed = get('state') === 'closed'
  const about = get('about').trim()
  const query = {
    open: isClosed ? ('false' as const) : ('true' as const),
    newest: isClosed ? ('true' as const) : ('false' as const),
    ...given('code', get('code')),
    ...given('warehouse', get('warehouse')),
    ...given('stationId', get('station')),
    ...given('about', orderNumberOf(about)),
  }
  const isFiltered = ['code', 'warehouse', 'station', 'about'].some((name) => get(name) !== '')
  return { get, set, query, isClosed, isFiltered }
}

export type ExceptionQuery = ReturnType<typeof useExceptionFilters>['query']

/** The inbox itself, page by page. */
export function useInbox(query: ExceptionQuery) {
  const { data, ...rest } = useInfiniteQuery({
    queryKey: ['exceptions', 'list', query],
    queryFn: ({ pageParam }) =>
      call('GET /v1/exceptions', {
        query: { ...query, limit: PAGE_LENGTH, ...given('after', pageParam) },
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (before) => before,
  })
  return { items: data?.pages.flatMap((page) => page.items), ...rest }
}

export function useException(id: string | undefined) {
  return useQuery({
    queryKey: ['exceptions', 'one', id],
    queryFn: () => call('GET /v1/exceptions/{id}', { params: { id: id ?? '' } }),
    enabled: id !== undefined,
  })
}

export function useExceptionCounts() {
  return useQuery({
    queryKey: ['exceptions', 'counts'],
    queryFn: () => call('GET /v1/exception-counts'),
  })
}

/** Goes to another exception and keeps the filters. */
export function useOpenException(): (id: string) => void {
  const [, navigate] = useLocation()
  const search = useSearch()
  return (id) => navigate(`/${id}${search === '' ? '' : `?${search}`}`, { replace: true })
}

/** Everything that fits the filters, for a file. */
export async function readAllExceptions(query: ExceptionQuery) {
  const items = []
  let after = ''
  for (let page = 0; page < EXPORT_PAGES_MAX; page += 1) {
    const asked = { ...query, limit: EXPORT_PAGE_LENGTH, ...given('after', after) }
    const answer = await call('GET /v1/exceptions', { query: asked })
    items.push(...answer.items)
    if (answer.next === null) break
    after = answer.next
  }
  return items
}

function given<Name extends string>(name: Name, value: string): { [K in Name]?: string } {
  return (value === '' ? {} : { [name]: value }) as { [K in Name]?: string }
}

/** The bare digits of an order's number are enough. */
function orderNumberOf(text: string): string {
  return /^\d{1,6}$/.test(text) ? `LL-${text.padStart(6, '0')}` : text
}
