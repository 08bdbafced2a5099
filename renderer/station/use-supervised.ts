import { useCallback, useEffect, useState } from 'react'
import type { LogOrderInput } from '#contract/rpc/log-order.ts'
import type { CloseTrouble } from '#contract/rpc/refusal-view.ts'
import type { StationClient } from '../station-client.ts'
import { useCall } from './station-context.tsx'

/** What the host must know of who stands behind it; empty while a supervisor is signed in. */
export type Who = LogOrderInput

type Answer = { accepted: true } | { accepted: false; trouble: CloseTrouble }

/** What the screen asks of a supervisor now. `trouble` says what was wrong with the answer before. */
export type SupervisorQuestion =
  | { step: 'working' }
  | { step: 'badge'; trouble: CloseTrouble | null; round: number }
  | { step: 'pin'; trouble: CloseTrouble; badge: string }

export type Supervised = {
  question: SupervisorQuestion | null
  answerPin: (digits: string) => void
  cancel: () => void
}

const BADGE_TROUBLES: readonly CloseTrouble[] = [
  'supervisor-needed',
  'unknown-badge',
  'role-missing',
  'pin-locked',
]
const PIN_TROUBLES: readonly CloseTrouble[] = ['pin-needed', 'pin-wrong']

/** Another screen of this bench may ask for a badge too; this one then asks again after a while. */
const ASK_AGAIN_MS = 1_000

/**
 * Something only a supervisor may do. The host is asked at once; where it wants to know who, the next badge
 * at any scanner of the bench answers, and the pad where that badge has a PIN.
 */
export function useSupervised<A extends Answer>(
  work: (client: StationClient, who: Who) => Promise<A>,
  onDone: (answer: A) => void,
): Supervised & { start: () => void } {
  const call = useCall()
  const [question, setQuestion] = useState<SupervisorQuestion | null>(null)

  const run = useCallback(
    async (who: Who) => {
      setQuestion({ step: 'working' })
      const answer = await call((client) => work(client, who))
      const next = answer === null ? null : questionAfter(answer, who)
      setQuestion(next)
      if (answer !== null && next === null) onDone(answer)
    },
    [call, work, onDone],
  )

  const round = question?.step === 'badge' ? question.round : null
  useEffect(() => {
    if (round === null) return undefined
    const closed = new AbortController()
    void nextBadge(call, closed.signal).then((badge) => {
      if (badge !== null) void run({ badge })
    })
    return () => closed.abort()
  }, [round, call, run])

  return {
    question,
    start: () => void run({}),
    answerPin: (pin) => {
      if (question?.step === 'pin') void run({ badge: question.badge, pin })
    },
    cancel: () => setQuestion(null),
  }
}

let rounds = 0

function questionAfter(answer: Answer, who: Who): SupervisorQuestion | null {
  if (answer.accepted) return null
  const { trouble } = answer
  if (PIN_TROUBLES.includes(trouble) && who.badge !== undefined) {
    return { step: 'pin', trouble, badge: who.badge }
  }
  if (!BADGE_TROUBLES.includes(trouble)) return null
  rounds += 1
  return { step: 'badge', trouble: trouble === 'supervisor-needed' ? null : trouble, round: rounds }
}

type Call = ReturnType<typeof useCall>

/** Waits for a badge for as long as the question stands. */
async function nextBadge(call: Call, signal: AbortSignal): Promise<string | null> {
  while (!signal.aborted) {
    const answer = await call((client) => client.nextBadge(undefined, { signal }))
    if (signal.aborted) return null
    if (answer !== null && answer.badge !== null) return answer.badge
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS))
  }
  return null
}
