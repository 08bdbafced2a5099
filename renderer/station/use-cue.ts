import { useEffect, useRef, useState } from 'react'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { Sounds } from '../sound/sounds.ts'
import { cueBetween } from './cue.ts'

/** How long the green edge of a right scan stands. */
const EDGE_MS = 300

/** Plays each new scan's cue, and says whether the green edge stands now. */
export function useCue(bench: BenchView, sounds: Sounds): { isEdgeOn: boolean } {
  const before = useRef<BenchView | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const [isEdgeOn, setEdgeOn] = useState(false)
  useEffect(() => {
    const cue = cueBetween(before.current, bench)
    before.current = bench
    if (cue === null) return
    sounds.play(cue)
    clearTimeout(timer.current)
    setEdgeOn(cue === 'good')
    timer.current = setTimeout(() => setEdgeOn(false), EDGE_MS)
  }, [bench, sounds])
  return { isEdgeOn }
}
