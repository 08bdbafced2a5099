import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { call } from '../../api.ts'
import { useAddress } from '../../components/use-address.ts'
import { useMay } from '../../session.tsx'

/** Trends move slowly; they are not worth reading at every scan. */
const READ_EVERY_MS = 10_000

/** The figures of the day in the address, by the hour. */
export function useTrends() {
  return useQuery({
    ...useAsked(),
    placeholderData: keepPreviousData,
    refetchInterval: READ_EVERY_MS,
  })
}

/** Reads them beside what stands above them, for whoever may see both. */
export function useTrendsEarly(): void {
  useQuery({ ...useAsked(), enabled: useMay()('stations:read') })
}

function useAsked() {
  const { get } = useAddress()
  const warehouse = get('warehouse')
  const day = get('trend')
  return queryOptions({
    queryKey: ['trends', warehouse, day],
    queryFn: () =>
      call('GET /v1/console/trends', {
        query: {
          ...(warehouse === '' ? {} : { warehouse }),
          ...(day === '' ? {} : { day }),
        },
      }),
  })
}
