import type { ScaleView } from '#contract/rpc/bench-view.ts'
import { Icon } from '../components/icon.tsx'
import { useText } from '../text/text.ts'
import css from './scale-bar.module.css'
import { BAR_RIGHT_SHARE, barPosition, shownGrams, weighAdvice } from './weigh-advice.ts'

type Expectation = { expectedGrams: number; toleranceGrams: number }

/** The state of the scale in an icon and a word. */
export function ScaleState({ scale }: { scale: ScaleView }) {
  const { say } = useText()
  const isStill = scale.state === 'stable'
  const isMoving = scale.state === 'motion'
  return (
    <span className={css['state']} data-state={scale.state} data-testid="scale-state">
      <Icon name={isStill ? 'check' : isMoving ? 'scale' : 'warning'} size="1.5rem" />
      {say(`scale.${scale.state}`)}
    </span>
  )
}

/** Where the weight is between too light and too heavy; the band in the middle is right. */
export function ScaleBar({ scale, unit }: { scale: ScaleView; unit: Expectation }) {
  const grams = shownGrams(scale)
  const isRight = weighAdvice(scale, unit).kind === 'right'
  return (
    <svg className={css['bar']} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect className={css['track']} x="0" y="3" width="100" height="4" />
      <rect
        className={css['band']}
        x={50 - 50 * BAR_RIGHT_SHARE}
        y="1"
        width={100 * BAR_RIGHT_SHARE}
        height="8"
      />
      {grams !== null && (
        <rect
          className={css['pointer']}
          data-right={isRight}
          x={barPosition(grams, unit) * 98}
          y="0"
          width="2"
          height="10"
        />
      )}
    </svg>
  )
}
