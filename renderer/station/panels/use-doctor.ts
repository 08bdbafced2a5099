import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { DoctorView } from '#contract/rpc/doctor-view.ts'
import { useCall } from '../station-context.tsx'

/** Somebody who mends a device looks at every word it says; elsewhere nobody does. */
const LOOK_AGAIN_MS = 1_000

/** What the doctor of the devices sees, again every second while a screen shows it. */
export function useDoctor(): DoctorView | undefined {
  const call = useCall()
  const { data } = useQuery({
    queryKey: ['doctor'],
    queryFn: () => call((client) => client.devices.doctor()),
    refetchInterval: LOOK_AGAIN_MS,
    placeholderData: keepPreviousData,
  })
  return data ?? undefined
}
