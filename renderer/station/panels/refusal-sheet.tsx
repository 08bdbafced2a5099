import { useCallback, useRef, useState } from 'react'
import type {
  Amendment,
  CloseRefusalAnswer,
  CloseRefusalInput,
  RefusalView,
} from '#contract/rpc/refusal-view.ts'
import { WRITE_OFF_REASONS } from '#contract/rpc/refusal-view.ts'
import type { StationClient } from '../../station-client.ts'
import { Icon, type IconName } from '../../components/icon.tsx'
import { TouchButton } from '../../components/touch-button.tsx'
import { useText } from '../../text/text.ts'
import { alertWords } from '../alert-words.ts'
import { SupervisorAsk } from '../supervisor-ask.tsx'
import { useSupervised, type Who } from '../use-supervised.ts'
import { AmendRefusal, amendableHere } from './amend-refusal.tsx'
import { RefusalWords } from './refusal-words.tsx'
import own from './refusals-panel.module.css'

type Ending = CloseRefusalInput['how']
type Step = 'choose' | 'amend' | 'reason'
type Wish = { how: Ending; amend?: Amendment; reason?: string }

type Props = { refusal: RefusalView; timezone: string; onBack: () => void }

/** One refusal and the three ways in which a supervisor may close it. */
export function RefusalSheet({ refusal, timezone, onBack }: Props) {
  const { say } = useText()
  const [step, setStep] = useState<Step>('choose')
  const closing = useClosing(refusal.seq)
  const { answer, supervised, wish } = closing
  if (answer !== null && wish !== null) {
    return <Outcome answer={answer} how={wish.how} onBack={onBack} onRetry={closing.forget} />
  }
  return (
    <div className={own['sheet']} data-testid="refusal-sheet">
      <section className={own['about']}>
        <RefusalWords refusal={refusal} timezone={timezone} />
        <TouchButton
          label={say('refusals.back')}
          icon="undo"
          testId="refusal-back"
          onPress={step === 'choose' ? onBack : () => setStep('choose')}
        />
      </section>
      {supervised.question !== null && <SupervisorAsk {...supervised} />}
      {supervised.question === null && step === 'choose' && (
        <Choices refusal={refusal} onClose={closing.close} onStep={setStep} />
      )}
      {supervised.question === null && step === 'amend' && (
        <AmendRefusal
          refusal={refusal}
          onAmend={(amend) => closing.close({ how: 'amended', amend })}
        />
      )}
      {supervised.question === null && step === 'reason' && (
        <Reasons onReason={(reason) => closing.close({ how: 'written-off', reason })} />
      )}
    </div>
  )
}

/** A wish about one refusal, the supervisor behind it, and what came of it. */
function useClosing(seq: number) {
  const [wish, setWish] = useState<Wish | null>(null)
  // A call that is started at once must not see the wish before this one.
  const asked = useRef<Wish>({ how: 'again' })
  const [answer, setAnswer] = useState<CloseRefusalAnswer | null>(null)
  const work = useCallback(
    (client: StationClient, who: Who) => client.closeRefusal({ seq, ...asked.current, ...who }),
    [seq],
  )
  const { start, ...supervised } = useSupervised(work, setAnswer)
  return {
    wish,
    answer,
    supervised,
    close: (next: Wish) => {
      asked.current = next
      setWish(next)
      start()
    },
    forget: () => setAnswer(null),
  }
}

type ChoicesProps = {
  refusal: RefusalView
  onClose: (wish: Wish) => void
  onStep: (step: Step) => void
}

function Choices({ refusal, onClose, onStep }: ChoicesProps) {
  const { say } = useText()
  const { canRetry } = refusal
  const canAmend = canRetry && amendableHere(refusal).length > 0
  return (
    <div className={own['choices']}>
      <Choice
        name="again"
        icon="undo"
        say={say(canRetry ? 'refusals.again.say' : 'refusals.again.not')}
        isDisabled={!canRetry}
        onPress={() => onClose({ how: 'again' })}
      />
      <Choice
        name="amended"
        icon="settings"
        say={say(canAmend ? 'refusals.amended.say' : 'refusals.amended.not')}
        isDisabled={!canAmend}
        onPress={() => onStep('amend')}
      />
      <Choice
        name="written-off"
        icon="cross"
        say={say('refusals.written-off.say')}
        onPress={() => onStep('reason')}
      />
    </div>
  )
}

type ChoiceProps = {
  name: Ending
  icon: IconName
  say: string
  isDisabled?: boolean
  onPress: () => void
}

function Choice({ name, icon, say: words, isDisabled = false, onPress }: ChoiceProps) {
  const { say } = useText()
  return (
    <TouchButton
      label=""
      icon={icon}
      isLarge
      isDisabled={isDisabled}
      testId={`close-${name}`}
      onPress={onPress}
    >
      <span className={own['choice']}>
        <b>{say(`refusals.${name}`)}</b>
        <span>{words}</span>
      </span>
    </TouchButton>
  )
}

function Reasons({ onReason }: { onReason: (reason: string) => void }) {
  const { say } = useText()
  return (
    <div className={own['reasons']}>
      <b className={own['question']}>{say('refusals.write-off.title')}</b>
      {WRITE_OFF_REASONS.map((reason) => (
        <TouchButton
          key={reason}
          label={say(`write-off.${reason}`)}
          isLarge
          testId={`write-off-${reason}`}
          onPress={() => onReason(reason)}
        />
      ))}
    </div>
  )
}

type OutcomeProps = {
  answer: CloseRefusalAnswer
  how: Ending
  onBack: () => void
  onRetry: () => void
}

/** What came of it; a rule that said no is told as it would be told to a picker. */
function Outcome({ answer, how, onBack, onRetry }: OutcomeProps) {
  const { say, language } = useText()
  const { accepted } = answer
  const alert = accepted || answer.alert === null ? null : alertWords(answer.alert, say, language)
  return (
    <section className={own['outcome']} data-good={accepted} role="status" data-testid="closed">
      <Icon name={accepted ? 'check' : 'cross'} size="6rem" />
      <b>{accepted ? say(`refusals.done.${how}`) : say('refusals.not-done')}</b>
      {!accepted && <p>{say(`close.trouble.${answer.trouble}`)}</p>}
      {alert !== null && (
        <p>
          {alert.sentence} {alert.next}
        </p>
      )}
      <TouchButton
        label={say(accepted ? 'refusals.next' : 'refusals.back')}
        icon={accepted ? 'list' : 'undo'}
        tone="primary"
        isLarge
        testId="closed-next"
        onPress={accepted || answer.trouble === 'not-open' ? onBack : onRetry}
      />
    </section>
  )
}
