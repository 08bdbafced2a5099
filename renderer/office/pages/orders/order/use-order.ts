import { Unit } from '#contract/documents/unit.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { call, type CallAnswer } from '../../../api.ts'

export type Order = CallAnswer<'GET /v1/orders/{orderNumber}'>
export type OrderLine = Order['lines'][number]
export type HistoryEntry = Order['history'][number]
export type OrderAction = CallAnswer<'GET /v1/orders/{orderNumber}/actions'>['items'][number]

/** A unit's document, and the number of the load it is on. */
const OrderUnit = Unit.extend({ loadNumber: z.string().nullish() })
export type OrderUnit = z.infer<typeof OrderUnit>

const PAGE_ACTIONS = 100

export function useOrder(orderNumber: string) {
  return useQuery({
    queryKey: ['orders', 'one', orderNumber],
    queryFn: () => call('GET /v1/orders/{orderNumber}', { params: { orderNumber } }),
  })
}

/** The units of an order that this page understands; those of a later version may have others. */
export function unitsOf(order: Order): OrderUnit[] {
  return order.units.flatMap((unit) => OrderUnit.safeParse(unit).data ?? [])
}

/** What benches did for an order, newest first like its history. */
export function useOrderActions(orderNumber: string) {
  return useInfiniteQuery({
    queryKey: ['orders', 'actions', orderNumber],
    queryFn: ({ pageParam }) =>
      call('GET /v1/orders/{orderNumber}/actions', {
        params: { orderNumber },
        query: { newest: 'true', after: pageParam, limit: PAGE_ACTIONS },
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  })
}
