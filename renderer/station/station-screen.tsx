import { useQuery } from '@tanstack/react-query'
import { BenchScreen } from './bench-screen.tsx'
import { FirstRunScreen } from './first-run-screen.tsx'
import { PracticeFrame } from './practice-frame.tsx'
import { useBench, useCall } from './station-context.tsx'

/** A bench of an office, one that waits to become one, or the one to learn at. */
export function StationScreen() {
  const call = useCall()
  const { bench } = useBench()
  const { data: firstRun = null } = useQuery({
    queryKey: ['first-run'],
    queryFn: () => call((client) => client.firstRun.view()),
  })
  if (firstRun !== null) return <FirstRunScreen firstRun={firstRun} />
  if (bench?.isPractice !== true) return <BenchScreen />
  return (
    <PracticeFrame bench={bench}>
      <BenchScreen />
    </PracticeFrame>
  )
}
