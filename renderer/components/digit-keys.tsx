import type { ReactNode } from 'react'
import { useText } from '../text/text.ts'
import css from './digit-keys.module.css'
import { TouchButton } from './touch-button.tsx'

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

type Props = {
  /** Stands before each key's name in tests, `pin` for `pin-7`. */
  family: string
  canErase: boolean
  onDigit: (digit: string) => void
  onErase: () => void
  /** What shows the digits, above the keys. */
  display: ReactNode
  /** The key in the last corner. */
  corner: ReactNode
  testId: string
}

/** Big keys for gloves, so that no bench needs a keyboard. */
export function DigitKeys({ family, canErase, onDigit, onErase, display, corner, testId }: Props) {
  const { say } = useText()
  const key = (digit: string) => (
    <TouchButton
      key={digit}
      label={digit}
      testId={`${family}-${digit}`}
      onPress={() => onDigit(digit)}
    />
  )
  return (
    <div className={css['pad']} data-testid={testId}>
      {display}
      {KEYS.map(key)}
      <TouchButton
        label={say('pin.erase')}
        icon="undo"
        testId={`${family}-erase`}
        isDisabled={!canErase}
        onPress={onErase}
      />
      {key('0')}
      {corner}
    </div>
  )
}
