import { addDays } from '#contract/orders/local-time.ts'
import { useQuery } from '@tanstack/react-query'
import { call, type CallAnswer } from '../../api.ts'
import type { Slot } from './plan-days.ts'

export type StoredRegion = CallAnswer<'GET /v1/regions'>['items'][number]

/** Regions of one warehouse on one page of the answer; more than anybody delivers to. */
const REGIONS_MAX = 500

export const WEEKS_SHOWN = 4
export const DAYS_OF_WEEK = 7

export function useRegions(warehouse: string | undefined) {
  return useQuery({
    queryKey: ['live', ['capacity', 'settings'], 'regions', warehouse],
    enabled: warehouse !== undefined,
    queryFn: async () => {
      const query = { warehouse, limit: REGIONS_MAX }
      return (await call('GET /v1/regions', { query })).items
    },
  })
}

/** The slots of all regions over the weeks shown. */
export function useSlots(from: string) {
  const to = addDays(from, WEEKS_SHOWN * DAYS_OF_WEEK - 1)
  return useQuery({
    queryKey: ['live', ['capacity', 'orders', 'stock'], 'slots', from, to],
    queryFn: () => readSlots({ from, to }),
    placeholderData: (before) => before,
  })
}

export async function readSlots(query: { from: string; to: string }): Promise<Slot[]> {
  return (await call('GET /v1/capacity', { query })).items
}

export function slotKey(region: string, day: string): string {
  return `${day}/${region}`
}

/** The whole of a region, which is what saving it takes, with some of it changed. */
export function saveRegion(region: StoredRegion, change: Partial<StoredRegion>) {
  const { code, ...body } = { ...region, ...change }
  return call('PUT /v1/regions/{code}', { params: { code }, body })
}
