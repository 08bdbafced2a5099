import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api.ts'

/** What should be on a load and what is, with its stops. */
export function useLoadingList(number: string) {
  return useQuery({
    queryKey: ['live', ['loading', 'orders', 'stations'], 'loading-list', number],
    queryFn: () => call('GET /v1/loads/{number}/loading-list', { params: { number } }),
  })
}
