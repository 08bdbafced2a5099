import { Icon } from '../components/icon.tsx'
import { TouchButton } from '../components/touch-button.tsx'
import { useText } from '../text/text.ts'
import { PinPad } from './pin-pad.tsx'
import css from './supervisor-ask.module.css'
import type { Supervised } from './use-supervised.ts'

/** Asks for a supervisor's badge, then for the PIN where there is one; nothing while neither is needed. */
export function SupervisorAsk({ question, answerPin, cancel }: Supervised) {
  const { say } = useText()
  if (question === null) return null
  if (question.step === 'working') return <p className={css['wait']}>{say('supervisor.wait')}</p>
  const { step, trouble } = question
  const isBadge = step === 'badge'
  return (
    <section
      className={css['ask']}
      data-step={step}
      data-testid={`supervisor-${step}`}
      role="dialog"
      aria-label={say(isBadge ? 'supervisor.badge' : 'supervisor.pin')}
    >
      <div className={css['question']}>
        <Icon name={isBadge ? 'badge' : 'lock'} size="4.5rem" />
        <b>{say(isBadge ? 'supervisor.badge' : 'supervisor.pin')}</b>
        {isBadge && <p>{say('supervisor.badge.say')}</p>}
        {trouble !== null && trouble !== 'pin-needed' && (
          <p className={css['wrong']} role="alert">
            <Icon name="cross" /> {say(`close.trouble.${trouble}`)}
          </p>
        )}
      </div>
      <TouchButton
        label={say('cmd.CANCEL')}
        icon="cross"
        testId="supervisor-cancel"
        onPress={cancel}
      />
      {!isBadge && (
        <div className={css['pad']}>
          <PinPad onAnswer={answerPin} />
        </div>
      )}
    </section>
  )
}
