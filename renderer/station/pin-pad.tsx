import { useState } from 'react'
import { Icon } from '../components/icon.tsx'
import { TouchButton } from '../components/touch-button.tsx'
import { useText } from '../text/text.ts'
import css from './pin-pad.module.css'
import { useAnswerPin } from './station-context.tsx'

/** Digits of a PIN; shorter ones are never right and longer ones never given. */
const DIGITS_MIN = 4
const DIGITS_MAX = 12

/** As many tries as the host gives; fewer mean that one was wrong. */
const TRIES_MAX = 3

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

/** Big keys for gloves. The digits live here until OK and go nowhere but to the host. */
export function PinPad() {
  const { say } = useText()
  const answerPin = useAnswerPin()
  const [digits, setDigits] = useState('')
  const type = (key: string) => setDigits((typed) => (typed + key).slice(0, DIGITS_MAX))
  const answer = () => {
    answerPin(digits)
    setDigits('')
  }
  return (
    <div className={css['pad']} data-testid="pin-pad">
      <p
        className={css['dots']}
        role="status"
        aria-label={say('pin.typed', { count: digits.length })}
      >
        {Array.from(digits, (_, index) => (
          <span key={index} />
        ))}
      </p>
      {KEYS.map((key) => (
        <Key key={key} digit={key} onPress={type} />
      ))}
      <TouchButton
        label={say('pin.erase')}
        icon="undo"
        isLarge
        testId="pin-erase"
        isDisabled={digits === ''}
        onPress={() => setDigits((typed) => typed.slice(0, -1))}
      />
      <Key digit="0" onPress={type} />
      <TouchButton
        label={say('pin.ok')}
        icon="check"
        tone="primary"
        isLarge
        testId="pin-ok"
        isDisabled={digits.length < DIGITS_MIN}
        onPress={answer}
      />
    </div>
  )
}

function Key({ digit, onPress }: { digit: string; onPress: (digit: string) => void }) {
  return (
    <TouchButton label={digit} isLarge testId={`pin-${digit}`} onPress={() => onPress(digit)} />
  )
}

/** What stands beside the pad: who is asked, and how many tries are left after a wrong one. */
export function PinQuestion({ name, triesLeft }: { name: string; triesLeft: number | null }) {
  const { say } = useText()
  const isWrong = triesLeft !== null && triesLeft < TRIES_MAX
  return (
    <div className={css['question']}>
      <Icon name="lock" size="4.5rem" />
      <b>{say('prompt.override.pin', { name })}</b>
      {isWrong && (
        <p className={css['wrong']} role="alert">
          {say('prompt.override.pin-wrong', { count: triesLeft })}
        </p>
      )}
    </div>
  )
}
