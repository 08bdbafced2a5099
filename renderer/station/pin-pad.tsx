import { useState } from 'react'
import { DigitKeys } from '../components/digit-keys.tsx'
import { Icon } from '../components/icon.tsx'
import { TouchButton } from '../components/touch-button.tsx'
import { useText } from '../text/text.ts'
import css from './pin-pad.module.css'

/** Digits of a PIN; shorter ones are never right and longer ones never given. */
const DIGITS_MIN = 4
const DIGITS_MAX = 12

/** As many tries as the host gives; fewer mean that one was wrong. */
const TRIES_MAX = 3

/** The digits live here until OK and go nowhere but to the host. */
export function PinPad({ onAnswer }: { onAnswer: (digits: string) => void }) {
  const { say } = useText()
  const [digits, setDigits] = useState('')
  const answer = () => {
    onAnswer(digits)
    setDigits('')
  }
  return (
    <DigitKeys
      family="pin"
      testId="pin-pad"
      canErase={digits !== ''}
      onDigit={(digit) => setDigits((typed) => (typed + digit).slice(0, DIGITS_MAX))}
      onErase={() => setDigits((typed) => typed.slice(0, -1))}
      display={
        <p
          className={css['dots']}
          role="status"
          aria-label={say('pin.typed', { count: digits.length })}
        >
          {Array.from(digits, (_, index) => (
            <span key={index} />
          ))}
        </p>
      }
      corner={
        <TouchButton
          label={say('pin.ok')}
          icon="check"
          tone="primary"
          testId="pin-ok"
          isDisabled={digits.length < DIGITS_MIN}
          onPress={answer}
        />
      }
    />
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
