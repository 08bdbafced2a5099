import { useQuery } from '@tanstack/react-query'
import { BenchScreen } from './bench-screen.tsx'
import { FirstRunScreen } from './first-run-screen.tsx'
import { useCall } from './station-context.tsx'

/** A bench of an office, or one that waits to become one. */
export function StationScreen() {
  const call = useCall()
  const { data: firstRun = null } = useQuery({
    queryKey: ['first-run'],
    queryFn: () => call((client) => client.firstRun.view()),
  })
  return firstRun === null ? <BenchScreen /> : <FirstRunScreen firstRun={firstRun} />
}
