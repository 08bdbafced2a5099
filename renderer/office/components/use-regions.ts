import { useQuery } from '@tanstack/react-query'
import { call } from '../api.ts'
import { useMay } from '../session.tsx'

/** As many as one answer holds; a house has some twenty. */
const REGIONS_MAX = 500

/** All regions; undefined while they are being read, and for whoever may not read them. */
export function useRegions() {
  const may = useMay()
  const { data } = useQuery({
    queryKey: ['settings', 'regions'],
    queryFn: () => call('GET /v1/regions', { query: { limit: REGIONS_MAX } }),
    enabled: may('catalogue:read'),
  })
  return data?.items
}

/** What people call a region; its code where its name is not known. */
export function useRegionNames(): (code: string) => string {
  const regions = useRegions()
  return (code) => regions?.find((one) => one.code === code)?.name ?? code
}
