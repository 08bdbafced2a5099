import { UnstyledButton } from '@mantine/core'
import { QUANTITY_SCAN_MAX, quantityCode } from '#contract/barcode/loadline-code.ts'
import { pressed } from '../components/touch-button.tsx'
import { useText } from '../text/text.ts'
import css from './all-at-once.module.css'
import { usePresses } from './station-context.tsx'

type Props = { left: number; multiplier: number }

/**
 * For how many the next scan counts, and the touch that stands for the code of a quantity: all that is
 * left of the line at once, or one by one again.
 */
export function AllAtOnce({ left, multiplier }: Props) {
  const { say } = useText()
  const { scan } = usePresses()
  const isOn = multiplier > 1
  if (!isOn && left < 2) return null
  const count = isOn ? multiplier : Math.min(left, QUANTITY_SCAN_MAX)
  return (
    <UnstyledButton
      className={css['button']}
      data-on={isOn}
      aria-pressed={isOn}
      data-testid="multiplier"
      onClick={pressed(() => scan(quantityCode(isOn ? 1 : count)))}
    >
      {say(isOn ? 'pick.multiplier' : 'pick.all-at-once', { count })}
    </UnstyledButton>
  )
}
