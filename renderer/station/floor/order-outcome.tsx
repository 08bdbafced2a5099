import type { FloorOrderAnswer } from '#contract/rpc/floor-view.ts'
import { Icon } from '../../components/icon.tsx'
import { TouchButton } from '../../components/touch-button.tsx'
import { useText } from '../../text/text.ts'
import css from './sheet.module.css'

type Props = {
  answer: FloorOrderAnswer
  done: 'floor.done' | 'floor.released'
  onBack: () => void
  onRetry: () => void
}

/** What came of an order to the office, in words; what it said itself stands below where it said no. */
export function OrderOutcome({ answer, done, onBack, onRetry }: Props) {
  const { say } = useText()
  const outcome = answer.accepted ? answer.outcome : null
  const isDone = outcome === 'done'
  // Whether it was done is seen among the benches; trying again could only find it done.
  const isOver = isDone || outcome === 'changed' || outcome === 'unknown'
  return (
    <section
      className={css['outcome']}
      data-good={isDone}
      role="status"
      data-testid="floor-outcome"
    >
      <Icon name={isDone ? 'check' : 'cross'} size="6rem" />
      <b>{say(isDone ? done : 'floor.not-done')}</b>
      {outcome !== null && outcome !== 'done' && <p>{say(`floor.outcome.${outcome}`)}</p>}
      {!answer.accepted && <p>{say(`close.trouble.${answer.trouble}`)}</p>}
      {answer.accepted && answer.outcome === 'not-possible' && answer.detail !== null && (
        <p className={css['soft']}>{answer.detail}</p>
      )}
      <TouchButton
        label={say(isOver ? 'floor.next' : 'floor.back')}
        icon={isOver ? 'floor' : 'undo'}
        tone="primary"
        isLarge
        testId="floor-outcome-next"
        onPress={isOver ? onBack : onRetry}
      />
    </section>
  )
}

/** Why the choices below can't be touched. */
export function Offline() {
  const { say } = useText()
  return (
    <p className={css['standing']} role="status">
      <Icon name="offline" size="2rem" /> {say('floor.trouble.offline')}
    </p>
  )
}
