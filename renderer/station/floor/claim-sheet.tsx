import { useCallback, useRef, useState } from 'react'
import {
  type FloorOrderAnswer,
  RELEASE_REASONS,
  type ReleaseReason,
} from '#contract/rpc/floor-view.ts'
import type { FloorClaim } from '#contract/sync/floor-answer.ts'
import { Icon } from '../../components/icon.tsx'
import { TouchButton } from '../../components/touch-button.tsx'
import type { StationClient } from '../../station-client.ts'
import { useText } from '../../text/text.ts'
import { SupervisorAsk } from '../supervisor-ask.tsx'
import { useSupervised, type Who } from '../use-supervised.ts'
import css from './sheet.module.css'
import { claimProgress, claimWords } from './floor-rows.tsx'
import { Offline, OrderOutcome } from './order-outcome.tsx'

type Props = {
  claim: FloorClaim
  isOffline: boolean
  nowMs: number
  timezone: string
  onBack: () => void
}

/** One list or load that a bench holds, and the reasons for which it is taken away. */
export function ClaimSheet({ claim, isOffline, nowMs, timezone, onBack }: Props) {
  const { say, language } = useText()
  const releasing = useReleasing(claim)
  const { answer, supervised } = releasing
  if (answer !== null) {
    return (
      <OrderOutcome
        answer={answer}
        done="floor.released"
        onBack={onBack}
        onRetry={releasing.forget}
      />
    )
  }
  const { kind, reference, orderNumbers, stationOnline } = claim
  const isAsked = supervised.question !== null
  return (
    <div className={css['sheet']} data-testid="claim-sheet">
      <section className={css['about']}>
        <div>
          <b className={css['aboutTitle']}>{say(`floor.held.${kind}`, { reference })}</b>
          <p className={css['aboutWords']}>
            {claimWords(claim, { say, nowMs, timezone, language })}
          </p>
          <p className={css['soft']}>{[...orderNumbers, claimProgress(claim, say)].join(' · ')}</p>
        </div>
        <TouchButton label={say('floor.back')} icon="undo" testId="floor-back" onPress={onBack} />
      </section>
      {isOffline && <Offline />}
      {isAsked ? (
        <SupervisorAsk {...supervised} />
      ) : (
        <>
          <p className={css['explain']}>
            {stationOnline && (
              <b>
                <Icon name="warning" /> {say('floor.release.online')}
              </b>
            )}
            <span>{say('floor.release.say')}</span>
          </p>
          <b className={css['question']}>
            {say('floor.release')}. {say('floor.release.why')}
          </b>
          <div className={css['reasons']}>
            {RELEASE_REASONS.map((reason) => (
              <TouchButton
                key={reason}
                label={say(`floor.release.${reason}`)}
                isLarge
                isDisabled={isOffline}
                testId={`release-${reason}`}
                onPress={() => releasing.release(reason)}
              />
            ))}
          </div>
        </>
      )}
    </div>
  )
}

function useReleasing({ kind, id, reference }: FloorClaim) {
  const why = useRef<ReleaseReason>('OTHER')
  const [answer, setAnswer] = useState<FloorOrderAnswer | null>(null)
  const target = kind === 'load' ? reference : id
  const work = useCallback(
    (client: StationClient, who: Who): Promise<FloorOrderAnswer> =>
      client.releaseClaim({ kind, target, reason: why.current, ...who }),
    [kind, target],
  )
  const { start, ...supervised } = useSupervised(work, setAnswer)
  return {
    answer,
    supervised,
    release: (reason: ReleaseReason) => {
      why.current = reason
      start()
    },
    forget: () => setAnswer(null),
  }
}
