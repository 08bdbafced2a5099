import { useCallback, useRef, useState } from 'react'
import type { DecideExceptionInput, FloorOrderAnswer, FloorView } from '#contract/rpc/floor-view.ts'
import type { FloorException } from '#contract/sync/floor-answer.ts'
import { DigitKeys } from '../../components/digit-keys.tsx'
import { Icon } from '../../components/icon.tsx'
import { TouchButton } from '../../components/touch-button.tsx'
import { clockTime } from '../../format/day.ts'
import type { StationClient } from '../../station-client.ts'
import { useText } from '../../text/text.ts'
import { SupervisorAsk } from '../supervisor-ask.tsx'
import { useSupervised, type Who } from '../use-supervised.ts'
import { Offline, OrderOutcome } from './order-outcome.tsx'
import css from './sheet.module.css'
import { choiceWords, exceptionTitle, exceptionWords, isTranslated } from './floor-words.ts'

type Choice = FloorException['choices'][number]
type Wish = Omit<DecideExceptionInput, 'id' | 'badge' | 'pin'>

type Props = {
  exception: FloorException
  loads: FloorView['loads']
  isOffline: boolean
  timezone: string
  onBack: () => void
}

/** One exception: what happened, and what a supervisor may do about it. */
export function ExceptionSheet({ exception, loads, isOffline, timezone, onBack }: Props) {
  const [asking, setAsking] = useState<Choice | null>(null)
  const deciding = useDeciding(exception.id)
  const { answer, supervised } = deciding
  if (answer !== null) {
    return (
      <OrderOutcome answer={answer} done="floor.done" onBack={onBack} onRetry={deciding.forget} />
    )
  }
  const take = (choice: Choice) => {
    if (choice.input === null) deciding.decide({ choice: choice.choice })
    else setAsking(choice)
  }
  const isAsked = supervised.question !== null
  return (
    <div className={css['sheet']} data-testid="exception-sheet">
      <About
        exception={exception}
        timezone={timezone}
        isBrief={asking !== null}
        onBack={asking === null ? onBack : () => setAsking(null)}
      />
      {isOffline && <Offline />}
      {isAsked && <SupervisorAsk {...supervised} />}
      {!isAsked && asking === null && (
        <Choices exception={exception} isDisabled={isOffline} onTake={take} />
      )}
      {!isAsked && asking?.input === 'counted' && (
        <Counted onCount={(counted) => deciding.decide({ choice: asking.choice, counted })} />
      )}
      {!isAsked && asking?.input === 'load' && (
        <Loads loads={loads} onLoad={(load) => deciding.decide({ choice: asking.choice, load })} />
      )}
    </div>
  )
}

/** A decision, the supervisor behind it, and what came of it. */
function useDeciding(id: string) {
  // A call that is started at once must not see the wish before this one.
  const wish = useRef<Wish | null>(null)
  const [answer, setAnswer] = useState<FloorOrderAnswer | null>(null)
  const work = useCallback(
    (client: StationClient, who: Who): Promise<FloorOrderAnswer> => {
      if (wish.current === null) throw new Error('a decision is taken before it is sent')
      return client.decideException({ id, ...wish.current, ...who })
    },
    [id],
  )
  const { start, ...supervised } = useSupervised(work, setAnswer)
  return {
    answer,
    supervised,
    decide: (next: Wish) => {
      wish.current = next
      start()
    },
    forget: () => setAnswer(null),
  }
}

type AboutProps = {
  exception: FloorException
  timezone: string
  /** While something is typed or chosen, what happened stands in one sentence. */
  isBrief: boolean
  onBack: () => void
}

function About({ exception, timezone, isBrief, onBack }: AboutProps) {
  const { say, language } = useText()
  const { said, had, openedAt } = exception
  const time = clockTime(Date.parse(said?.occurredAt ?? openedAt), timezone)
  const station = said?.station ?? null
  const operator = said?.operator ?? null
  const who =
    station === null
      ? say('floor.who.office', { time })
      : operator === null
        ? say('floor.who.station', { station, time })
        : say('floor.who', { operator, station, time })
  // The office speaks English; where the screen has its own words for it, those are enough.
  const isOfficeShown =
    !isBrief && (language === 'en' || !isTranslated(exception, { say, language }))
  return (
    <section className={css['about']}>
      <div>
        <b className={css['aboutTitle']}>{exceptionTitle(exception, say)}</b>
        <p className={css['aboutWords']}>{exceptionWords(exception, { say, language })}</p>
        <p className={css['soft']}>{who}</p>
      </div>
      <TouchButton label={say('floor.back')} icon="undo" testId="floor-back" onPress={onBack} />
      {isOfficeShown && (
        <dl className={css['halves']}>
          {said !== null && (
            <div>
              <dt>{say('floor.said')}</dt>
              <dd>{said.sentence}</dd>
            </div>
          )}
          <div>
            <dt>{say('floor.had')}</dt>
            <dd>{had}</dd>
          </div>
        </dl>
      )}
    </section>
  )
}

type ChoicesProps = {
  exception: FloorException
  isDisabled: boolean
  onTake: (choice: Choice) => void
}

function Choices({ exception, isDisabled, onTake }: ChoicesProps) {
  const { say } = useText()
  return (
    <div className={css['choices']}>
      <b className={css['question']}>{say('floor.choose')}</b>
      {exception.choices.map((choice) => {
        const { label, does } = choiceWords(exception.code, choice.choice, say)
        return (
          <TouchButton
            key={choice.choice}
            label=""
            isLarge
            isDisabled={isDisabled}
            testId={`decide-${choice.choice}`}
            onPress={() => onTake(choice)}
          >
            <span className={css['choice']}>
              <b>{label}</b>
              <span>{does}</span>
            </span>
            <Icon name="next" size="2.25rem" />
          </TouchButton>
        )
      })}
    </div>
  )
}

/** Digits of the largest count. */
const DIGITS_MAX = 6

function Counted({ onCount }: { onCount: (counted: number) => void }) {
  const { say } = useText()
  const [typed, setTyped] = useState('')
  return (
    <div className={css['counting']}>
      <b className={css['question']}>{say('floor.counted')}</b>
      <DigitKeys
        family="digit"
        testId="count-pad"
        canErase={typed !== ''}
        onDigit={(digit) => setTyped((digits) => (digits + digit).slice(0, DIGITS_MAX))}
        onErase={() => setTyped((digits) => digits.slice(0, -1))}
        display={<b className={css['typed']}>{typed === '' ? '–' : typed}</b>}
        corner={<span />}
      />
      <TouchButton
        label={say('floor.counted.do')}
        icon="check"
        tone="primary"
        isLarge
        isDisabled={typed === ''}
        testId="count-do"
        onPress={() => onCount(Number(typed))}
      />
    </div>
  )
}

type LoadsProps = { loads: FloorView['loads']; onLoad: (number: string) => void }

function Loads({ loads, onLoad }: LoadsProps) {
  const { say } = useText()
  return (
    <div className={css['choices']}>
      <b className={css['question']}>
        {say(loads.length === 0 ? 'floor.load.none' : 'floor.load')}
      </b>
      {loads.map(({ number, region, plate }) => (
        <TouchButton
          key={number}
          label={`${number} · ${region} · ${plate}`}
          icon="truck"
          isLarge
          testId={`load-${number}`}
          onPress={() => onLoad(number)}
        />
      ))}
    </div>
  )
}
