import { useQuery } from '@tanstack/react-query'
import { call } from '../../api.ts'
import { useAddress } from '../../components/use-address.ts'

/** The warehouse and the delivery day that a page is about: those in the address, else the next day with work. */
export function useDay() {
  const { get, set } = useAddress()
  const asked = get('warehouse')
  const { data, error } = useQuery({
    queryKey: ['live', ['orders', 'picking', 'loading'], 'picking-days', asked],
    queryFn: () =>
      call('GET /v1/picking-days', { query: asked === '' ? {} : { warehouse: asked } }),
  })
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(get('day'))
  return {
    error,
    data,
    warehouse: data?.warehouse,
    day: isDay ? get('day') : data?.next,
    region: get('region'),
    set,
  }
}

/** How far the lists of a day are, and which orders are on none. */
export function usePickingDay(warehouse: string | undefined, day: string | undefined) {
  return useQuery({
    queryKey: ['live', ['orders', 'picking'], 'picking-day', warehouse, day],
    queryFn: () =>
      call('GET /v1/picking-days/{deliveryDate}', {
        params: { deliveryDate: day ?? '' },
        query: { warehouse: warehouse ?? '' },
      }),
    enabled: warehouse !== undefined && day !== undefined,
    placeholderData: (before) => before,
  })
}
